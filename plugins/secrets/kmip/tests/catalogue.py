# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "on the API page, in no server's own list": [("read_client_certificate", "query", "serial_number", "format")],
}
