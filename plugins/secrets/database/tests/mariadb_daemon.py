# SPDX-License-Identifier: MIT
"""MariaDB for one script, on a free port of loopback."""
import getpass
import subprocess
import sys

from dev_server import free_port
from directory import die_with_parent, program, wait_for

OWNER = "owner"
OWNER_PASSWORD = "the owners + ßecret"


def creation(username, password, may_make_users):
    return (f"CREATE USER IF NOT EXISTS '{username}'@'%' IDENTIFIED BY '{password}';\n" +
            (f"GRANT ALL ON *.* TO '{username}'@'%' WITH GRANT OPTION;\n" if may_make_users else ""))


class Daemon:
    def __init__(self, home):
        """Begins to make the database's files; start() waits for them."""
        self.home, self.port = home, free_port()
        self.log = home / "mariadb.log"
        home.mkdir()
        (home / "start.sql").write_text(creation(OWNER, OWNER_PASSWORD, True))
        self.making = self.run("mariadb-install-db", "--no-defaults", f"--datadir={home / 'data'}", f"--user={getpass.getuser()}",
                               "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")

    def run(self, *command):
        with open(self.log, "ab") as log:
            return subprocess.Popen([program(command[0]), *command[1:]], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                    preexec_fn=die_with_parent)

    def start(self):
        if self.making.wait():
            sys.exit(f"Bail out! mariadb-install-db: {self.log.read_text()}")
        self.process = self.run("mariadbd", "--no-defaults", f"--datadir={self.home / 'data'}", f"--user={getpass.getuser()}",
                                "--bind-address=127.0.0.1", f"--port={self.port}", f"--socket={self.home / 'socket'}",
                                f"--pid-file={self.home / 'pid'}", f"--init-file={self.home / 'start.sql'}", "--skip-name-resolve",
                                "--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M")
        wait_for(lambda: self.accepts(OWNER, OWNER_PASSWORD), self.process, self.log)

    def client(self, username, password, statement):
        return subprocess.run([program("mariadb"), "--no-defaults", "--default-character-set=utf8mb4", "--batch", "--skip-column-names", "-h",
                               "127.0.0.1", "-P", str(self.port), "-u", username, "-e", statement], env={"MYSQL_PWD": password},
                              capture_output=True, text=True)

    def accepts(self, username, password, statement="select 1"):
        return self.client(username, password, statement).returncode == 0

    def ask(self, statement):
        """What its owner sees, line by line."""
        done = self.client(OWNER, OWNER_PASSWORD, statement)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def add(self, username, password, may_make_users=False):
        self.ask(creation(username, password, may_make_users))

    def users(self):
        return set(self.ask("SELECT user FROM mysql.user"))

    def stop(self):
        self.process.terminate()
        self.process.wait()
