/* SPDX-License-Identifier: MIT */
/* Whom to trust: stores of certificates, read once in a process for as long as their files stay what they are. */
#ifndef HVAC_CORE_TRUST_H
#define HVAC_CORE_TRUST_H

#include <openssl/x509.h>
#include <hvac/status.h>

/* A reference to the store of a file's certificates, or of the system's (NULL), for any number of connections in any number of
 * threads. HVAC_OK, HVAC_TLS_ERROR when they cannot be read, HVAC_NO_MEMORY. */
hvac_status trust_store(const char *file, X509_STORE **store);

#endif
