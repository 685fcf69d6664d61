# SPDX-License-Identifier: MIT
"""Servers as they are operated: with raft storage, TLS by an authority of the test's own, and a seal; uninitialized when they start."""
import ctypes
import json
import os
import signal
import ssl
import subprocess
import time
import urllib.error
import urllib.request

from areas import ENGINE, operations_of, until
from dev_server import PR_SET_PDEATHSIG, START_S, free_port, server_program
from engine_stand import PATIENCE_S
from exchanges import recorder

CONFIGURATION = """\
storage "raft" {{
	path = "{home}/raft"
	node_id = "{name}"
	performance_multiplier = 1
}}
listener "tcp" {{
	address = "127.0.0.1:{port}"
	cluster_address = "127.0.0.1:{cluster_port}"
	tls_cert_file = "{certificate}"
	tls_key_file = "{key}"
	{listener}
}}
api_addr = "https://127.0.0.1:{port}"
cluster_addr = "https://127.0.0.1:{cluster_port}"
disable_mlock = true
{seal}
"""


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=PATIENCE_S)


class Authority:
    """Signs certificates for 127.0.0.1: one that all nodes show, and whatever else is asked for."""
    NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    def __init__(self, home):
        self.home = home
        self.file, self.certificate, self.key = (str(home / name) for name in ("ca.pem", "node.pem", "node-key.pem"))
        openssl("req", "-x509", *self.NEW_KEY, "-days", "2", "-subj", "/CN=the cluster's authority", "-keyout", str(home / "ca-key.pem"), "-out", self.file)
        self.sign(self.certificate, self.key)
        self.pem = open(self.file).read()
        self.trust = ssl.create_default_context(cafile=self.file)

    def sign(self, certificate, key):
        """Makes both files."""
        ca_key, request, names = (str(self.home / name) for name in ("ca-key.pem", "node.csr", "names"))
        openssl("req", "-new", *self.NEW_KEY, "-subj", "/CN=node", "-keyout", key, "-out", request)
        with open(names, "w") as file:
            file.write("subjectAltName=IP:127.0.0.1\n")
        openssl("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", ca_key, "-CAcreateserial", "-days", "2", "-extfile", names,
                "-out", certificate)


class Node:
    """One server. `seal` and `listener` are further lines of its configuration."""

    def __init__(self, home, authority, name, seal="", listener="", program="BAO"):
        self.home, self.authority, self.name = home / name, authority, name
        self.program = server_program(program)
        (self.home / "raft").mkdir(parents=True)
        self.port = free_port()
        self.address = f"https://127.0.0.1:{self.port}"
        self.cluster_address = f"127.0.0.1:{self.port + 1}"
        (self.home / "server.hcl").write_text(CONFIGURATION.format(
            home=self.home, name=name, port=self.port, cluster_port=self.port + 1, certificate=authority.certificate, key=authority.key,
            seal=seal, listener=listener))
        self.token = None
        self.start()

    def start(self):
        with open(self.home / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "server", f"-config={self.home}/server.hcl"], env={"HOME": str(self.home), "PATH": os.environ["PATH"]},
                stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                preexec_fn=lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
        end = time.monotonic() + START_S
        while True:
            try:
                self.look("sys/init")
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"Bail out! the server did not start: {(self.home / 'server.log').read_text()}")
                time.sleep(0.05)

    def stop(self):
        self.process.kill()
        self.process.wait()

    # past the library

    def ask(self, method, path, data=None, token=None):
        """Status and body of an answer."""
        request = urllib.request.Request(f"{self.address}/v1/{path}", method=method, headers={"X-Vault-Token": token} if token else {},
                                         data=json.dumps(data).encode() if data is not None else None)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.authority.trust))
        try:
            with opener.open(request, timeout=30) as answer:
                status, body = answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            status, body = refusal.code, refusal.read()
        return status, json.loads(body) if body else None

    def look(self, path, token=None):
        return self.ask("GET", path, token=token)[1]

    def health(self):
        return self.ask("GET", "sys/health")[0]

    def is_sealed(self):
        return self.look("sys/seal-status")["sealed"]

    def is_root(self, token):
        return (self.look("auth/token/lookup-self", token).get("data") or {}).get("policies") == ["root"]

    # through the command

    @property
    def environment(self):
        return {"VAULT_CACERT": self.authority.file}


class Calls:
    """Calls through the command, with a note of what succeeded."""

    def __init__(self):
        self.called, self.replayed = set(), set()

    def run(self, node, operation, arguments, token):
        return recorder.call(node.address, ENGINE, operation, arguments, token=token, **node.environment)

    def succeeds(self, node, operation, token=None, **arguments):
        """The whole answer, None for none."""
        result = self.run(node, operation, arguments, token).succeeded()
        self.called.add(operation)
        return json.loads(result.output) if result.output else None

    def of_owner(self, node, operation, **arguments):
        """What the owner of the node's root token asks for; the data."""
        answer = self.succeeds(node, operation, node.token, **arguments)
        return answer and answer["data"]

    def is_refused(self, node, operation, code, error, *words, token=None, **arguments):
        return self.run(node, operation, arguments, token).failed(code, error, *words)

    def replay(self, exchange):
        exchange.is_made(ENGINE)
        self.replayed.add(exchange.operation)

    def are_complete(self, *areas):
        """Each operation of the areas was called, or replayed where no server here has it; none was both."""
        listed = {operation["name"] for operation in operations_of(areas)}
        assert listed, areas
        assert not self.called & self.replayed, f"they are there after all: {self.called & self.replayed}"
        assert listed <= self.called | self.replayed, f"neither called nor replayed: {sorted(listed - self.called - self.replayed)}"

    # to the state in which most tests begin

    def initialize(self, node, shares=3, threshold=2, **more):
        answer = self.succeeds(node, "initialize", secret_shares=shares, secret_threshold=threshold, **more)
        node.token = answer["root_token"]
        return answer["keys_base64"]

    def unseal(self, node, keys):
        self.succeeds(node, "submit_unseal_keys", keys=keys)
        until(lambda: node.health() in (200, 429))
