/* SPDX-License-Identifier: MIT */
/* Certificate authorities and certificates, made anew for each run and worth nothing outside it. All texts are PEM, by malloc. */
#ifndef HVAC_LIVE_CERTIFICATES_H
#define HVAC_LIVE_CERTIFICATES_H

struct identity {
	char *certificate, *key;
};

/* An authority that signs itself. NULL members when it cannot be made. */
struct identity authority_new(const char *name);
/* One that it signed, for a server of `names` ("IP:127.0.0.1", "DNS:vault.test"; several by commas) or, with NULL, for a
 * client. */
struct identity identity_new(const struct identity *authority, const char *name, const char *names);
void identity_free(struct identity *identity);

/* The key under a passphrase. */
char *key_encrypted(const char *key, const char *passphrase);
/* The name under which OpenSSL looks for an authority in a directory of them. */
char *authority_file_name(const char *certificate);

#endif
