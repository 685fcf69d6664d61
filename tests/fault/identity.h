/* SPDX-License-Identifier: MIT */
/* What a server of TLS shows of itself, made anew for each run: good, or wrong in one way. */
#ifndef HVAC_FAULT_IDENTITY_H
#define HVAC_FAULT_IDENTITY_H

#include <openssl/evp.h>
#include <openssl/x509.h>

enum identity_kind {
	IDENTITY_GOOD,          /* for 127.0.0.1, 127.0.0.2 and one.localhost, by the authority that the client is told to trust */
	IDENTITY_WRONG_HOST,    /* for elsewhere.test */
	IDENTITY_EXPIRED,
	IDENTITY_UNKNOWN        /* by an authority that nobody trusts */
};

struct identity {
	X509 *certificate;
	EVP_PKEY *key;
};

/* NULL members when it cannot be made. */
struct identity authority_new(const char *name);
struct identity identity_new(const struct identity *authority, enum identity_kind kind);
/* For a client. */
struct identity identity_new_client(const struct identity *authority, const char *name);
void identity_free(struct identity *identity);
/* PEM, by malloc; NULL when memory ran out. */
char *identity_text(const struct identity *identity);
char *identity_key_text(const struct identity *identity);
/* Whom a certificate is for, by malloc; NULL without one. */
char *identity_name(X509 *certificate);

#endif
