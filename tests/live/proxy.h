/* SPDX-License-Identifier: MIT */
/* Stands before a server, counts what is asked of it, and can be taken away and put back: a server that goes away and comes back,
 * with all that it knows. One thread serves. */
#ifndef HVAC_LIVE_PROXY_H
#define HVAC_LIVE_PROXY_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct proxy {
	int port;
	atomic_uint requests;            /* that went through */
	int server_port;
	int socket, wake;
	atomic_bool away, stops;
	pthread_t thread;
};

/* Whether it could be; the server listens at 127.0.0.1. */
bool proxy_start(struct proxy *proxy, int server_port);
/* Away, it cuts every connection that there is, and that is made. */
void proxy_set_away(struct proxy *proxy, bool away);
void proxy_stop(struct proxy *proxy);

#endif
