# SPDX-License-Identifier: MIT
"""A real server for one script: in development mode, unsealed, on a free port of loopback."""
import contextlib
import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.request

ROOT = "root"
START_S = 30
PR_SET_PDEATHSIG = 1


def free_port(kind=socket.SOCK_STREAM):
    """A port that is free together with the next one, which the server takes too; and none that is given to whoever takes any: between
    a server's end and its next start nobody else is asked what was meant for it."""
    while True:
        port = 10000 + secrets.randbelow(22767)
        with socket.socket(type=kind) as one, socket.socket(type=kind) as following, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            following.bind(("127.0.0.1", port + 1))
            return port


def server_program(variable):
    """What the environment names so."""
    if not os.access(os.environ.get(variable, ""), os.X_OK):
        raise SystemExit(f"Bail out! {variable} does not name the program of an OpenBao, which scripts/test fetches")
    return os.environ[variable]


class Server:
    def __init__(self, home, program="BAO", configuration=None):
        """`program` is the environment's name of the server to run, `configuration` what it reads besides, in HCL."""
        options = []
        if configuration:
            (home / "server.hcl").write_text(configuration)
            options = [f"-config={home}/server.hcl"]
        self.address = f"http://127.0.0.1:{free_port()}"
        self.log = open(home / "server.log", "wb")
        self.process = subprocess.Popen(
            [server_program(program), "server", "-dev", f"-dev-root-token-id={ROOT}", "-dev-no-store-token",
             f"-dev-listen-address={self.address.removeprefix('http://')}", *options],
            env={"HOME": str(home), "PATH": os.environ["PATH"]}, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
            preexec_fn=lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
        until = time.monotonic() + START_S
        while True:
            try:
                self.ask("GET", "sys/health")
                # the mount of the dev server comes a moment after its health
                self.ask("GET", "secret/config")
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise SystemExit("Bail out! the server did not start")
                time.sleep(0.05)

    def ask(self, method, path, data=None, namespace=None):
        headers = {"X-Vault-Token": ROOT} | ({"X-Vault-Namespace": namespace} if namespace else {})
        request = urllib.request.Request(f"{self.address}/v1/{path}", method=method, headers=headers,
                                         data=json.dumps(data).encode() if data is not None else None)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
