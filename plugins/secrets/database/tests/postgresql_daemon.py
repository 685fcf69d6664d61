# SPDX-License-Identifier: MIT
"""PostgreSQL for one script, on a free port of loopback."""
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import sys

from dev_server import free_port
from directory import PR_SET_PDEATHSIG, wait_for

OWNER = "postgres"
OWNER_PASSWORD = "the owner's + ßecret"
SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}


def program(name):
    """Debian keeps them in a folder for each version."""
    folders = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which(name, path=str(folders[-1])) if folders else shutil.which(name)
    if not found:
        sys.exit(f"Bail out! the program {name} is not installed")
    return found


def end_with_parent():
    # killed, it would leave its shared memory behind
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class Daemon:
    def __init__(self, home):
        """Begins to make the database's files; start() waits for them. `home` lies where the daemon's own user may go."""
        self.home, self.port = home, free_port()
        self.log = home / "postgresql.log"
        # it refuses to run as root
        self.user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        home.mkdir()
        (home / "password").write_text(OWNER_PASSWORD)
        if self.user:
            shutil.chown(home, "postgres", "postgres")
            shutil.chown(home / "password", "postgres")
        self.making = self.run(program("initdb"), "-D", home / "data", "-U", OWNER, "-A", "scram-sha-256", "-E", "UTF8", "--no-locale",
                               "--no-sync", "--no-instructions", f"--pwfile={home / 'password'}")

    def run(self, *command):
        with open(self.log, "ab") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home, preexec_fn=end_with_parent,
                                    **self.user)

    def start(self):
        if self.making.wait():
            sys.exit(f"Bail out! initdb: {self.log.read_text()}")
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self.process = self.run(program("postgres"), "-D", self.home / "data", "-p", str(self.port), *settings)
        wait_for(lambda: self.accepts(OWNER, OWNER_PASSWORD), self.process, self.log)

    def psql(self, username, password, statement):
        return subprocess.run([program("psql"), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", username,
                               "-d", "postgres", "-c", statement], env={"PGPASSWORD": password}, capture_output=True, text=True)

    def accepts(self, username, password, statement="select 1"):
        return self.psql(username, password, statement).returncode == 0

    def ask(self, statement):
        """What its owner sees, line by line."""
        done = self.psql(OWNER, OWNER_PASSWORD, statement)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def add(self, username, password, may_make_users=False):
        self.ask(f"CREATE ROLE \"{username}\" LOGIN {'CREATEROLE' if may_make_users else ''} PASSWORD '{password}'")
        if may_make_users:
            self.ask(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO \"{username}\" WITH GRANT OPTION")

    def users(self):
        return set(self.ask("SELECT rolname FROM pg_roles WHERE rolcanlogin"))

    def stop(self):
        # a polite end waits for the server's connections
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
