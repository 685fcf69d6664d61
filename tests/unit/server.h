/* SPDX-License-Identifier: MIT */
/* A server of one thread on a free port of this machine that answers requests by a script, one connection at a time. */
#ifndef TESTS_UNIT_SERVER_H
#define TESTS_UNIT_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#define SERVER_REQUESTS_MAX 16

struct server_reply {
	const char *text;               /* status line, headers, body, as they go out; NULL: the connection is closed without one */
	const void *body;               /* further bytes behind it; NULL: none */
	size_t body_length;
	bool close;                     /* afterwards */
	bool unread;                    /* answers after the request's head, before its body, and closes */
};

struct server {
	int listener, connection;
	char address[64];               /* "http://127.0.0.1:PORT" */
	pthread_t thread;
	pthread_mutex_t mutex;
	const struct server_reply *script;
	size_t count, served;
	unsigned connections;
	bool stopping;
	char *heads[SERVER_REQUESTS_MAX];  /* of the requests, to be read after server_stop */
	char *bodies[SERVER_REQUESTS_MAX];
	size_t lengths[SERVER_REQUESTS_MAX];
};

void server_start(struct server *server, const struct server_reply *script, size_t count);
/* Ends the thread; what was asked can be read. */
void server_stop(struct server *server);
void server_free(struct server *server);

#endif
