# SPDX-License-Identifier: MIT
"""What tests of auth methods share: the SDKs' Python, a server that takes logins, a metadata service."""
import base64
import json
import os
import pathlib
import sys

import recorder

# With what tests/requirements.txt names.
VENV = pathlib.Path(os.environ.get("HVAC_TEST_VENV", pathlib.Path.home() / ".cache" / "libhvac" / "python"))
SESSION_TOKEN = "the-token-of-the-metadata-session"
TOKEN = {"auth": {"client_token": "hvs.made-by-the-login", "accessor": "a", "policies": ["default"]}}
UNREACHABLE = "http://127.0.0.1:1"


def enter_venv():
    """Goes on as the same script in the Python that has the SDKs."""
    if pathlib.Path(sys.prefix) == VENV.resolve() or pathlib.Path(sys.prefix) == VENV:
        return
    python = VENV / "bin" / "python"
    if not python.exists():
        raise SystemExit(f"Bail out! no Python with the SDKs at {VENV}: scripts/test makes it, HVAC_TEST_VENV names another")
    os.execv(python, [python, "-B", *sys.argv])


def forget_clouds():
    """No setting of the caller's, and no request to a link-local host, unless a test makes one."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "ALIBABA_", "ALICLOUD_")):
            del os.environ[name]
    os.environ["AWS_EC2_METADATA_DISABLED"] = os.environ["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true"


def decoded(text):
    return base64.b64decode(text, validate=True).decode()


class Vault(recorder.Server):
    """Takes a login and answers with a token."""

    def __init__(self, answer=None):
        super().__init__(answer or recorder.answer(200, TOKEN))

    @property
    def body(self):
        return self.only().json()


def login(server, engine, arguments=None, operation="login", **environment):
    return recorder.call(server, engine, operation, arguments or {}, token=None, **environment)


class Metadata(recorder.Server):
    """An instance's metadata service, version 2: `paths` by what follows /latest/, each a text or a status."""

    def __init__(self, header, paths, token=SESSION_TOKEN):
        self.header, self.paths, self.token = header, paths, token
        super().__init__(self.answer)

    def answer(self, request):
        assert not [name for name, _ in request.headers if name.lower().startswith("x-vault")], "a header of Vault's came"
        if request.method == "PUT" and request.target == "/latest/api/token":
            assert request.header(f"{self.header}-ttl-seconds"), "no life was asked for"
            return recorder.answer(200, self.token, content_type="text/plain") if self.token else recorder.answer(404, "")
        if request.header(self.header) != self.token:
            return recorder.answer(401, "")
        found = self.paths.get(request.target.removeprefix("/latest/"), 404)
        if isinstance(found, int):
            return recorder.answer(found, "")
        return recorder.answer(200, found if isinstance(found, str) else json.dumps(found), content_type="text/plain")
