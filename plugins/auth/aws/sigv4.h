/* SPDX-License-Identifier: MIT */
/* AWS Signature Version 4: the Authorization header of a request. */
#ifndef HVAC_AUTH_AWS_SIGV4_H
#define HVAC_AUTH_AWS_SIGV4_H

#include <stddef.h>

struct hvac_task;

struct sigv4_header {
	const char *name, *value;
};

struct sigv4_request {
	const char *method, *path, *query;      /* both encoded and, of the query, sorted */
	const struct sigv4_header *headers;     /* all are signed; by their names in small letters, ascending */
	size_t n_headers;
	const char *body;
};

struct sigv4_scope {
	const char *access_key, *secret_key, *region, *service;
	const char *time;                       /* 20150830T123600Z, as in X-Amz-Date */
};

/* In the task's memory. NULL when OpenSSL refuses its work. */
const char *sigv4_authorization(struct hvac_task *task, const struct sigv4_request *request, const struct sigv4_scope *scope);

#endif
