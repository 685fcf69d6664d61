# SPDX-License-Identifier: MIT
"""A message broker for one script: RabbitMQ with its management API, on free ports of loopback; and logging in to it by AMQP."""
import base64
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request

from dev_server import free_port
from directory import answers, die_with_parent, program, wait_for

OWNER = "owner"
PASSWORD = "the broker's own + / 100%"
# that of the same name in the path goes to another user and another folder
SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"
START_S = 240
PATIENCE_S = 30

CONFIGURATION = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
default_user = {owner}
default_pass = {password}
"""


class Refused(Exception):
    """What the broker says when it lets somebody not in."""


class Broker:
    """Starts at once, and takes its time: wait() before it is used."""

    def __init__(self, home):
        self.home = home
        home.mkdir()
        self.amqp, self.management, names, nodes = (free_port() for _ in range(4))
        self.url = f"http://127.0.0.1:{self.management}"
        configuration, plugins = home / "rabbitmq.conf", home / "enabled_plugins"
        configuration.write_text(CONFIGURATION.format(amqp=self.amqp, management=self.management, owner=OWNER, password=PASSWORD))
        plugins.write_text("[rabbitmq_management].\n")
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8",
            "ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": str(names),
            "RABBITMQ_NODENAME": "test@localhost", "RABBITMQ_DIST_PORT": str(nodes),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false",
            "RABBITMQ_CONF_ENV_FILE": os.devnull, "RABBITMQ_CONFIG_FILE": str(configuration), "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"), "RABBITMQ_LOG_BASE": str(home), "RABBITMQ_LOGS": "-", "RABBITMQ_PID_FILE": str(home / "pid"),
            # the script becomes the broker, instead of waiting for it
            "RUNNING_UNDER_SYSTEMD": "1",
        }
        self.log = home / "rabbitmq.log"
        with open(self.log, "wb") as log:
            # Erlang would start its own daemon of names, and leave it behind
            self.names = self.run([program("epmd"), "-port", str(names), "-address", "127.0.0.1"], environment, log)
            wait_for(lambda: answers(names), self.names, self.log)
            self.process = self.run([program(SERVER)], environment, log)

    @staticmethod
    def run(command, environment, log):
        return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)

    def wait(self):
        until = time.monotonic() + START_S
        while "Server startup complete" not in (told := self.log.read_text(errors="replace")):
            if self.process.poll() is not None or time.monotonic() > until:
                print("".join(f"# {line}\n" for line in told.splitlines()), end="")
                sys.exit("Bail out! RabbitMQ did not start")
            time.sleep(0.1)

    def stop(self):
        for process in self.process, self.names:
            process.terminate()
        for process in self.process, self.names:
            process.wait()

    # its own view

    def ask(self, method, path, data=None, username=OWNER, password=PASSWORD):
        """The management API; None where something is not there."""
        key = base64.b64encode(f"{username}:{password}".encode()).decode()
        request = urllib.request.Request(f"{self.url}/api/{path}", method=method, data=json.dumps(data).encode() if data is not None else None,
                                         headers={"Authorization": f"Basic {key}", "Content-Type": "application/json"})
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE_S) as answer:
                body = answer.read()
        except urllib.error.HTTPError as refusal:
            if refusal.code == 404:
                return None
            raise
        return json.loads(body) if body else None

    def names_of_users(self):
        return {user["name"] for user in self.ask("GET", "users")} - {OWNER}

    def permissions(self, username):
        """Configure, write and read, by virtual host."""
        return {one["vhost"]: (one["configure"], one["write"], one["read"]) for one in self.ask("GET", f"users/{username}/permissions")}

    def connect(self, username, password, vhost="/"):
        return Connection(self.amqp, username, password, vhost)


def short(text):
    return struct.pack(">B", len(text.encode())) + text.encode()


def long(data):
    return struct.pack(">I", len(data)) + data


class Connection:
    """A connection by AMQP 0-9-1, logged in and with a virtual host open."""
    START, START_OK, TUNE, TUNE_OK, OPEN, OPEN_OK, CLOSE = ((10, method) for method in (10, 11, 30, 31, 40, 41, 50))
    # else a refusal would be an end without a word
    CAPABILITIES = short("capabilities") + b"F" + long(short("authentication_failure_close") + b"t\1")

    def __init__(self, port, username, password, vhost):
        self.stream = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
        try:
            self.stream.sendall(b"AMQP\0\0\x09\1")
            self.expect(self.START)
            self.send(self.START_OK, long(self.CAPABILITIES) + short("PLAIN") + long(f"\0{username}\0{password}".encode()) + short("en_US"))
            self.send(self.TUNE_OK, self.expect(self.TUNE))
            self.send(self.OPEN, short(vhost) + short("") + b"\0")
            self.expect(self.OPEN_OK)
        except BaseException:
            self.stream.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()

    def take(self, length):
        taken = b""
        while len(taken) < length:
            more = self.stream.recv(length - len(taken))
            if not more:
                raise Refused("the broker hung up")
            taken += more
        return taken

    def expect(self, wanted):
        """The arguments of the method that comes next."""
        _, _, length = struct.unpack(">BHI", self.take(7))
        method, arguments = self.take(4), self.take(length - 4)
        self.take(1)
        if struct.unpack(">HH", method) == self.CLOSE:
            raise Refused(arguments[3:3 + arguments[2]].decode())
        assert struct.unpack(">HH", method) == wanted, f"{method} came, not {wanted}"
        return arguments

    def send(self, method, arguments):
        payload = struct.pack(">HH", *method) + arguments
        self.stream.sendall(struct.pack(">BHI", 1, 0, len(payload)) + payload + b"\xce")

    def ends(self):
        """Waits for the broker to close it: what it says."""
        try:
            self.expect(self.CLOSE)
        except Refused as why:
            return str(why)
