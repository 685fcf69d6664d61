#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""libhvac by its array call, without a C compiler: hvac_call.py ENGINE OPERATION [NAME=JSON ...]

Arguments have the types of JSON: hvac_call.py secrets/kv_v2 read_secret_version 'path="web/database"' version=3
"""
import ctypes
import json
import sys

library = ctypes.CDLL("libhvac.so.1")
OK, END, NULL, INTEGER, BOOLEAN, NUMBER, BYTES, JSON = 0, 0, 1, 3, 4, 5, 6, 7


class Text(ctypes.Structure):
    _fields_ = [("start", ctypes.c_char_p), ("length", ctypes.c_size_t)]


class Content(ctypes.Union):
    _fields_ = [("text", Text), ("integer", ctypes.c_int64), ("number", ctypes.c_double), ("boolean", ctypes.c_bool)]


class Argument(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("kind", ctypes.c_uint32), ("reserved", ctypes.c_uint32), ("content", Content)]

    @classmethod
    def of(cls, name, value):
        name = name.encode()
        if value is None:
            return cls(name, NULL)
        if isinstance(value, bool):
            return cls(name, BOOLEAN, 0, Content(boolean=value))
        # a larger one goes as JSON, by which the library says what is wrong with it
        if isinstance(value, int) and -2**63 <= value < 2**63:
            return cls(name, INTEGER, 0, Content(integer=value))
        if isinstance(value, float):
            return cls(name, NUMBER, 0, Content(number=value))
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        return cls(name, BYTES if data is value else JSON, 0, Content(text=Text(data, len(data))))


def declare(name, result, *arguments):
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments
    return function


P, TEXT = ctypes.c_void_p, ctypes.c_char_p
config_new = declare("hvac_config_new", P)
config_from_env = declare("hvac_config_from_env", ctypes.c_int, P)
config_error = declare("hvac_config_error", TEXT, P)
config_free = declare("hvac_config_free", None, P)
client_new = declare("hvac_client_new", ctypes.c_int, P, ctypes.POINTER(P))
client_free = declare("hvac_client_free", None, P)
hvac_call = declare("hvac_call", ctypes.c_int, P, TEXT, TEXT, ctypes.POINTER(Argument), ctypes.POINTER(P))
message = declare("hvac_response_message", TEXT, P)
body = declare("hvac_response_body", TEXT, P, P)
response_free = declare("hvac_response_free", None, P)


class Client:
    """A client of what VAULT_* and BAO_* say."""

    def __init__(self):
        config, self.client = config_new(), P()
        config_from_env(config)
        status, why = client_new(config, ctypes.byref(self.client)), config_error(config).decode()
        config_free(config)
        if status != OK:
            raise ValueError(why)

    def call(self, engine, operation, /, **arguments):
        """What the server answered, whole; None without a body."""
        array = (Argument * (len(arguments) + 1))(*(Argument.of(*pair) for pair in arguments.items()), Argument(kind=END))
        response = P()
        try:
            if hvac_call(self.client, engine.encode(), operation.encode(), array, ctypes.byref(response)) != OK:
                raise RuntimeError(message(response).decode())
            return json.loads(body(response, None) or "null")
        finally:
            response_free(response)

    def __del__(self):
        client_free(self.client)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    pairs = (word.split("=", 1) for word in sys.argv[3:])
    try:
        print(json.dumps(Client().call(sys.argv[1], sys.argv[2], **{name: json.loads(value) for name, value in pairs}), indent=2))
    except (RuntimeError, ValueError) as error:
        sys.exit(f"hvac_call.py: {error}")
