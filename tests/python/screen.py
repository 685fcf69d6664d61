# SPDX-License-Identifier: MIT
"""The command as a person meets it: on a pseudo-terminal, or with its output going elsewhere; and the tests that look at it."""
import fcntl
import os
import pathlib
import pty
import re
import struct
import subprocess
import termios
import threading
import types
import unicodedata

HVAC = os.environ["HVAC"]
RUN_S = 60
STYLE = re.compile(r"\033\[[0-9;]*m")


def environment(home, **more):
    """A clean one, of a terminal with colours. The engines stand at a short path, which fits into a line."""
    engines = home / "engines"
    if not engines.is_symlink():
        engines.symlink_to(os.environ["HVAC_PLUGIN_PATH"])
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
    return kept | {"HOME": str(home), "TERM": "xterm", "LC_ALL": "C.UTF-8", "HVAC_PLUGIN_PATH": str(engines)} | more


def read_all(descriptor, into):
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # EIO: nobody writes to the terminal any more
            break
        if not piece:
            break
        into.append(piece)
    os.close(descriptor)


def hvac(*arguments, env, terminals=("out", "err"), columns=80):
    """Runs the command; `terminals` are those of its streams that are a terminal, the others are pipes."""
    ours, theirs, pieces = {}, {}, {"out": [], "err": []}
    for name in pieces:
        ours[name], theirs[name] = pty.openpty() if name in terminals else os.pipe()
        if name in terminals:
            fcntl.ioctl(theirs[name], termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([HVAC, *arguments], env=env, stdin=subprocess.DEVNULL, stdout=theirs["out"], stderr=theirs["err"])
    readers = [threading.Thread(target=read_all, args=(ours[name], pieces[name])) for name in pieces]
    for reader in readers:
        reader.start()
    for descriptor in theirs.values():
        os.close(descriptor)
    try:
        status = process.wait(RUN_S)
    finally:
        process.kill()
        for reader in readers:
            reader.join()
    out, err = (b"".join(pieces[name]).decode().replace("\r\n", "\n") for name in ("out", "err"))
    return types.SimpleNamespace(out=out, err=err, status=status, plain=STYLE.sub("", out))


def width(line):
    """Columns that a line takes."""
    line = STYLE.sub("", line)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def too_wide(text, columns=80):
    return [line for line in text.split("\n") if width(line) > columns]


def run_tests(tests, *arguments):
    """Runs functions as TAP; what a function promises is its name."""
    for number, test in enumerate(tests, 1):
        name = test.__name__.replace("_", " ")
        try:
            test(*arguments)
            print(f"ok {number} - {name}", flush=True)
        except Exception as error:  # one test's failure is not the next one's
            print(f"not ok {number} - {name}")
            print("".join(f"# {line}\n" for line in f"{type(error).__name__}: {error}".split("\n")), end="", flush=True)
    print(f"1..{len(tests)}")


def make_file(directory, name, content):
    path = pathlib.Path(directory) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path
