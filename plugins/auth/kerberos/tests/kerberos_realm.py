# SPDX-License-Identifier: MIT
"""A Kerberos realm for one script: MIT's KDC on a free port of loopback, with principals and keytabs."""
import os
import subprocess
import sys

from dev_server import free_port
from directory import answers, die_with_parent, program, wait_for

REALM = "EXAMPLE.COM"
CONFIGURATION = """\
[libdefaults]
 default_realm = {realm}
 dns_lookup_kdc = false
 dns_lookup_realm = false
 dns_canonicalize_hostname = false
 rdns = false
 udp_preference_limit = 1
[realms]
 {realm} = {{
  kdc = 127.0.0.1:{port}
 }}
[logging]
 default = STDERR
"""
# the PAC is a matter of Active Directory; the server cannot read that of another KDC
KDC_CONFIGURATION = """\
[kdcdefaults]
 kdc_listen = ""
 kdc_tcp_listen = 127.0.0.1:{port}
[realms]
 {realm} = {{
  database_name = {home}/principal
  key_stash_file = {home}/stash
  acl_file = {home}/acl
  max_life = 1h
  disable_pac = true
 }}
"""


class Realm:
    def __init__(self, home):
        self.home = home
        home.mkdir(parents=True)
        self.configuration = home / "krb5.conf"
        self.kdc_configuration = home / "kdc.conf"
        self.environment = {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin", "KRB5_CONFIG": str(self.configuration),
                            "KRB5_KDC_PROFILE": str(self.kdc_configuration)}
        self.configure(free_port())
        self.run("kdb5_util", "create", "-s", "-P", "of the database", "-r", REALM)
        self.start()

    def configure(self, port):
        values = {"realm": REALM, "port": port, "home": self.home}
        self.port = port
        self.configuration.write_text(CONFIGURATION.format(**values))
        self.kdc_configuration.write_text(KDC_CONFIGURATION.format(**values))

    def run(self, name, *arguments, given=b"", **environment):
        done = subprocess.run([program(name), *arguments], env=self.environment | environment, input=given, capture_output=True)
        if done.returncode:
            sys.exit(f"Bail out! {name}: {done.stdout.decode()}{done.stderr.decode()}")

    def start(self):
        with open(self.home / "krb5kdc.log", "ab") as log:
            self.process = subprocess.Popen([program("krb5kdc"), "-n"], env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, preexec_fn=die_with_parent)
        wait_for(lambda: answers(self.port), self.process, self.home / "krb5kdc.log")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def add(self, principal, password=None, *options):
        self.run("kadmin.local", "addprinc", *(["-pw", password] if password else ["-randkey"]), *options, principal)

    def keytab(self, name, *principals):
        """A file with the keys of principals, whose passwords stay as they are."""
        path = self.home / f"{name}.keytab"
        self.run("kadmin.local", "ktadd", "-norandkey", "-k", str(path), *principals)
        return path

    def tickets(self, name, principal, password, *options):
        """A credential cache as kinit makes it."""
        path = self.home / f"{name}.tickets"
        self.run("kinit", "-c", str(path), *options, principal, given=password.encode() + b"\n")
        return path
