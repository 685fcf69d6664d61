/* SPDX-License-Identifier: MIT */
/* A login's ticket: what it is made from, and what the server thinks of it. Hooks of the operation login. */
#ifndef HVAC_AUTH_KERBEROS_NEGOTIATE_H
#define HVAC_AUTH_KERBEROS_NEGOTIATE_H

#include <hvac/plugin.h>

/* Fills in the header Authorization by SPNEGO (RFC 4559), through GSSAPI, which may ask the KDC. */
int negotiate(struct hvac_task *task, void *state);
/* Says what a 401 without a reason means. */
int explain_refusal(struct hvac_task *task, void *state, const hvac_response *response);

#endif
