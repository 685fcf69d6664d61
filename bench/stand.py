# SPDX-License-Identifier: MIT
"""Where programs are measured: a folder with what was built, servers of its own, and the ways to look at a process."""
import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
TOKEN = "root"
SECRET = {"password": "correct-horse-battery-staple", "username": "app"}
UNSUPPORTED = 64
SERVER_S, STEP_S, RUN_S = 30, 0.05, 600
CLIENT_CPU, SERVER_CPU = 0, 1


class Failed(Exception):
    """Something did not work; the text says what."""


def note(*words):
    print(*words, file=sys.stderr, flush=True)


def find_bao():
    if given := os.environ.get("BAO"):
        return given
    cache = os.environ.get("LIBHVAC_CACHE")
    if not cache:
        cache = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "libhvac")
    return os.path.join(cache, "bao")


def free_port():
    """A port that is free together with the next one, which the server takes for its cluster."""
    for _ in range(100):
        with socket.socket() as one, socket.socket() as following:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                following.bind(("127.0.0.1", port + 1))
                return port
    raise Failed("there are no two free ports side by side")


def pin(pid, cpu):
    """Client and server each on a processor of its own, where there are two."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) > 1:
        os.sched_setaffinity(pid, {allowed[cpu]})


class Stand:
    def __init__(self, folder, stack, build, callgrind):
        self.folder, self.stack, self.build_folder = folder, stack, build
        # nothing of the caller's settings reaches a program or a server
        self.env = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LD_LIBRARY_PATH")}
        self.env.update(HOME=str(folder), BENCH_EXPECT=SECRET["password"])
        self.valgrind = shutil.which("valgrind") if callgrind else None
        if callgrind and not self.valgrind:
            note("there is no valgrind: no instructions are counted")
        self.logs = 0

    # programs

    def compile(self, name, script, *sources):
        """Makes NAME/run as a contestant's `build` does."""
        out = self.folder / name
        out.mkdir()
        env = dict(os.environ)
        if self.build_folder:
            env["HVAC_BUILD"] = self.build_folder
        done = subprocess.run([script, out, *sources], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise Failed(f"{name} was not built:\n{done.stdout.strip()}")

    def execute(self, command, **more):
        child = subprocess.Popen([str(word) for word in command], env=dict(self.env, **more), cwd=self.folder, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            pin(child.pid, CLIENT_CPU)
            out, err = child.communicate(timeout=RUN_S)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        if child.returncode not in (0, UNSUPPORTED):
            raise Failed(f"{' '.join(map(str, command))}: exit status {child.returncode}: {err.strip()[-500:]}")
        return None if child.returncode == UNSUPPORTED else out

    def run(self, name, *arguments, wrapper=(), **more):
        """Standard output of a program; None when it does not support what was asked."""
        return self.execute([*wrapper, self.folder / name / "run", *arguments], **more)

    def told(self, name, *arguments, **more):
        """The JSON that a program prints."""
        out = self.run(name, *arguments, **more)
        return None if out is None else json.loads(out)

    def whole(self, command, expected="", **more):
        """What a process takes from its start to its end; it must print what is expected."""
        file = self.folder / "meter.json"
        out = self.execute([self.folder / "meter" / "run", file, *command], **more)
        if expected not in out:
            raise Failed(f"{command[0]} did not print the secret: {out[:200]!r}")
        return json.loads(file.read_text())

    def instructions(self, name, *arguments, inside=None, **more):
        file = self.folder / "callgrind.out"
        tool = [self.valgrind, "-q", "--tool=callgrind", f"--callgrind-out-file={file}"] + ([f"--toggle-collect={inside}"] if inside else [])
        if self.run(name, *arguments, wrapper=tool, **more) is None:
            return None
        return next(int(line.split()[1]) for line in file.read_text().splitlines() if line.startswith("totals:"))

    def instructions_each(self, name, mode, url, short, long, **more):
        """Those of one read: the difference of two run lengths, so that start-up falls out."""
        few, many = (self.instructions(name, mode, url, TOKEN, count, **more) for count in (short, long))
        return (many - few) / (long - short)

    # servers

    def start(self, command):
        self.logs += 1
        path = self.folder / f"server-{self.logs}.log"
        log = self.stack.enter_context(open(path, "w+"))
        child = subprocess.Popen(command, env=self.env, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self.stack.callback(self.stop, child)
        pin(child.pid, SERVER_CPU)
        return child, path

    @staticmethod
    def stop(child):
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)
        if child.poll() is None:
            child.kill()
            child.wait()

    def start_canned(self, mebibytes=0, tls=False):
        names = [self.folder / "server.pem", self.folder / "server.key"] if tls else []
        child, path = self.start([sys.executable, HERE / "canned", TOKEN, json.dumps(SECRET), str(mebibytes), *names])
        until = time.monotonic() + SERVER_S
        while not (text := path.read_text()).endswith("\n"):
            if child.poll() is not None or time.monotonic() > until:
                raise Failed(f"the canned server did not start: {text}")
            time.sleep(STEP_S)
        return f"http{'s' if tls else ''}://127.0.0.1:{int(text)}"

    def start_real(self):
        bao = find_bao()
        if not os.access(bao, os.X_OK):
            raise Failed(f"there is no server at {bao}: run scripts/quickstart once, set BAO, or take --canned")
        url = f"http://127.0.0.1:{free_port()}"
        child, path = self.start([bao, "server", "-dev", f"-dev-root-token-id={TOKEN}", "-dev-no-store-token",
                                  f"-dev-listen-address={url.removeprefix('http://')}"])
        until = time.monotonic() + SERVER_S
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(url + "/v1/secret/data/app", json.dumps({"data": SECRET}).encode(), {"X-Vault-Token": TOKEN})
        while True:
            try:
                with opener.open(request, timeout=SERVER_S):
                    return url
            except OSError as error:  # not listening yet, or without its mounts
                if child.poll() is not None or time.monotonic() > until:
                    raise Failed(f"{bao} did not start ({error}):\n{path.read_text()[-1000:]}") from None
            time.sleep(STEP_S)

    def make_certificates(self):
        """An authority, and a certificate of it for the canned server. Worth nothing outside this run."""
        def openssl(*words):
            done = subprocess.run(["openssl", *map(str, words)], cwd=self.folder, capture_output=True, text=True)
            if done.returncode:
                raise Failed(f"openssl {words[0]}: {done.stderr.strip()[-500:]}")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        openssl("req", "-x509", *key, "-days", 2, "-subj", "/CN=bench authority", "-keyout", "ca.key", "-out", "ca.pem",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        openssl("req", *key, "-subj", "/CN=bench", "-keyout", "server.key", "-out", "server.csr")
        (self.folder / "server.ext").write_text("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n")
        openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", 2, "-extfile", "server.ext",
                "-out", "server.pem")
        return self.folder / "ca.pem"
