# SPDX-License-Identifier: MIT
"""The manual pages as text: what of mdoc(7) the tests look at. Also what the scripts share to print TAP."""
import os
import pathlib
import re
import shlex
import traceback

SOURCE = pathlib.Path(os.environ["HVAC_SOURCE"])
BUILD = pathlib.Path(os.environ["HVAC_BUILD"])


def hand_written():
    return sorted((SOURCE / "docs" / "man").iterdir())


def generated():
    """The engines' pages: those of the build, else those that an archive brought."""
    return sorted({page.name: page for tree in (SOURCE, BUILD) for page in (tree / "man").glob("*.7")}.values())


def unescape(text):
    return text.replace("\\&", "").replace("\\-", "-").replace("\\(dq", '"').replace("\\e", "\\")


class Page:
    def __init__(self, path):
        self.path = path
        self.name, self.section = path.name.rsplit(".", 1)
        self.lines = path.read_text().splitlines()

    def __str__(self):
        return f"{self.name}({self.section})"

    def part(self, heading, macro="Sh"):
        """The lines of one section, or with "Ss" of one subsection."""
        inside, lines = False, []
        for line in self.lines:
            if line.startswith((".Sh ", f".{macro} ")):
                inside = line == f".{macro} {heading}"
            elif inside:
                lines.append(line)
        return lines

    def names(self):
        return [line.split()[1] for line in self.part("NAME") if line.startswith(".Nm ")]

    def macros(self, *names):
        """The words of each line that begins with one of these macros, an item's too."""
        for line in self.lines:
            if match := re.match(r"\.(?:It )?(\S+) (.*)", line):
                if match[1] in names:
                    yield shlex.split(match[2], posix=True)

    def prototypes(self):
        """Function by function "TYPE NAME(ARGUMENT, ...)"."""
        found, kind, name, arguments = {}, None, None, []
        for line in self.lines:
            macro, _, rest = line.partition(" ")
            if macro == ".Ft":
                kind = rest.strip('"')
            elif macro == ".Fo":
                name, arguments = rest, []
            elif macro == ".Fa" and name:
                arguments += shlex.split(rest)
            elif macro == ".Fc":
                found[name] = f"{kind} {name}({', '.join(arguments)})"
                name = None
        return found

    def literals(self, heading):
        """The literal blocks of a section as they are shown."""
        block, blocks = None, []
        for line in self.part(heading):
            if line.startswith(".Bd -literal"):
                block = []
            elif line == ".Ed" and block is not None:
                blocks.append("".join(block))
                block = None
            elif block is not None:
                block.append(unescape(line) + "\n")
        return blocks


class Tests:
    """Counts tests and prints TAP; `same` and `test` are one each."""

    def __init__(self):
        self.count = 0

    def tell(self, name, why):
        self.count += 1
        print(f"{'not ok' if why else 'ok'} {self.count} - {name}")
        if why:
            print("".join(f"# {line}\n" for line in str(why).splitlines()), end="")

    def same(self, name, left, right):
        """Two sets are one; what is only in either is told. `left` and `right` are pairs of what it is and the set."""
        lines = [f"only in {what}: {', '.join(sorted(only))}" for what, only in
                 ((left[0], set(left[1]) - set(right[1])), (right[0], set(right[1]) - set(left[1]))) if only]
        if not left[1]:
            lines.append(f"nothing in {left[0]}")
        self.tell(name, "\n".join(lines))

    def test(self, name, function, *arguments):
        try:
            why = function(*arguments)
        except Exception:  # a test that breaks has failed, whatever broke it
            why = traceback.format_exc()
        self.tell(name, why)

    def end(self):
        print(f"1..{self.count}")
