/* SPDX-License-Identifier: MIT */
/* The sockets of one lane: libcurl does not say which of its connections it is about to send on, only its port. */
#ifndef HVAC_CORE_SOCKETS_H
#define HVAC_CORE_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <curl/curl.h>

struct sockets {
	int *list;
	size_t count, room;
};

/* libcurl's callbacks, whose context is the sockets. One for which there is no memory here is opened all the same. */
curl_socket_t sockets_open(void *context, curlsocktype purpose, struct curl_sockaddr *address);
int sockets_close(void *context, curl_socket_t socket);
/* Whether the other end has closed its side of the connection that has this port here, or said something on it that nobody has read:
 * unasked it says only that it is leaving, be it by TLS alone. */
bool sockets_ended(const struct sockets *sockets, int port);
/* When all are closed. */
void sockets_free(struct sockets *sockets);

#endif
