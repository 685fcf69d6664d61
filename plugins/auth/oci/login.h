/* SPDX-License-Identifier: MIT */
/* The hooks of the login, and who logs in. Functions return FOUND with the login's key, HVAC_HOOK_AGAIN after they have filled
 * a request, or what hvac_task_fail returned. */
#ifndef HVAC_AUTH_OCI_LOGIN_H
#define HVAC_AUTH_OCI_LOGIN_H

#include "cloud.h"
#include "request.h"

struct oci_instance {
	const char **asked;                     /* where the answer goes that is being waited for; NULL: it is the server's own */
	const char *region;                     /* JSON */
	const char *certificate, *key, *intermediates;  /* PEM */
	const char *session_key;                /* PEM; the token is for who has it */
	const char *token;                      /* JSON */
};

struct oci_login {
	struct oci_key key;
	struct oci_instance instance;
};

int oci_user(struct hvac_task *task, struct oci_key *key);
int oci_resource(struct hvac_task *task, struct oci_key *key);
int oci_instance(struct hvac_task *task, struct oci_login *login);
/* FOUND when the answer is where it was wanted. */
int oci_instance_take(struct hvac_task *task, struct oci_instance *instance, const hvac_response *response);

int oci_prepare(struct hvac_task *task, void *state);
int oci_finish(struct hvac_task *task, void *state, const hvac_response *response);

#endif
