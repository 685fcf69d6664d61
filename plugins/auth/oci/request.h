/* SPDX-License-Identifier: MIT */
/* Signed requests as Oracle Cloud Infrastructure takes them: draft-cavage-http-signatures-08 with rsa-sha256. */
#ifndef HVAC_AUTH_OCI_REQUEST_H
#define HVAC_AUTH_OCI_REQUEST_H

#include <stddef.h>

struct hvac_task;

struct oci_key {
	const char *id;                         /* what OCI knows it by */
	const char *pem, *passphrase;           /* RSA; the passphrase may be NULL */
	const char *source;                     /* what errors call it */
};

struct oci_header {
	const char *name, *value;
};

/* FOUND, and the value of the header Authorization in the task's memory; else what hvac_task_fail returned. The first is signed
 * first; the request's method and target go as "(request-target)". */
int oci_sign(struct hvac_task *task, const struct oci_key *key, const struct oci_header *headers, size_t count, const char **authorization);
/* The task's time as the header Date has it (RFC 9110), whatever the locale. */
const char *oci_date(struct hvac_task *task);

#endif
