/* SPDX-License-Identifier: MIT */
/* One connection that was made to a listener: what it sent, and how it is answered. */
#ifndef HVAC_FAULT_CONNECTION_H
#define HVAC_FAULT_CONNECTION_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <openssl/ssl.h>

#include "script.h"

/* What is sent for one request: an answer with its names resolved. */
struct message {
	char *head, *body;
	size_t head_length, body_length;
	const struct reply *reply;
};

/* What a listener's connections have in common. */
struct post {
	struct message *messages;
	size_t n_messages;
	SSL_CTX *tls;           /* NULL: none */
	bool silent, breaks;
	int stop;               /* readable once the server ends */
	atomic_size_t requests;
};

struct connection {
	struct post *post;
	int handle;
	pthread_t thread;
	SSL *tls;
	char *peer;             /* whom its certificate names; NULL: none was shown */
	FILE *record;           /* writes to `sent` */
	char *sent;
	size_t length;
	size_t read;            /* of those bytes, the ones that requests were made of */
	struct connection *next;
};

/* Serves a connection from a thread of its own, whose handle it takes; NULL when it cannot. */
struct connection *connection_new(struct post *post, int handle);
/* Reads what is still there to be read; nothing more is answered. */
void connection_finish(struct connection *connection);
void connection_free(struct connection *connection);

#endif
