# SPDX-License-Identifier: MIT
"""A directory of people and groups for one script: slapd on a free port of loopback."""
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

from dev_server import free_port

SUFFIX = "dc=example,dc=com"
ADMIN = f"cn=admin,{SUFFIX}"
ADMIN_PASSWORD = "the directory's own + Ü"
START_S = 30
PR_SET_PDEATHSIG = 1

CONFIGURATION = """\
modulepath {modules}
moduleload back_mdb
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {home}/slapd.pid
database mdb
directory {home}/data
suffix "{suffix}"
rootdn "{admin}"
rootpw "{password}"
access to attrs=userPassword by self write by anonymous auth by * none
access to * by * read
"""

BASE = f"""\
dn: {SUFFIX}
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,{SUFFIX}
objectClass: organizationalUnit
ou: people

dn: ou=groups,{SUFFIX}
objectClass: organizationalUnit
ou: groups
"""


def program(name):
    """The daemons stand where only root looks."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not found:
        sys.exit(f"Bail out! the program {name} is not installed")
    return found


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def wait_for(is_there, process, log):
    until = time.monotonic() + START_S
    while not is_there():
        if process.poll() is not None or time.monotonic() > until:
            print("".join(f"# {line}\n" for line in log.read_text(errors="replace").splitlines()), end="")
            sys.exit(f"Bail out! {process.args[0]} did not start")
        time.sleep(0.02)


class Directory:
    def __init__(self, home, people, groups):
        """`people`: passwords by uid; `groups`: lists of uids by name."""
        self.home = home
        (home / "data").mkdir(parents=True)
        self.configuration = home / "slapd.conf"
        self.configuration.write_text(CONFIGURATION.format(modules="/usr/lib/ldap", home=home, suffix=SUFFIX, admin=ADMIN, password=ADMIN_PASSWORD))
        entries = [BASE]
        for uid, password in people.items():
            entries.append(f"dn: {self.person(uid)}\nobjectClass: inetOrgPerson\nuid: {uid}\ncn: {uid}\nsn: {uid}\n" +
                           (f"userPassword: {password}\n" if password else ""))
        for name, members in groups.items():
            entries.append(f"dn: cn={name},ou=groups,{SUFFIX}\nobjectClass: groupOfNames\ncn: {name}\n" +
                           "".join(f"member: {self.person(uid)}\n" for uid in members))
        subprocess.run([program("slapadd"), "-f", self.configuration], input="\n".join(entries).encode(), check=True, capture_output=True)
        self.start(free_port())

    @staticmethod
    def person(uid):
        return f"uid={uid},ou=people,{SUFFIX}"

    def start(self, port):
        self.port = port
        self.url = f"ldap://127.0.0.1:{port}"
        with open(self.home / "slapd.log", "ab") as log:
            self.process = subprocess.Popen([program("slapd"), "-d", "0", "-f", self.configuration, "-h", self.url],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)
        wait_for(lambda: answers(port), self.process, self.home / "slapd.log")

    def remove(self, uid):
        subprocess.run([program("ldapdelete"), "-x", "-H", self.url, "-D", ADMIN, "-w", ADMIN_PASSWORD, self.person(uid)], check=True)

    def stop(self):
        self.process.terminate()
        self.process.wait()
