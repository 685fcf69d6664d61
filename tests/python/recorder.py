# SPDX-License-Identifier: MIT
"""What the golden tests share: a server that records, the command under test, and TAP.

The server speaks HTTP/1.1 by hand on purpose: what it keeps is what came over
the socket, nothing decoded, and what it answers may be as wrong as a test wants.
"""
import concurrent.futures
import contextlib
import functools
import json
import os
import pathlib
import select
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import traceback

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
TOKEN = "hvs.the-token-of-this-test"
COMMAND_SECONDS = 60
THREADS = 3
CHUNK = 64 * 1024


# the server

class Request:
    """One request as it arrived: texts are latin-1, so that no byte is lost."""

    def __init__(self, head, body, connection):
        line, *rest = head.decode("latin-1").split("\r\n")
        self.method, self.target, self.version = line.split(" ", 2)
        self.path, _, self.query = self.target.partition("?")
        self.headers = [tuple(part.strip() for part in header.split(":", 1)) for header in rest]
        self.body = body
        self.connection = connection

    def header(self, name):
        """Its value, joined when it came more than once; None when it did not come."""
        values = [value for header, value in self.headers if header.lower() == name.lower()]
        return ", ".join(values) if values else None

    def json(self):
        return json.loads(self.body) if self.body else None


class Connection:
    def __init__(self, stream, number):
        self.stream = stream
        self.number = number
        self.rest = b""

    def read_some(self):
        try:
            data = self.stream.recv(CHUNK)
        except OSError:
            data = b""
        self.rest += data
        return bool(data)

    def take(self, length):
        while len(self.rest) < length:
            if not self.read_some():
                return None
        taken, self.rest = self.rest[:length], self.rest[length:]
        return taken

    def take_until(self, end):
        while end not in self.rest:
            if not self.read_some():
                return None
        taken, self.rest = self.rest.split(end, 1)
        return taken

    def read_request(self):
        """The next request, or None when the client has closed the connection."""
        if not self.rest and not self.read_some():
            return None
        if not self.rest[:1].isalpha():
            # TLS, to a server that speaks none: refused as real ones do
            self.send(b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTPS request to an HTTP server.\n")
            return None
        head = self.take_until(b"\r\n\r\n")
        if head is None:
            return None
        request = Request(head, b"", self)
        if (request.header("Transfer-Encoding") or "").lower() == "chunked":
            body = b""
            while (size := int(self.take_until(b"\r\n"), 16)):
                body += self.take(size + 2)[:-2]
            self.take(2)
        else:
            body = self.take(int(request.header("Content-Length") or 0))
        request.body = body
        return request if body is not None else None

    def send(self, data):
        """Whether it could be handed over: False once the client is gone."""
        try:
            self.stream.sendall(data)
            return True
        except OSError:
            return False

    def send_and_close(self, data):
        """The end of the connection travels in the segment of the last byte: whoever has read that can know of both."""
        self.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        self.send(data)
        self.close()

    def is_closed_within(self, seconds):
        """Waits for the client to close the connection."""
        readable, _, _ = select.select([self.stream], [], [], seconds)
        return bool(readable) and not self.read_some()

    def close(self):
        with contextlib.suppress(OSError):
            self.stream.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            self.stream.close()

    def reset(self):
        """Closes it with a RST instead of a FIN."""
        self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.stream.close()


def answer(status, body=b"", *headers, content_type="application/json"):
    """The bytes of an answer whose length is told."""
    if not isinstance(body, bytes):
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
    lines = [f"HTTP/1.1 {status} Status", *headers]
    if status != 204:
        lines.append(f"Content-Length: {len(body)}")
    if body:
        lines.append(f"Content-Type: {content_type}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


PLAUSIBLE = {"request_id": "6a1bdf7f", "data": {}, "auth": {"client_token": "t"}}


def answer_plausibly(request):
    if request.method == "DELETE":
        return answer(204)
    return answer(200, b"" if request.method == "HEAD" else PLAUSIBLE)


class Server:
    """Listens on a free port of the loopback; `answers` makes the bytes for each request.

    It may also be a list: one answer for each request in turn, the last for all
    that follow. None closes the connection; a function is called with the request.
    """

    def __init__(self, answers=answer_plausibly, tls=None):
        self.answers = answers
        self.tls = tls
        self.requests = []
        self.lock = threading.Lock()
        self.connections = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.threads = [threading.Thread(target=self.accept, daemon=True)]
        self.threads[0].start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.threads[0].join()
        for connection in self.connections:
            connection.close()
        for thread in self.threads[1:]:
            thread.join()

    def accept(self):
        while True:
            try:
                stream, _ = self.listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self.serve, args=[stream], daemon=True)
            self.threads.append(thread)
            thread.start()

    def serve(self, stream):
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.tls:
            try:
                stream = self.tls.wrap_socket(stream, server_side=True)
            except OSError:
                stream.close()
                return
        with self.lock:
            connection = Connection(stream, len(self.connections))
            self.connections.append(connection)
        while (request := connection.read_request()):
            with self.lock:
                self.requests.append(request)
                reply = self.answers
                if isinstance(reply, list):
                    reply = reply[min(len(self.requests), len(reply)) - 1]
            if callable(reply):
                reply = reply(request)
            if reply is None or not connection.send(reply):
                break
        connection.close()

    def only(self):
        """The only request that came."""
        assert len(self.requests) == 1, f"{len(self.requests)} requests came, not one: {self.seen()}"
        return self.requests[0]

    def seen(self):
        return [f"{request.method} {request.target[:200]}" for request in self.requests]


def make_certificate(folder):
    """A certificate for 127.0.0.1 of its own signature, and the context of a server that shows it."""
    certificate, key = os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                   check=True, capture_output=True, timeout=COMMAND_SECONDS)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context


# the command

class Result:
    def __init__(self, run):
        self.code = run.returncode
        self.output = run.stdout
        self.error_text = run.stderr.decode(errors="replace")

    @property
    def error(self):
        """The one object on standard error."""
        assert self.error_text.count("\n") == 1, f"standard error is not one line: {self.error_text[:400]!r}"
        return json.loads(self.error_text)

    def __str__(self):
        return f"exit {self.code}, standard output {self.output[:300]!r}, standard error {self.error_text[:600]!r}"

    def succeeded(self):
        assert self.code == 0, str(self)
        assert self.error_text == "", str(self)
        return self

    def failed(self, code, name, *words):
        """Ended with this exit code, this error's name and these words in its message."""
        assert self.code == code and self.output == b"", f"wanted exit {code} and no output: {self}"
        error = self.error
        assert list(error) == ["error", "status", "method", "url", "errors", "message", "text"], f"members of the error: {list(error)}"
        assert error["error"] == name, f"wanted {name}: {self}"
        for word in words:
            assert word in error["message"], f"wanted {word!r} in the message: {self}"
        return error


def command_environment(address, token=TOKEN, **more):
    """This process's environment without any setting of a server, and what is given."""
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(("VAULT_", "BAO_")) and not name.lower().endswith("_proxy")}
    clean.update({"HOME": "/nonexistent", "VAULT_ADDR": address})
    if token is not None:
        clean["VAULT_TOKEN"] = token
    clean.update(more)
    return clean


def run_command(words, environment, given=b""):
    """Runs the command under test to its end."""
    run = subprocess.run([os.environ.get("HVAC", "hvac"), *words], input=given, capture_output=True, env=environment, timeout=COMMAND_SECONDS)
    return Result(run)


def call(server, engine, operation, arguments=None, *flags, token=TOKEN, text=None, **environment):
    """hvac call ENGINE OPERATION --args - --format json; `text` stands for arguments that json would not write."""
    given = text if text is not None else json.dumps(arguments or {})
    address = server if isinstance(server, str) else server.url
    return run_command(["call", engine, operation, "--args", "-", "--format", "json", *flags],
                       command_environment(address, token, **environment), given.encode())


def listed_engines():
    """What `hvac engines --format json` prints, by engine."""
    result = run_command(["engines", "--format", "json"], command_environment("http://127.0.0.1:1", None)).succeeded()
    return {engine["engine"]: engine for engine in json.loads(result.output)}


def load(name):
    return json.loads((DATA / name).read_text())


# TAP

class Tests:
    """Tests by name, in the order in which they were added; run by a few threads, told in that order."""

    def __init__(self):
        self.list = []

    def add(self, name, function, *arguments, **named):
        self.list.append((name, functools.partial(function, *arguments, **named)))

    def test(self, name):
        def register(function):
            self.add(name, function)
            return function
        return register

    @staticmethod
    def outcome(function):
        """None when it passed, else why not."""
        try:
            function()
            return None
        except AssertionError as error:
            return str(error) or traceback.format_exc()
        except Exception:  # a test that breaks has failed, whatever broke it
            return traceback.format_exc()

    def outcomes(self, chosen):
        """In their order. One thread is this one: what a test starts may be made to die with the thread that started it."""
        if THREADS == 1:
            yield from (self.outcome(function) for _, function in chosen)
            return
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            yield from pool.map(lambda test: self.outcome(test[1]), chosen)

    def run(self):
        """Runs all and prints TAP; the exit status."""
        chosen = [test for test in self.list if all(word in test[0] for word in sys.argv[1:])]
        failures = 0
        for number, ((name, _), why) in enumerate(zip(chosen, self.outcomes(chosen)), 1):
            name = name.replace("\\", "\\\\").replace("#", "\\#")
            print(f"{'not ok' if why else 'ok'} {number} - {name}")
            if why:
                failures += 1
                print("".join(f"# {line}\n" for line in why.splitlines()), end="")
            sys.stdout.flush()
        print(f"1..{len(chosen)}")
        return 1 if failures else 0


@contextlib.contextmanager
def private_folder():
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o700)
        yield folder
