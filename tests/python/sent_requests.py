# SPDX-License-Identifier: MIT
"""What was sent, by whichever way, in one form: the caller's lines, what the command prints, what arrives at a server."""
import base64
import json
import os
import pathlib
import re
import subprocess
import urllib.parse

import recorder

SEED = int(os.environ.get("HVAC_SEED") or 1)
SCALE = int(os.environ.get("HVAC_DIFFERENTIAL") or 3)
COMMANDS = 1 / 12  # the share of the cases that the command is given, too: each is a process
CALLER = pathlib.Path(os.environ["HVAC_BUILD"]) / "tests/differential/caller"
CALLERS_TOKEN = "s.canned-token"


def ask(lines, **more):
    """What the caller answers to each line."""
    given = "".join(json.dumps(line) + "\n" for line in lines).encode()
    done = subprocess.run([CALLER], input=given, capture_output=True, env=recorder.command_environment("http://127.0.0.1:8200", None, **more), check=False)
    answers = done.stdout.splitlines()
    assert done.returncode == 0 and len(answers) == len(lines), f"{done.stderr.decode(errors='replace')} at {lines[len(answers):][:1]}"
    return [loads(answer) for answer in answers]


def ask_all(cases):
    """The lines of all cases, whose results are theirs to take."""
    ways = [(case, way) for case in cases for way in case.lines]
    for (case, way), answer in zip(ways, ask([case.lines[way] for case, way in ways])):
        case.take(way, answer)


def environment(address):
    """What makes the command a client as the caller's."""
    return recorder.command_environment(address, CALLERS_TOKEN, VAULT_NAMESPACE="team")


def status_of(done):
    """How a command ended."""
    assert done.code == 0 or done.error_text.startswith("{"), str(done)
    return done.error["error"] if done.code else "OK"


def canonical(value):
    return json.dumps(value, sort_keys=True)


def number(text):
    value = float(text)
    return int(value) if value.is_integer() else value


def members(pairs):
    assert len({name for name, _ in pairs}) == len(pairs), f"a member twice: {pairs}"
    return dict(pairs)


def loads(text):
    return json.loads(text, parse_float=number, object_pairs_hook=members)


def headers_of(pairs):
    return sorted((name.lower(), value) for name, value in pairs)


def without_tokens(requests):
    return [request | {"headers": [(name, value) for name, value in request["headers"] if name != "x-vault-token"]} for request in requests]


def as_sent(request):
    """A request that the caller's adapter got: method, URL, headers, body."""
    headers = headers_of(line.split(": ", 1) for line in bytes.fromhex(request["headers"]).decode().splitlines())
    body = bytes.fromhex(request["body"]) if request["body"] is not None else None
    is_json = any(name == "content-type" and "json" in value for name, value in headers)
    return {"method": request["method"], "url": request["base"] + request["path"] + ("?" + request["query"] if request["query"] else ""), "headers": headers,
            "body": None if body is None else canonical(loads(body)) if is_json else base64.b64encode(body).decode()}


def as_arrived(request):
    """One that came to the server, without what libcurl adds."""
    headers = [(name, value) for name, value in request.headers if name.lower() not in ("host", "accept", "content-length", "transfer-encoding")]
    is_json = "json" in (request.header("Content-Type") or "")
    body = canonical(loads(request.body)) if is_json else base64.b64encode(request.body).decode() if request.body or request.header("Content-Type") else None
    return {"method": request.method, "url": request.target, "headers": headers_of(headers), "body": body}


def as_shown(request):
    """One that a dry run shows."""
    body = canonical(request["body"]) if request.get("body") is not None else request.get("data")
    return {"method": request["method"], "url": request["url"], "headers": headers_of(request["headers"].items()), "body": body}


def quoted(text):
    return small(urllib.parse.quote(text, safe=""))


def quoted_path(text):
    """Segments with one slash between them."""
    return "/".join(quoted(part) for part in text.split("/") if part)


def small(encoded):
    """With the library's small digits."""
    return re.sub("%..", lambda match: match[0].lower(), encoded)


def report(number, name, cases):
    """One line of TAP: all ways of each case agree."""
    wrong = [f"{case.name}: {difference}" for case in cases if (difference := case.differs())]
    for text in wrong[:5]:
        print("".join(f"# {line}\n" for line in text.splitlines()), end="")
    print(f"{'not ok' if wrong else 'ok'} {number} - {name}: whoever says the same makes the same request", flush=True)
