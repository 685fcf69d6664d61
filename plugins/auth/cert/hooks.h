/* SPDX-License-Identifier: MIT */
#ifndef HVAC_AUTH_CERT_HOOKS_H
#define HVAC_AUTH_CERT_HOOKS_H

struct hvac_task;

/* Of the login: whether what shall be shown is a certificate with its key, before TLS fails with it. */
int cert_check_identity(struct hvac_task *task, void *state);
/* Of a role: the file's content goes out as the certificate. */
int cert_read_certificate(struct hvac_task *task, void *state);

#endif
