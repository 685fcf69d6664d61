# SPDX-License-Identifier: MIT
"""hvac exec and hvac watch while they run: what they say and what their program does, a way to the server that can be shut, and a service
whose users are leased."""
import http.server
import json
import os
import pathlib
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading

from dev_server import ROOT, free_port
from screen import HVAC, environment

PATIENCE_S = 60

# Tells by lines of JSON what it finds and which signals it gets, and ends at TERM, unless told to stay.
PROGRAM = """
import json, os, signal, sys
told = {getattr(signal, "SIG" + name): name for name in ("HUP", "INT", "QUIT", "TERM", "USR1", "USR2", "ALRM", "WINCH")}
signal.pthread_sigmask(signal.SIG_BLOCK, told)
def tell(what):
    place = os.environ.get("CREDENTIALS_DIRECTORY")
    files = {name: open(f"{place}/{name}").read() for name in sorted(os.listdir(place))} if place else {}
    print(json.dumps({"what": what, "pid": os.getpid(), "environment": dict(os.environ), "files": files}), flush=True)
tell("started")
while True:
    what = told[signal.sigwait(told)]
    tell(what)
    if what == "TERM" and "STAYS" not in os.environ:
        sys.exit(int(os.environ.get("STATUS", "0")))
"""
TELLING = [sys.executable, "-c", PROGRAM]


def as_by_default():
    # what runs the tests may have had these ignored, and cores are to be as large as they may
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGTSTP):
        signal.signal(number, signal.SIG_DFL)
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


class Run:
    """The command while it runs. Its standard error goes to a file: it may say much."""

    def __init__(self, home, *arguments, address, token=ROOT, given=None, prepare=as_by_default, descriptors=(), **variables):
        self.errors = tempfile.TemporaryFile("w+b")
        variables |= {"VAULT_ADDR": address} | ({"VAULT_TOKEN": token} if token else {})
        self.process = subprocess.Popen([HVAC, *arguments], env=environment(home, **variables), stdout=subprocess.PIPE, stderr=self.errors,
                                        stdin=subprocess.PIPE if given is not None else subprocess.DEVNULL, cwd=home,
                                        start_new_session=True, preexec_fn=prepare, pass_fds=descriptors)
        if given is not None:
            self.process.stdin.write(given)
            self.process.stdin.close()
        self.read = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE_S)
        self.process.stdout.close()
        self.errors.close()

    @property
    def said(self):
        """On standard error, so far."""
        return os.pread(self.errors.fileno(), 1 << 20, 0).decode()

    def line(self):
        """The next line of standard output; None at its end, which is that of all who hold it."""
        while b"\n" not in self.read:
            assert select.select([self.process.stdout], [], [], PATIENCE_S)[0], f"nothing comes; it says {self.said!r}"
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                assert not self.read, self.read
                return None
            self.read += piece
        line, self.read = self.read.split(b"\n", 1)
        return line.decode()

    def says_nothing(self):
        return not self.read and not select.select([self.process.stdout], [], [], 0)[0]

    def told(self, what):
        """What the telling program tells next."""
        line = self.line()
        assert line is not None, f"it has ended: {self.said!r}"
        told = json.loads(line)
        assert told["what"] == what, (what, told, self.said)
        return told

    def signal(self, number):
        self.process.send_signal(number)

    def ends(self, status=0):
        left = [] if self.line() is None else ["more"]
        code = self.process.wait(PATIENCE_S)
        assert (code, left) == (status, []), (code, self.said)
        return self.said


class Front:
    """An address at which the server is as long as it is open. Counts what it is asked."""

    def __init__(self, address):
        self.there = address.removeprefix("http://").split(":")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.listener, self.ways = None, []
        self.asked = 0

    def open(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.serve, args=(self.listener,), daemon=True).start()

    def serve(self, listener):
        while True:
            try:
                here = listener.accept()[0]
            except OSError:
                return
            there = socket.create_connection((self.there[0], int(self.there[1])))
            self.ways += [here, there]
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=self.carry, args=(one, other, one is here), daemon=True).start()

    def carry(self, one, other, asks):
        try:
            while piece := one.recv(65536):
                other.sendall(piece)
                self.asked += asks
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def shut(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for way in self.ways:
            # both sides hear of it, whoever is reading
            try:
                way.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            way.close()
        self.ways = []


class Users:
    """What the server asks of a RabbitMQ to make and to remove users; see secrets/rabbitmq for the real one."""

    def __init__(self, server, name="", **lease):
        users, self.server = self, server
        self.made, self.there = [], {}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_PUT(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path.startswith("/api/users/"):
                    name = self.path.removeprefix("/api/users/")
                    users.made.append(name)
                    users.there[name] = body["password"]
                self.answer(201)

            def do_DELETE(self):
                users.there.pop(self.path.removeprefix("/api/users/"), None)
                self.answer(204)

            def answer(self, status):
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.service.serve_forever, daemon=True).start()
        server.ask("POST", "sys/mounts/rabbitmq", {"type": "rabbitmq"})
        server.ask("POST", "rabbitmq/config/connection", {"connection_uri": f"http://127.0.0.1:{self.service.server_port}", "username": "owner",
                                                          "password": "owner", "verify_connection": False, "username_template": name})
        server.ask("POST", "rabbitmq/roles/web", {"vhosts": json.dumps({"/": {"configure": "", "write": "", "read": ""}})})
        server.ask("POST", "rabbitmq/config/lease", lease)

    def stop(self):
        self.server.ask("DELETE", "sys/mounts/rabbitmq")
        self.service.shutdown()
        self.service.server_close()


def command_lines():
    for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield entry.read_bytes().decode(errors="replace")
        except OSError:  # it has ended
            continue
