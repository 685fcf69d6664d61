/* SPDX-License-Identifier: MIT */
/* The tests' own way to a server: one request over one socket, without libhvac's transport. */
#ifndef HVAC_LIVE_PLAIN_HTTP_H
#define HVAC_LIVE_PLAIN_HTTP_H

#include <stdbool.h>

struct plain_request {
	int port;                        /* on 127.0.0.1; 0: the socket */
	const char *socket;              /* path of a unix socket */
	const char *method, *path;       /* "/v1/sys/health": sent as it is */
	const char *token, *body;        /* NULL: none */
};

/* A connection to a port of 127.0.0.1 or to a unix socket, -1 when nobody listens. */
int plain_connect(int port, const char *path);

/* False when no answer came, else the HTTP status and the body by malloc. */
bool plain_http(const struct plain_request *request, int *status, char **body);

#endif
