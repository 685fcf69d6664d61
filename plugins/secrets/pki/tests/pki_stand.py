# SPDX-License-Identifier: MIT
"""What the tests of the PKI engine share: calls that are held against the list of what the server has, and openssl."""
import json
import pathlib
import re
import subprocess

from engine_stand import PATIENCE_S, ROOT, Stand, recorder

ENGINE = "secrets/pki"


def run_openssl(*words, given=None, check=True):
    """What it printed, on both outputs."""
    done = subprocess.run(["openssl", *map(str, words)], input=given, capture_output=True, timeout=PATIENCE_S)
    text = (done.stdout + done.stderr).decode(errors="replace")
    assert not check or done.returncode == 0, f"openssl {' '.join(map(str, words))}: {text}"
    return text


class Row:
    """A row of the catalogue, found by the requests that it stands for."""

    def __init__(self, row):
        self.name = f"{row['verb']} {row['route']}"
        route = re.escape(row["route"]).replace(r"\{mount_point\}", ".+")
        self.pattern = re.compile(row["verb"] + " " + re.sub(r"\\{[^}]*\\}", "[^/]+", route))
        self.literal = len(re.sub(r"\{[^}]*\}", "", row["route"]))


class Server(Stand):
    """An OpenBao with the engine; of each call it is kept which row of the catalogue it was."""

    def __init__(self, home, is_ours, **environment):
        super().__init__(ENGINE, home, **environment)
        self.rows = [Row(row) for row in recorder.load("operations.json")
                     if row["engine"] == ENGINE and "openbao-2.7" in row["in"] and is_ours(row["route"])]
        self.seen, self.known = set(), {}
        self.look("POST", "sys/mounts/pki", {"type": "pki", "config": {"max_lease_ttl": "87600h"}})

    def send(self, operation, arguments, *flags, token=ROOT):
        """Paths among the arguments are files whose content is meant."""
        files = [f"{name}=@{value}" for name, value in arguments.items() if isinstance(value, pathlib.Path)]
        given = json.dumps({name: value for name, value in arguments.items() if not isinstance(value, pathlib.Path)}).encode()
        words = ["call", ENGINE, operation, "--args", "-", "--format", "json", *files]
        environment = recorder.command_environment(self.address, token, **self.environment)
        self.note(operation, arguments, words, environment, given)
        return recorder.run_command([*words, *flags], environment, given)

    def note(self, operation, arguments, words, environment, given):
        """The row that such arguments lead to, as --dry-run shows it."""
        key = (operation, *sorted(arguments))
        if key not in self.known:
            request = json.loads(recorder.run_command([*words, "--dry-run"], environment, given).output or "{}")
            sent = f"{request.get('method')} {request.get('url')}"
            fitting = [row for row in self.rows if row.pattern.fullmatch(sent)]
            self.known[key] = max(fitting, key=lambda row: row.literal).name if fitting else None
        self.seen.add(self.known[key])

    def call(self, operation, **arguments):
        """The answer's data."""
        result = self.send(operation, arguments)
        assert result.code == 0, str(result)
        return json.loads(result.output).get("data") if result.output else None

    def fetch(self, operation, **arguments):
        """An answer that is no JSON, byte for byte."""
        return self.send(operation, arguments).succeeded().output

    def refuse(self, operation, words, **arguments):
        """A call that the server refuses, with these words in the message; of what is wrong OpenBao says 400 as often as 500."""
        result = self.send(operation, arguments)
        assert result.code == 6 and not result.output and words in result.error["message"], f"wanted {words!r}: {result}"

    def all_rows_were_called(self):
        missing = sorted({row.name for row in self.rows} - self.seen)
        assert self.rows and not missing, f"{len(missing)} of {len(self.rows)} were not called: {missing}"

    def keep(self, name, content):
        """A file of the test's own."""
        path = self.home / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(0o600)
        return path

    def request(self, name, subject, algorithm="ec", extensions=()):
        """A key and a certificate signing request of openssl's: the paths of both."""
        kind = ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"] if algorithm == "ec" else [algorithm]
        key, csr = self.home / f"{name}.key", self.home / f"{name}.csr"
        run_openssl("req", "-new", "-newkey", *kind, "-nodes", "-subj", subject, *[word for each in extensions for word in ("-addext", each)],
                    "-keyout", key, "-out", csr)
        return key, csr
