# SPDX-License-Identifier: MIT
"""Where the engines' tables differ on purpose from the catalogue and from Python hvac, and what leads to their rows.

Each folder of engines has its own in tests/catalogue.py; they hold for all engines of the folder. Most of its tables are
lists of rows by the reason for them:

ADDITIONS         (operation, place, name on the wire): what no list and no method has; None stands for any operation
EXTRA_OPERATIONS  operation: one that no server lists
UNSENT            (verb, path, name): a parameter of the catalogue that is not sent there
STEPS             (operation, verb, path): a row that no argument leads to, only a hook; None stands for any operation
LISTED_TWICE      (verb, path): a row of the catalogue whose requests are another row's, too
SILENT            operation: it answers by itself and sends nothing
OTHER_PLACES      (operation, place): where hvac, too, sends what its list of methods has elsewhere
FACADES           engine: it stands in no catalogue and has a test of its own
OTHER_VERBS       (operation, hvac's verb, ours)
REPEATED_IN_BODY  (operation, name): hvac sends it a second time
UNRECORDED        (operation, header): hvac sends it, its recorded requests do not have it

The last of a row's fields may be several: ("read_subkeys", "query", "version", "depth"). The others go by the operation or engine:

WAYS              operation: [(verb, path, arguments that differ, arguments left out), ...], where rows of one name have the same
                  path parameters, or the arguments that are made up would not do
ANSWERS           operation: what makes a server's answer of the arguments, where a plausible one would not do
SAME_TABLE        engine: the one of its folder whose rows of the catalogue are its, too
"""
import pathlib
import runpy

PLUGINS = pathlib.Path(__file__).resolve().parents[2] / "plugins"

# fields of a row, of the tables that go by the reason
FIELDS = {
    "ADDITIONS": 3, "EXTRA_OPERATIONS": 1, "UNSENT": 3, "STEPS": 3, "LISTED_TWICE": 2, "SILENT": 1, "OTHER_PLACES": 2, "FACADES": 1,
    "OTHER_VERBS": 3, "REPEATED_IN_BODY": 2, "UNRECORDED": 2,
}


class Row:
    def __init__(self, origin, table, fields, value):
        self.origin, self.table, self.fields, self.value = origin, table, fields, value
        self.is_needed = False

    def fits(self, fields):
        return all(mine in (None, theirs) for mine, theirs in zip(self.fields, fields))

    def __str__(self):
        return f"{self.table} {self.fields} of {self.origin}"


def rows_of(origin, table, entries):
    if table not in FIELDS:
        return [Row(origin, table, (key,), value) for key, value in entries.items()]
    rows = [(reason, row if isinstance(row, tuple) else (row,)) for reason, rows in entries.items() for row in rows]
    several = FIELDS[table] - 1
    return [Row(origin, table, (*row[:several], last), reason) for reason, row in rows for last in row[several:]]


def engines_of(folder):
    """By their pages: several can share a folder."""
    kind = folder.relative_to(PLUGINS).parts[:-1]
    return ["/".join((*kind, page.stem)) for page in folder.glob("*.mdoc")]


class Differences:
    """The rows of some tables, and which of them were needed; `of_all` are tables that hold for every engine."""

    def __init__(self, tables, of_all):
        self.rows, self.of_engine = [], {}
        self.of_all = self.add("all engines", tables, of_all)
        for file in sorted(PLUGINS.glob("**/tests/catalogue.py")):
            rows = self.add(str(file.relative_to(PLUGINS.parent)), tables, runpy.run_path(str(file)))
            self.of_engine |= {engine: rows for engine in engines_of(file.parents[1])}

    def add(self, origin, tables, given):
        rows = [row for table in tables for row in rows_of(origin, table, given.get(table, {}))]
        self.rows += rows
        return rows

    def find(self, engine, table, *fields):
        """The reason, or what the table has for these; None where no row fits. Asked only where one is needed."""
        for row in self.of_all + self.of_engine.get(engine, []):
            if row.table == table and row.fits(fields):
                row.is_needed = True
                return row.value
        return None

    def are_needed(self, tests):
        """No row outlives what it excuses: these tests, however they end, need each."""
        for test in tests:
            try:
                test()
            except AssertionError:
                continue
        unneeded = [str(row) for row in self.rows if not row.is_needed]
        assert not unneeded, f"nothing needs {'; '.join(unneeded)}"
