# SPDX-License-Identifier: MIT
"""A RADIUS server for one script: FreeRADIUS on a free port of loopback."""
import socket
import subprocess

from dev_server import free_port
from directory import die_with_parent, program, wait_for

SECRET = "shared + sécret"

# each statement and each brace has to stand on a line of its own
CONFIGURATION = """\
prefix = /usr
logdir = {home}
radacctdir = {home}
raddbdir = {home}
dictionary_dir = /usr/share/freeradius
security {{
	max_attributes = 200
	reject_delay = 0
	status_server = no
}}
modules {{
	pap {{
	}}
	files {{
		filename = {home}/users
	}}
}}
client loopback {{
	ipaddr = 127.0.0.1
	secret = "{secret}"
}}
server default {{
	listen {{
		type = auth
		ipaddr = 127.0.0.1
		port = {port}
	}}
	authorize {{
		files
		pap
	}}
	authenticate {{
		Auth-Type PAP {{
			pap
		}}
	}}
}}
"""


class Daemon:
    def __init__(self, home, users):
        """`users`: passwords by name."""
        self.home = home
        home.mkdir()
        (home / "dictionary").write_text("$INCLUDE /usr/share/freeradius/dictionary\n")
        (home / "users").write_text("".join(f'"{name}" Cleartext-Password := "{password}"\n\n' for name, password in users.items()))
        self.start(free_port(socket.SOCK_DGRAM))

    def start(self, port):
        self.port = port
        (self.home / "radiusd.conf").write_text(CONFIGURATION.format(home=self.home, port=port, secret=SECRET))
        log = self.home / "radius.log"
        log.write_text("")
        with open(log, "ab") as output:
            self.process = subprocess.Popen([program("freeradius"), "-f", "-l", "stdout", "-d", self.home], stdin=subprocess.DEVNULL,
                                            stdout=output, stderr=output, preexec_fn=die_with_parent)
        wait_for(lambda: "Ready to process requests" in log.read_text(errors="replace"), self.process, log)

    def stop(self):
        self.process.terminate()
        self.process.wait()
