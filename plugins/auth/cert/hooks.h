/* SPDX-License-Identifier: MIT */
#ifndef HVAC_AUTH_CERT_HOOKS_H
#define HVAC_AUTH_CERT_HOOKS_H

struct hvac_task;

/* Of a role: the file's content goes out as the certificate. */
int cert_read_certificate(struct hvac_task *task, void *state);

#endif
