# SPDX-License-Identifier: MIT
"""What an ACME client does besides sending requests: it signs them (RFC 8555, RFC 7515), and proves names by DNS."""
import base64
import hashlib
import hmac
import json
import socket
import struct
import threading

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

TXT, IN = 16, 1


def base64url(content):
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Account:
    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_numbers()
        self.jwk = {"crv": "P-256", "kty": "EC", "x": base64url(point.x.to_bytes(32, "big")), "y": base64url(point.y.to_bytes(32, "big"))}
        self.kid = None

    def sign(self, header, payload):
        """The three members of a request; no payload is one that only reads."""
        header, payload = base64url(header), base64url(payload) if payload is not None else ""
        r, s = decode_dss_signature(self.key.sign(f"{header}.{payload}".encode(), ec.ECDSA(hashes.SHA256())))
        return {"protected_header": header, "payload": payload, "signature": base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))}

    def request(self, url, nonce, payload):
        return self.sign({"alg": "ES256", "nonce": nonce, "url": url} | ({"kid": self.kid} if self.kid else {"jwk": self.jwk}), payload)

    def binding(self, url, key_id, key):
        """External account binding: the operator's key vouches for this one."""
        header, payload = base64url({"alg": "HS256", "kid": key_id, "url": url}), base64url(self.jwk)
        mac = hmac.new(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)), f"{header}.{payload}".encode(), hashlib.sha256).digest()
        return {"protected": header, "payload": payload, "signature": base64url(mac)}

    def proof(self, token):
        """What the TXT record of a dns-01 challenge holds."""
        thumbprint = hashlib.sha256(json.dumps(self.jwk, sort_keys=True, separators=(",", ":")).encode()).digest()
        return base64url(hashlib.sha256(f"{token}.{base64url(thumbprint)}".encode()).digest())


class Names:
    """A DNS server on a free port of loopback that answers each question with every TXT record it has."""

    def __init__(self):
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.records = []
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            question, client = self.socket.recvfrom(4096)
            if not question:
                return
            # the question as it came up to its end, without what may follow it
            end = question.index(b"\0", 12) + 5
            answers = self.records if struct.unpack("!H", question[end - 4:end - 2])[0] == TXT else []
            head = question[:2] + struct.pack("!HHHHH", 0x8580, 1, len(answers), 0, 0)
            body = b"".join(struct.pack("!HHHIHB", 0xC00C, TXT, IN, 0, len(text) + 1, len(text)) + text.encode() for text in answers)
            self.socket.sendto(head + question[12:end] + body, client)

    def stop(self):
        self.socket.sendto(b"", self.socket.getsockname())
        self.thread.join()
        self.socket.close()
