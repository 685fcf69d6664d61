# SPDX-License-Identifier: MIT
"""Areas of the system backend on one server: which of their operations it has, and that each of these was called."""
import contextlib
import re
import time

from engine_stand import PATIENCE_S, ROOT, Stand, recorder

ENGINE = "sys"


def shape(verb, path):
    return {"PUT": "POST"}.get(verb, verb), re.sub(r"\{[^}]*\}", "{}", path.removeprefix("/v1"))


def until(look):
    """What `look` says as soon as it is true; a refusal is a no."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if seen := look():
                return seen
        time.sleep(0.02)
    raise AssertionError(f"it did not come in {PATIENCE_S} s")


def operations_of(areas):
    return [operation for operation in recorder.listed_engines()[ENGINE]["operations"] if operation["area"] in areas]


def of_vault_alone(areas):
    """The operations of which no OpenBao says that it has them, by the catalogue."""
    rows = {}
    for row in recorder.load("operations.json"):
        if row["engine"] == ENGINE:
            rows.setdefault(shape(row["verb"], row["route"]), []).extend(row["in"])
    return {operation["name"] for operation in operations_of(areas)
            if not any(server.startswith("openbao") for server in rows.get(shape(operation["verb"], operation["path"]), ["openbao"]))}


class Areas(Stand):
    def __init__(self, areas, home, configuration=None):
        super().__init__(ENGINE, home, configuration=configuration)
        self.areas, self.refusals = areas, set()

    def ask(self, operation, *flags, within=None, token=ROOT, **arguments):
        """A call however it ends, in a namespace if need be."""
        environment = {"VAULT_NAMESPACE": within} if within else {}
        return recorder.call(self.address, ENGINE, operation, arguments, "--max-retries=0", *flags, token=token, **environment)

    def call(self, operation, **arguments):
        """One that succeeds: the `data` of its answer, or all of it where there is none."""
        result = self.ask(operation, **arguments).succeeded()
        self.called.add(operation)
        answer = recorder.json.loads(result.output) if result.output else {}
        return answer if answer.get("data") is None else answer["data"]

    def text(self, operation, **arguments):
        """One whose answer need not be JSON: the bytes."""
        result = self.ask(operation, **arguments).succeeded()
        self.called.add(operation)
        return result.output

    def refused(self, operation, code, error, *words, **arguments):
        """One that the server has and refuses."""
        self.refusals.add(operation)
        return self.ask(operation, **arguments).failed(code, error, *words)

    def answers(self, path, namespace=None):
        """The HTTP status by which the server itself answers a read."""
        try:
            self.look("GET", path, namespace=namespace)
        except OSError as refusal:
            return refusal.code
        return 200

    def all_were_called(self, *only_refused):
        """But those of Vault alone; of some the server refuses whatever is asked."""
        have = {operation["name"] for operation in operations_of(self.areas)} - of_vault_alone(self.areas)
        assert set(only_refused) <= self.refusals, set(only_refused) - self.refusals
        missing = have - self.called - set(only_refused)
        assert not missing and have, f"not called: {sorted(missing)}"
