# SPDX-License-Identifier: MIT
"""What tests of engines share that need a server: one engine through the command, with a note of what was called, and passwords on
each of their ways."""
import json
import os
import pathlib
import pty
import select
import subprocess

import recorder
from dev_server import ROOT, Server

PATIENCE_S = 60


class Stand:
    def __init__(self, engine, home, program="BAO", configuration=None, **environment):
        """`program` names the server's (BAO_2_6 for what newer ones have dropped); `environment` is the command's, besides that of the server."""
        self.engine, self.home, self.environment = engine, home, environment
        self.called = set()
        self.server = Server(home, program, configuration)
        self.address = self.server.address
        self.look = self.server.ask

    def stop(self):
        self.server.stop()

    def call(self, operation, **arguments):
        """A call of the owner's that succeeds: its whole answer, None for none."""
        result = recorder.call(self.address, self.engine, operation, arguments, token=ROOT, **self.environment).succeeded()
        self.called.add(operation)
        return json.loads(result.output) if result.output else None

    def login(self, *words, given=b"", environment=None, **arguments):
        """A login of nobody in particular; with `words` they are the command's, else it is a call with typed arguments."""
        operation = arguments.pop("operation", "login")
        environment = self.environment | (environment or {})
        if words:
            result = recorder.run_command(["login", self.engine, *words, "--format", "json"],
                                          recorder.command_environment(self.address, None, **environment), given)
        else:
            result = recorder.call(self.address, self.engine, operation, arguments, token=None, **environment)
        if result.code == 0:
            self.called.add(operation)
        return result

    def token(self, result):
        """What the server itself says of the token that a login gave."""
        token = json.loads(result.succeeded().output)["auth"]["client_token"]
        return self.look("POST", "auth/token/lookup", {"token": token})["data"]

    def all_were_called(self, *absent):
        """But those that the server does not have, which only newer Vaults do."""
        have = {operation["name"] for operation in recorder.listed_engines()[self.engine]["operations"]}
        assert set(absent) <= have, absent
        assert have - set(absent) == self.called, f"not called: {sorted(have - set(absent) - self.called)}"

    def file(self, name, content):
        path = self.home / name
        path.write_text(content)
        path.chmod(0o600)
        return path


def read_until(terminal, text):
    shown = ""
    while text not in shown:
        assert select.select([terminal], [], [], PATIENCE_S)[0], f"nothing more is shown after {shown!r}"
        shown += os.read(terminal, 65536).decode()
    return shown


def typed_at_a_terminal(address, password, *words, **environment):
    """Logs in and types the password when the command asks for it: what the terminal showed, and how the command ended."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([os.environ["HVAC"], "login", *words], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
                               env=recorder.command_environment(address, None, TERM="dumb", **environment))
    try:
        shown = read_until(ours, ": ")
        assert password not in pathlib.Path(f"/proc/{process.pid}/cmdline").read_text()
        os.write(ours, password.encode() + b"\n")
        status = process.wait(PATIENCE_S)
        while select.select([ours], [], [], 0)[0]:
            shown += os.read(ours, 65536).decode()
    finally:
        process.kill()
        process.wait()
        os.close(theirs)
        os.close(ours)
    return shown, status


def by_callback(address, password, engine, username, **environment):
    """Logs in from C with a password that a callback gives, twice: what the program printed."""
    program = pathlib.Path(os.environ["HVAC_BUILD"]) / "plugins" / "auth" / "ldap" / "tests" / "ldap_callback"
    done = subprocess.run([program, address, engine, username], input=password.encode(), capture_output=True, timeout=PATIENCE_S,
                          env=recorder.command_environment(address, None, **environment))
    return recorder.Result(done)


def run(tests, *services):
    """In order, one after the other: they share the services. Stops these, whatever happens; the exit status."""
    recorder.THREADS = 1
    try:
        return tests.run()
    finally:
        for service in services:
            service.stop()
