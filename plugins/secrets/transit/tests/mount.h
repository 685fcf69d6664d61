/* SPDX-License-Identifier: MIT */
/* What both test programs say to the engine at transit/ of the dev server. Each fails the test by itself when it goes wrong. */
#ifndef HVAC_TRANSIT_MOUNT_H
#define HVAC_TRANSIT_MOUNT_H

#include "calls.h"
#include "outside.h"

#define ENGINE "secrets/transit"
#define ABSENT "secrets/transit/tests/not-in-openbao-2.7.2-transit.json"
#define NAME(name) hvac_string("name", name)
#define BYTES(name, bytes) hvac_bytes(name, (bytes).start, (bytes).length)

/* No text: a NUL in the middle, and what is no UTF-8. */
extern const struct bytes data, other, nothing;

/* Enables the engine, once for all tests of a program. */
void mount_made(void);
/* Past the library: a key with these settings, members of JSON; what the server says of it; its public part; itself. */
void key_made(const char *name, const char *settings);
const hvac_value *key_seen(const char *name);
EVP_PKEY *public_key_of(const char *name);
struct bytes exported(const char *kind, const char *name);

struct bytes answered_bytes(const hvac_response *response, const char *pointer);
/* By the library. */
const char *encrypted(const char *name, struct bytes plaintext);
struct bytes decrypted(const char *name, const char *ciphertext);
const char *signature_by(const char *name, struct bytes signed_data);

#endif
