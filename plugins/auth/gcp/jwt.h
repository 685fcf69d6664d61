/* SPDX-License-Identifier: MIT */
/* JSON web tokens (RFC 7519) that are signed here. */
#ifndef HVAC_AUTH_GCP_JWT_H
#define HVAC_AUTH_GCP_JWT_H

#include <hvac/value.h>

struct hvac_task;

/* The claims (JSON), signed with an RSA key (PEM, PKCS#1 or PKCS#8) by RS256; `key_id` is the header's kid. In the task's memory.
 * NULL and the reason in *why when the key is none or OpenSSL refuses its work; "" when memory ran out, which ends the task. */
const char *gcp_jwt(struct hvac_task *task, const char *key, const char *key_id, const char *claims, const char **why);

#endif
