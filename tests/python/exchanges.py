# SPDX-License-Identifier: MIT
"""What the tests of engines share that no server here brings: each operation once, with the very request that it must send
and an answer as the API pages have it."""
import json

import recorder

UNREACHABLE = "http://127.0.0.1:1"


class Exchange:
    """`request` is a verb and a path below /v1, `answer` the data of a 200; None is a 204."""

    def __init__(self, operation, arguments, request, body=None, answer=None, **envelope):
        self.operation, self.arguments, self.body = operation, arguments, body
        self.verb, self.path = request.split(" ", 1)
        self.answer = {"data": answer} | envelope if answer is not None or envelope else None

    def is_made(self, engine):
        reply = recorder.answer(204) if self.answer is None else recorder.answer(200, self.answer)
        with recorder.Server(reply) as server:
            result = recorder.call(server, engine, self.operation, self.arguments).succeeded()
        request = server.only()
        assert (request.method, request.target) == (self.verb, "/v1" + self.path), server.seen()
        assert request.json() == self.body, f"{request.json()} is not {self.body}"
        assert (json.loads(result.output) if result.output else None) == self.answer, str(result)


def tests_of(engine, exchanges, areas=None):
    """A test for each exchange, and one that none is missing (of these areas)."""
    tests = recorder.Tests()

    def each_has_one():
        operations = {operation["name"] for operation in recorder.listed_engines()[engine]["operations"] if not areas or operation["area"] in areas}
        assert operations == {exchange.operation for exchange in exchanges}, "operations and exchanges differ"

    tests.add("each operation is replayed", each_has_one)
    for exchange in exchanges:
        tests.add(f"{exchange.operation}: this request, that answer (replayed)", exchange.is_made, engine)
    return tests


def no_server_here_has(areas):
    """What has no live test is nothing that OpenBao lists."""
    listed = [row["name"] for row in recorder.load("operations.json") if row.get("area") in areas and "openbao" in " ".join(row["in"])]
    assert not listed, f"OpenBao has {listed}"


def secret_stays_out_of_arguments(engine, operation, name, *others):
    """A secret given as NAME=VALUE is refused before anything is sent, and shown nowhere."""
    with recorder.Server() as server:
        result = recorder.run_command(["call", engine, operation, f"{name}=marked-secret", *others], recorder.command_environment(server.url))
        assert result.code == 2 and f"{name}=@" in result.error_text, str(result)
        assert "marked-secret" not in result.error_text and not server.requests, f"{result} {server.seen()}"


def is_asked_once(engine, operation, arguments):
    """What makes or changes something is not sent again when the connection is lost behind it."""
    with recorder.Server(lambda request: None) as server:
        recorder.call(server, engine, operation, arguments).failed(3, "ConnectionError", "may have been carried out")
        assert len(server.requests) == 1, server.seen()


def is_asked_again(engine, operation, arguments):
    """What only reads, or sets what is there already, is."""
    with recorder.Server([None, recorder.answer(200, {"data": {}})]) as server:
        recorder.call(server, engine, operation, arguments).succeeded()
        assert len(server.requests) == 2, server.seen()


def refusal_is_shown(engine, operation, arguments, status, words, secret=""):
    """A refusal is told in the server's words, but for what was given as a secret."""
    code, error = {400: (6, "InvalidRequest"), 403: (5, "Forbidden"), 404: (4, "InvalidPath"), 500: (6, "InternalServerError")}[status]
    with recorder.Server(recorder.answer(status, {"errors": [f"{words} {secret}"]})) as server:
        result = recorder.call(server, engine, operation, arguments, "--max-retries", "0")
    assert result.failed(code, error, words)["status"] == status, str(result)
    assert not secret or secret not in result.error_text, result.error_text


def lack_is_an_error(engine, operation, words, member):
    """A member that is asked for and not in the answer is told, with nothing printed."""
    for data in ({}, {"data": None}, {"data": {"other": "marked-other"}}, {"data": "marked-other"}):
        with recorder.Server(recorder.answer(200, data)) as server:
            result = recorder.run_command(["call", engine, operation, *words, "--field", member], recorder.command_environment(server.url))
        assert result.code == 6 and not result.output and member in result.error_text and "marked" not in result.error_text, str(result)


def is_refused_unsent(engine, operation, arguments, word):
    """Bad input ends the call before anything is sent, with an error that has this word."""
    with recorder.Server() as server:
        result = recorder.call(server, engine, operation, arguments)
        result.failed(2, "ParamValidationError", word)
        assert not server.requests and "marked" not in result.error_text, f"{result} {server.seen()}"
