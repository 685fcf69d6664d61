/* SPDX-License-Identifier: MIT */
/* Small servers of the tests' own, on loopback, each ended with the test's process at the latest. */
#ifndef HVAC_LIVE_LISTENER_H
#define HVAC_LIVE_LISTENER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* A socket that takes connections and never answers, at *port: what a call waits for until it is cancelled. -1 when there is
 * none to be had. */
int listener_silent(int *port);
/* Waits until somebody has connected. */
bool listener_has_caller(int socket);
/* Takes one connection, reads a request's head and hangs up without an answer. */
bool listener_hang_up(int socket);
/* A port at which nobody listens, nor at the next, which the server takes for its cluster; and none that is given to whoever takes
 * any. 0: none. */
int listener_free_port(void);

/* As much of RabbitMQ's management interface as the server's rabbitmq engine asks for: it makes and removes users, and
 * counts them. Leases of a credential's own can thus be seen to begin and to end. */
struct broker {
	int port;
	atomic_int users;                /* made and not removed */
	atomic_bool refuses;             /* to remove any */
	int socket;
	pthread_t thread;
};
bool broker_start(struct broker *broker);
void broker_stop(struct broker *broker);

#endif
