/* SPDX-License-Identifier: MIT */
/* What the server does with keys, done outside of it by OpenSSL. Everything lives until the test ends; what fails fails the test. */
#ifndef HVAC_TRANSIT_OUTSIDE_H
#define HVAC_TRANSIT_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <openssl/evp.h>

struct bytes {
	const unsigned char *start;
	size_t length;
};

void bytes_are(struct bytes found, struct bytes wanted);
struct bytes random_bytes(size_t length);
struct bytes from_base64(const char *text);
const char *to_base64(struct bytes bytes);
/* What stands behind "vault:v1:". */
struct bytes payload_of(const char *sealed);

/* "RSA" of 2048 bits, "EC" of P-256, "ED25519". */
EVP_PKEY *key_new(const char *type);
/* PKCS #8 and what OpenSSL wrote before it, in PEM; with a passphrase; PKCS #8 in DER; the public part. */
const char *key_pem(EVP_PKEY *key);
const char *key_locked_pem(EVP_PKEY *key);
const char *key_old_pem(EVP_PKEY *key);
struct bytes key_der(EVP_PKEY *key);
const char *key_public_pem(EVP_PKEY *key);
EVP_PKEY *key_from_public_pem(const char *pem);
EVP_PKEY *key_from_public_ed25519(struct bytes bytes);

/* `hash` is NULL for Ed25519; `pss` is for RSA. */
bool signature_is_good(EVP_PKEY *key, const char *hash, bool pss, struct bytes data, struct bytes signature);
struct bytes hmac_of(const char *hash, struct bytes key, struct bytes data);
struct bytes digest_of(const char *hash, struct bytes data);
/* AES-GCM as the server writes it: 12 bytes of nonce, the ciphertext, 16 of tag. */
struct bytes gcm_seal(struct bytes key, struct bytes plaintext, struct bytes associated);
struct bytes gcm_open(struct bytes key, struct bytes sealed, struct bytes associated);
/* RSA-OAEP with SHA-256. */
struct bytes oaep_seal(EVP_PKEY *key, struct bytes plaintext);
struct bytes oaep_open(EVP_PKEY *key, struct bytes sealed);
/* AES-KWP (RFC 5649). */
struct bytes key_unwrap(struct bytes aes_key, struct bytes wrapped);

/* A certificate of its own signature in PEM; whether a request in PEM is signed by the key, which stands in it. */
const char *certificate_new(EVP_PKEY *key, const char *name);
bool request_is_of(const char *pem, EVP_PKEY *key);

#endif
