# SPDX-License-Identifier: MIT
"""What tests/golden makes allowance for; tests/python/differences.py says what the tables mean."""

ADDITIONS = {
    "on the API page, in no server's own list": [
        ("delete_role", "query", "force"),
        ("read_order_challenge", "query", "identifier", "challenge_type"),
        ("read_order_certificate", "query", "certificate_format"),
        ("read_cached_certificate", "query", "identifiers", "min_validity_duration", "min_validity_percentage", "certificate_format"),
        ("list_recent_orders", "query", "within"),
    ],
}
