# SPDX-License-Identifier: MIT
"""What the tests of the identity engine share: a server with people to log in, and what of the engine that server lists."""
import json
import re
import urllib.error

import engine_stand
import recorder
from dev_server import ROOT

ENGINE = "secrets/identity"
PASSWORD = "the person's own + ß"
REFUSED, FORBIDDEN, NOT_THERE = (6, "InvalidRequest"), (5, "Forbidden"), (4, "InvalidPath")


def shape(verb, path):
    return f"{verb} {re.sub(r'{[^}]*}', '{}', path.removeprefix('/v1'))}"


def rows_of(operation):
    return [shape(row["verb"], row["path"]) for row in [operation, *operation.get("also", [])]]


def in_order(answer):
    """A list's answer: servers give some in any order."""
    return answer | {"keys": sorted(answer["keys"])}


def listed():
    """The engine's operations by name, and the rows that OpenBao 2.7.2 lists of itself."""
    rows = {shape(row["verb"], row["route"]) for row in recorder.load("operations.json") if row["engine"] == ENGINE and "openbao-2.7" in row["in"]}
    return {operation["name"]: operation for operation in recorder.listed_engines()[ENGINE]["operations"]}, rows


class Identity(engine_stand.Stand):
    """`areas` are those that one test is about: of these every row that the server lists must be called."""

    def __init__(self, home, *areas):
        super().__init__(ENGINE, home)
        self.areas = areas
        self.operations, self.rows = listed()
        self.seen = set()

    def send(self, operation, *, by=ROOT, **arguments):
        """A call with somebody's token, whatever becomes of it."""
        return recorder.call(self.address, ENGINE, operation, arguments, token=by)

    def call(self, operation, *, by=ROOT, **arguments):
        """A call that succeeds: its whole answer, None for none."""
        result = self.send(operation, by=by, **arguments).succeeded()
        known = self.operations[operation]
        self.seen.add(next(row for row in rows_of(known) if row.startswith(arguments.get("method", known["verb"]) + " ")))
        return json.loads(result.output) if result.output else None

    def data(self, operation, *, by=ROOT, **arguments):
        return self.call(operation, by=by, **arguments)["data"]

    def refused(self, operation, *words, by=ROOT, outcome=REFUSED, **arguments):
        """A call that the server refuses, with these words."""
        return self.send(operation, by=by, **arguments).failed(*outcome, *words)

    def all_rows_were_called(self):
        wanted = {row for operation in self.operations.values() if operation["area"] in self.areas for row in rows_of(operation)} & self.rows
        assert wanted and wanted <= self.seen, f"{len(wanted - self.seen)} of {len(wanted)} were not called: {sorted(wanted - self.seen)}"

    def seen_at(self, path, method="GET"):
        """What the server itself says, asked without libhvac."""
        return self.look(method, f"identity/{path}")["data"]

    def is_gone(self, path):
        try:
            self.look("GET", f"identity/{path}")
        except urllib.error.HTTPError as refusal:
            assert refusal.code == 404, refusal.code
        else:
            raise AssertionError(f"{path} is there")

    # people

    def enable(self, kind, path=None):
        """The accessor of a new mount of an auth method."""
        path = path or kind
        self.look("POST", f"sys/auth/{path}", {"type": kind})
        return self.look("GET", "sys/auth")["data"][f"{path}/"]["accessor"]

    def add_person(self, who, path="userpass", **settings):
        self.look("POST", f"auth/{path}/users/{who}", {"password": PASSWORD} | settings)

    def log_in(self, who, path="userpass", **more):
        return recorder.call(self.address, "auth/userpass", "login", {"username": who, "password": PASSWORD, "mount_point": path} | more, token=None)

    def auth_of(self, who, path="userpass", **more):
        return json.loads(self.log_in(who, path, **more).succeeded().output)["auth"]

    def person(self, name, accessor, **settings):
        """Somebody who logs in by userpass and is an entity: its id."""
        self.add_person(name)
        entity = self.look("POST", "identity/entity", {"name": name} | settings)["data"]["id"]
        self.look("POST", "identity/entity-alias", {"name": name, "canonical_id": entity, "mount_accessor": accessor})
        return entity

    def may(self, token, path, method="GET"):
        """Whether the server lets a token do that."""
        answer = self.look("POST", "sys/capabilities", {"token": token, "paths": [path]})
        return {"GET": "read", "LIST": "list", "POST": "update"}[method] in answer["data"][path]
