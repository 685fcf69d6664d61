# SPDX-License-Identifier: MIT
"""Random arguments for what an engine's table says, and every form in which one of them can be given."""
import json
import os
import pathlib
import random

SECRET = "swordfish"  # is in what a secret parameter is given
LEFT_OUT = {"nonce_file": "it would be written"}
INT64, UINT64 = range(-1 << 63, 1 << 63), range(1 << 64)

PIECES = ["app", "db", "a b", "ü", "漢字", "🔑", "%", "%2f", "%00", "?", "#", "&", "=", "+", ";", ":", ",", "'", '"', "\\", "~", "*", "$", "(", "<",
          "/", "//", ".", "..", "...", "{", "}", "[", "]", "null", "true", "0", "-1", "1e3", "@", "@@", "-", "--", "|", "^", "`", "é", "\u00a0"]
ODD_PIECES = ["\n", "\t", "\r", "\0", "\x7f", "\x01", " ", "\u2028", "\ufeff", "\U0010ffff", "\ufffe"]
WORDS = ["", "-", "@", "@x", "@@x", "null", "true", "1", "[]", "[", "{}", '"', '"quoted"', "a,b", ",", ".", "..", "./a", "a/..", "/", "/a/", "a//b", "=", "x=y",
         "1h30m", "2000-01-01T00:00:00Z", " a", "a ", "a\n", "\n", "a\n\n", "a\r\n", "***", "s.token", "application/json", "POST", "GET", "{path}"]
INTEGERS = [0, 1, -1, 2, 60, 255, 65536, (1 << 31) - 1, 1 << 31, -(1 << 31), (1 << 53) + 1, (1 << 63) - 1, -(1 << 63), 10**18]
BEYOND = [1 << 63, (1 << 64) - 1, 1 << 64, -(1 << 63) - 1]
NUMBERS = [0.0, 0.5, -0.5, 1e-300, 1.7976931348623157e308, 5e-324, 0.1, 1 / 3, 1e16, 1e15 + 0.3, 123456789.125, -2.0, 2.0**63, 100.0]
DURATIONS = ["0", "1", "60", "60s", "1h30m", "5m", "1.5h", "-1s", "24h", "7d", "100ms", "", "forever", " 1h"]


class Bytes(bytes):
    """An argument of bytes, which is not text."""


class Chance(random.Random):
    def text(self):
        if self.random() < 0.2:
            return self.choice(WORDS)
        pieces = PIECES + (ODD_PIECES if self.random() < 0.1 else [])
        return "".join(self.choice(pieces) for _ in range(self.choice([1, 1, 2, 3, 6])))

    def plain(self):
        """Text that goes anywhere."""
        return "".join(self.choice("abcdefgh-_09") for _ in range(self.randint(1, 9)))

    def json(self, depth=0):
        kind = self.randrange(8 if depth < 3 else 6)
        if kind < 6:
            return [None, True, False, self.choice(INTEGERS + BEYOND[:2]), self.choice(NUMBERS), self.text()][kind]
        if kind == 6:
            return [self.json(depth + 1) for _ in range(self.randrange(4))]
        return self.map(depth + 1)

    def map(self, depth=0):
        return {self.text().replace("\0", ""): self.json(depth + 1) for _ in range(self.randrange(4))}

    def of(self, parameter):
        """A value that mostly fits."""
        kind = parameter["type"]
        if parameter["secret"] and kind in ("string", "duration", "bytes") and self.random() < 0.8:
            return SECRET + (self.text() if self.random() < 0.3 else self.plain())
        if parameter["secret"] and kind in ("list", "map", "any"):
            secrets = [SECRET + self.plain() for _ in range(self.randrange(3))]
            return secrets if kind == "list" else {self.plain(): secret for secret in secrets}
        if parameter.get("values") and self.random() < 0.8:
            return self.choice(parameter["values"])
        if kind == "string":
            return self.plain() if self.random() < 0.6 else self.text()
        if kind == "duration":
            return self.choice(DURATIONS) if self.random() < 0.7 else self.choice(INTEGERS)
        if kind == "bytes":
            return self.text() if self.random() < 0.4 else Bytes(self.randbytes(self.choice([0, 1, 2, 3, 4, 50])))
        if kind == "list":
            if self.random() < 0.15:
                return self.text()
            return [self.json(2) if self.random() < 0.1 else self.plain() if self.random() < 0.5 else self.text() for _ in range(self.randrange(4))]
        return {"integer": lambda: self.choice(INTEGERS), "boolean": lambda: self.random() < 0.5, "map": self.map, "any": self.json,
                "number": lambda: self.choice(NUMBERS + INTEGERS)}[kind]()

    def wrong(self):
        """A value of any type at all."""
        return self.choice([None, self.text(), self.choice(INTEGERS), self.choice(BEYOND), self.choice(NUMBERS), True, [], {}, self.json(),
                            Bytes(self.randbytes(3)), Bytes(b"\xff\xfe"), nested(70)])


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def arguments_for(operation, chance):
    """Some of an operation's parameters with values, by name, and sometimes what cannot be."""
    given = {}
    share = chance.choice([0, 0.3, 0.6, 1])
    for parameter in operation["parameters"]:
        if parameter["name"] not in LEFT_OUT and chance.random() < (0.97 if parameter["required"] else share):
            given[parameter["name"]] = chance.of(parameter)
    if given and chance.random() < 0.15:
        given[chance.choice(list(given))] = chance.wrong()
    if chance.random() < (0.3 if any(parameter.get("rest") for parameter in operation["parameters"]) else 0.03):
        given[chance.choice(["further", "pth", "mount_pont", "x y", "ü"])] = chance.json()
    return given


def written(value):
    return json.dumps(value, ensure_ascii=False)


class Forms:
    """The forms that an argument has in C: kind and content, as the caller reads them."""

    def __init__(self, folder):
        self.folder, self.files = folder, {}

    def path(self, content):
        if content not in self.files:
            self.files[content] = os.path.join(self.folder, f"{len(self.files)}")
            pathlib.Path(self.files[content]).write_bytes(content)
        return self.files[content]

    @staticmethod
    def hex(text):
        return (text if isinstance(text, bytes) else text.encode()).hex()

    def native(self, value):
        if value is None:
            return ("null", None)
        if isinstance(value, bool):
            return ("boolean", value)
        if isinstance(value, int) and value in INT64:
            return ("integer", str(value))
        if isinstance(value, float):
            return ("number", value.hex())
        if isinstance(value, Bytes):
            return ("bytes", value.hex())
        if isinstance(value, str):
            return ("text" if "\0" in value else "string", self.hex(value))
        return self.as_json(value)

    def as_json(self, value):
        return ("json", self.hex(written(value)))

    def content(self, parameter, value):
        """What a file holds that says it, or None; one final line end is nothing in text."""
        kind = parameter["type"] if parameter else "string"
        if isinstance(value, Bytes):
            return bytes(value) if kind == "bytes" else None
        if kind in ("string", "duration"):
            # of which CR and LF are one, too
            return (value + "\n").encode() if isinstance(value, str) and not value.endswith("\r") else None
        if kind == "bytes" or parameter is None or kind == "list" and not isinstance(value, (list, str)):
            return None
        return written(value).encode()

    def typed(self, parameter, value):
        """What a command line says for it, or None."""
        kind = parameter["type"] if parameter else "string"
        if isinstance(value, Bytes) or isinstance(value, str) and "\0" in value:
            return None
        if kind in ("string", "duration", "bytes") or parameter is None:
            return value if isinstance(value, str) else None
        # any other text is a list of it
        return written(value) if kind != "list" or isinstance(value, (list, str)) else None

    def others(self, parameter, value):
        if isinstance(value, Bytes):
            forms = [("bytes", value.hex())]
        else:
            forms = [self.native(value), self.as_json(value)] + ([("value", value)] if is_value(value) else [])
        text = self.typed(parameter, value)
        if text is not None:
            forms.append(("typed", self.hex(text)))
            if parameter and parameter["type"] == "list" and isinstance(value, list) and is_plain_list(value):
                forms.append(("typed", self.hex(",".join(value))))
        content = self.content(parameter, value)
        if content is not None and not is_unread(parameter):
            forms += [("file", self.hex(self.path(content))), ("source", content.hex())]
        return forms

    @staticmethod
    def member(parameter, value):
        """The form in which a member of a typed call has it, or None."""
        kind = parameter["type"]
        if kind in ("string", "duration"):
            return ("string", Forms.hex(value)) if isinstance(value, str) and "\0" not in value else None
        if kind == "bytes":
            if isinstance(value, Bytes):
                return ("bytes", value.hex())
            return ("string", Forms.hex(value)) if isinstance(value, str) and "\0" not in value else None
        if kind == "boolean":
            return ("boolean", value) if isinstance(value, bool) else None
        if isinstance(value, bool) and kind in ("integer", "number"):
            return None
        if kind == "integer":
            return ("integer", str(value)) if isinstance(value, int) and value in INT64 else None
        if kind == "number":
            return ("number", float(value).hex()) if isinstance(value, (int, float)) and abs(value) < 1 << 53 else None
        if isinstance(value, Bytes):
            return None
        if value is not None and is_value(value):
            return ("value", value)
        return ("typed", Forms.hex(written(value))) if kind != "list" or isinstance(value, list) else None


def is_value(value, depth=60):
    """Whether the caller can read it: some are made not to be."""
    if isinstance(value, (list, dict)):
        return depth > 0 and all(is_value(item, depth - 1) for item in (value.values() if isinstance(value, dict) else value))
    return not isinstance(value, int) or value in INT64 or value in UINT64


def is_plain_list(value):
    return bool(value) and all(isinstance(item, str) and item and not set(item) & set(',"[\0') for item in value)


def is_unread(parameter):
    """Whether it is only read when the server asks for it."""
    return parameter is not None and parameter["name"] == "mfa_passcode"
