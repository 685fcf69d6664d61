/* SPDX-License-Identifier: MIT */
/* Whom to trust: stores of certificates, read once in a process for as long as their files stay what they are. */
#ifndef HVAC_CORE_TRUST_H
#define HVAC_CORE_TRUST_H

#include <openssl/x509.h>

/* A reference to the store of a file's certificates, or of the system's (NULL), for any number of connections in any number of
 * threads. NULL when they cannot be read, or memory ran out. */
X509_STORE *trust_store(const char *file);

#endif
