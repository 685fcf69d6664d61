# SPDX-License-Identifier: MIT
"""Redis for one script, on a free port of loopback; the server's plugins for Redis and for Valkey both speak with it."""
import subprocess

from dev_server import free_port
from directory import die_with_parent, program, wait_for

OWNER = "owner"
OWNER_PASSWORD = "the-owners-secret"
ALL, READER = "~* &* +@all", "~book* +get +acl|whoami"


class Daemon:
    def __init__(self, home):
        self.home, self.port = home, free_port()
        self.log = home / "redis.log"
        home.mkdir()
        (home / "users.acl").write_text(f"user default off\nuser {OWNER} on >{OWNER_PASSWORD} {ALL}\n")

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [program("redis-server"), "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", self.home,
                 "--aclfile", self.home / "users.acl"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)
        wait_for(lambda: self.accepts(OWNER, OWNER_PASSWORD), self.process, self.log)

    def client(self, username, password, *command):
        done = subprocess.run([program("redis-cli"), "-h", "127.0.0.1", "-p", str(self.port), "--user", username, *command],
                              env={"REDISCLI_AUTH": password}, capture_output=True, text=True)
        return done.stdout.strip()

    def accepts(self, username, password):
        return self.client(username, password, "ACL", "WHOAMI") == username

    def ask(self, *command):
        """What its owner sees, line by line."""
        return self.client(OWNER, OWNER_PASSWORD, *command).splitlines()

    def add(self, username, password, may_make_users=False):
        assert self.ask("ACL", "SETUSER", username, "on", f">{password}", *(ALL if may_make_users else READER).split()) == ["OK"]

    def users(self):
        return set(self.ask("ACL", "USERS"))

    def stop(self):
        # for the next start, since users live in memory; it is gone already when the thread that started it is
        self.ask("ACL", "SAVE")
        self.process.terminate()
        self.process.wait()
