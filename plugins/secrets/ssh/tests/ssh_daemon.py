# SPDX-License-Identifier: MIT
"""A host to log in to for one script: sshd on a free port of loopback, which trusts an authority, has a certificate itself and asks a
program, through PAM, what a password is worth. Whoever runs the test logs in."""
import os
import pathlib
import pwd
import subprocess
import sys

from dev_server import free_port
from directory import answers, die_with_parent, program, wait_for

ADDRESS = "127.0.0.1"
NAME = "web.example.com"
USER = pwd.getpwuid(os.getuid()).pw_name
LOGIN_S = 60
# sshd leaves it to the distribution's unit to make this
PRIVILEGE_SEPARATION = pathlib.Path("/run/sshd")

CONFIGURATION = """\
ListenAddress {address}:{port}
PidFile none
LogLevel VERBOSE
StrictModes no
PermitRootLogin yes
HostKey {home}/host
HostCertificate {home}/host-cert.pub
TrustedUserCAKeys {home}/trusted.pub
AuthorizedKeysFile none
UsePAM yes
KbdInteractiveAuthentication yes
PasswordAuthentication no
"""
# of newer versions, which else shut out loopback after a few refusals
PATIENCE = "PerSourcePenalties no\n"

# what only gives a verdict has nothing to set up afterwards: pam_permit does
PAM_SERVICE = """\
auth requisite pam_exec.so quiet expose_authtok {program}
auth required pam_permit.so
account required pam_permit.so
session required pam_permit.so
"""


def make_key(path, kind="ed25519", *options):
    subprocess.run([program("ssh-keygen"), "-q", "-t", kind, *options, "-N", "", "-C", "", "-f", path], check=True)
    return path


def public_half(path):
    return path.with_name(path.name + ".pub")


def certificate_of(path):
    return path.with_name(path.name + "-cert.pub")


class Daemon:
    def __init__(self, home):
        if os.getuid() != 0:
            sys.exit("Bail out! a PAM service is root's to make")
        self.home, self.process = home, None
        home.mkdir()
        self.host_key = make_key(home / "host")
        # the service is called as sshd is
        self.link = home / f"hvac-test-{os.getpid()}"
        self.link.symlink_to(program("sshd"))
        self.pam_service = pathlib.Path("/etc/pam.d") / self.link.name
        self.log_file = home / "sshd.log"
        self.log_file.write_text("")

    def start(self, trusted, password_program):
        """`trusted` is the public key of users' authority; the host's own key has been signed by now."""
        self.made_folder = not PRIVILEGE_SEPARATION.exists()
        PRIVILEGE_SEPARATION.mkdir(mode=0o755, exist_ok=True)
        (self.home / "trusted.pub").write_text(trusted)
        self.pam_service.write_text(PAM_SERVICE.format(program=password_program))
        self.port = free_port()
        configuration = self.home / "sshd_config"
        for more in PATIENCE, "":
            configuration.write_text(CONFIGURATION.format(address=ADDRESS, port=self.port, home=self.home) + more)
            if subprocess.run([program("sshd"), "-t", "-f", configuration], capture_output=True).returncode == 0:
                break
        self.process = subprocess.Popen([self.link, "-D", "-f", configuration, "-E", self.log_file], stdin=subprocess.DEVNULL,
                                        preexec_fn=die_with_parent)
        wait_for(lambda: answers(self.port), self.process, self.log_file)

    def log(self):
        return self.log_file.read_text(errors="replace")

    def trust(self, authority, names="*.example.com"):
        """A file of known hosts: those that this public key has signed."""
        path = self.home / f"known_hosts-{len(list(self.home.glob('known_hosts-*')))}"
        path.write_text(f"@cert-authority {names} {authority}\n")
        return path

    def options(self, known_hosts, name=NAME):
        """What ssh is told to find the host, and to know it by that name."""
        return ["-F", "none", "-p", str(self.port), "-o", f"UserKnownHostsFile={known_hosts}", "-o", "GlobalKnownHostsFile=none",
                "-o", "StrictHostKeyChecking=yes", "-o", f"HostKeyAlias={name}"]

    @staticmethod
    def run(command, words, environment=os.environ):
        # without an agent
        environment = {name: value for name, value in environment.items() if not name.startswith("SSH_")}
        return subprocess.run([*command, *words], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LOGIN_S)

    def log_in(self, key, known_hosts, *options, command="id -un", name=NAME):
        """With a key and the certificate beside it."""
        return self.run(["ssh", *self.options(known_hosts, name), "-i", key, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", *options],
                        [f"{USER}@{ADDRESS}", command])

    def log_in_by_password(self, password_file, known_hosts, user=USER):
        return self.run([program("sshpass"), "-f", password_file, "ssh", *self.options(known_hosts), "-o", "PubkeyAuthentication=no",
                         "-o", "PreferredAuthentications=keyboard-interactive", "-o", "NumberOfPasswordPrompts=1"], [f"{user}@{ADDRESS}", "id -un"])

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.pam_service.unlink()
            if self.made_folder:
                PRIVILEGE_SEPARATION.rmdir()
