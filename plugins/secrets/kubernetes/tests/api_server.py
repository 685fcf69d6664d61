# SPDX-License-Identifier: MIT
"""A Kubernetes API server as far as the engine asks one: keeps the objects that it is told to make, and gives tokens of accounts."""
import base64
import json
import pathlib
import time

import recorder

# What is read of the objects that come: Kubernetes' clients send them as protocol buffers. Members by their number, in lists: repeated.
TEXTS = [str]
PAIRS = {1: ("key", str), 2: ("value", str)}
METADATA = {1: ("name", str), 11: ("labels", [PAIRS]), 12: ("annotations", [PAIRS])}
RULE = {1: ("verbs", TEXTS), 2: ("apiGroups", TEXTS), 3: ("resources", TEXTS)}
MEMBERS = {
    "TokenRequest": {1: ("metadata", METADATA), 2: ("spec", {1: ("audiences", TEXTS), 4: ("expirationSeconds", int)})},
    "ServiceAccount": {1: ("metadata", METADATA)},
    "Role": {1: ("metadata", METADATA), 2: ("rules", [RULE])},
    "RoleBinding": {1: ("metadata", METADATA), 3: ("roleRef", {2: ("kind", str), 3: ("name", str)})},
}
MEMBERS["ClusterRoleBinding"] = MEMBERS["RoleBinding"]
ENVELOPE = {1: ("type", {1: ("apiVersion", str), 2: ("kind", str)}), 2: ("raw", bytes)}
MAGIC = b"k8s\0"


def take_number(data):
    """A number in parts of seven bits, the lowest first, and what follows."""
    length = next(place for place, byte in enumerate(data) if byte < 128) + 1
    return sum((byte & 127) << 7 * place for place, byte in enumerate(data[:length])), data[length:]


def members_of(data):
    while data:
        tag, data = take_number(data)
        value, data = take_number(data)
        if tag & 7 == 2:
            value, data = data[:value], data[value:]
        yield tag >> 3, value


def decoded(data, form):
    if form is str:
        return data.decode()
    if form in (int, bytes):
        return data
    thing = {}
    for number, value in members_of(data):
        name, form_of_it = form.get(number, (None, None))
        if isinstance(form_of_it, list):
            thing.setdefault(name, []).append(decoded(value, form_of_it[0]))
        elif name:
            thing[name] = decoded(value, form_of_it)
    return thing


def object_of(body):
    assert body.startswith(MAGIC), body[:40]
    envelope = decoded(body[len(MAGIC):], ENVELOPE)
    thing = decoded(envelope["raw"], MEMBERS[envelope["type"]["kind"]])
    for name in ("labels", "annotations"):
        thing["metadata"][name] = {pair["key"]: pair["value"] for pair in thing["metadata"].get(name, [])}
    return envelope["type"] | thing


def refuse(status, reason):
    return recorder.answer(status, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "message": f"the cluster says {reason}",
                                    "code": status})


class Cluster(recorder.Server):
    """Objects by their path, and what each token that was given says; asked with `token`."""

    def __init__(self, folder, token, objects):
        certificate, context = recorder.make_certificate(folder)
        self.authority = pathlib.Path(certificate).read_text()
        self.token, self.objects, self.given = token, dict(objects), {}
        super().__init__(self.answer, context)

    def answer(self, request):
        if request.header("Authorization") != "Bearer " + self.token:
            return refuse(401, "Unauthorized")
        if request.method == "POST":
            return self.make(request.path, object_of(request.body))
        if request.path not in self.objects:
            return refuse(404, "NotFound")
        return recorder.answer(200, self.objects[request.path] if request.method == "GET" else self.objects.pop(request.path))

    def make(self, path, thing):
        if thing["kind"] == "TokenRequest":
            account = path.removesuffix("/token")
            if account not in self.objects:
                return refuse(404, "NotFound")
            thing["status"] = {"token": self.token_of(account, thing["spec"]), "expirationTimestamp": "2030-01-01T00:00:00Z"}
        else:
            self.objects[f"{path}/{thing['metadata']['name']}"] = thing
        return recorder.answer(201, thing)

    def token_of(self, account, spec):
        now = int(time.time())
        claims = {"sub": account, "aud": spec.get("audiences"), "iat": now, "exp": now + spec["expirationSeconds"]}
        parts = [{"alg": "RS256"}, claims, f"signature-{len(self.given)}"]
        token = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
        self.given[token] = claims
        return token

    def kinds(self, namespace):
        """What there is in a Kubernetes namespace."""
        return sorted(thing["kind"] for path, thing in self.objects.items() if f"/namespaces/{namespace}/" in path)
