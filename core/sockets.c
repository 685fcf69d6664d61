/* SPDX-License-Identifier: MIT */
#include "sockets.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM_FIRST 4u

static bool reserve(struct sockets *sockets)
{
	size_t room = sockets->room ? 2 * sockets->room : ROOM_FIRST;
	int *list;

	if (sockets->count < sockets->room)
		return true;
	list = reallocarray(sockets->list, room, sizeof *list);
	if (!list)
		return false;
	sockets->list = list;
	sockets->room = room;
	return true;
}

/* libcurl's own sockets would be inherited by the programs that this one starts. */
curl_socket_t sockets_open(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct sockets *sockets = context;
	int made = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);

	(void)purpose;
	if (made >= 0 && reserve(sockets))
		sockets->list[sockets->count++] = made;
	return made;
}

int sockets_close(void *context, curl_socket_t socket)
{
	struct sockets *sockets = context;

	for (size_t i = 0; i < sockets->count; i++)
		if (sockets->list[i] == socket) {
			sockets->list[i] = sockets->list[--sockets->count];
			break;
		}
	return close(socket);
}

static int port_of(int socket)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_storage room;
	} address;
	socklen_t length = sizeof address;

	if (getsockname(socket, &address.any, &length) != 0)
		return -1;
	switch (address.any.sa_family) {
	case AF_INET: return ntohs(address.v4.sin_port);
	case AF_INET6: return ntohs(address.v6.sin6_port);
	default: return -1;
	}
}

bool sockets_ended(const struct sockets *sockets, int port)
{
	for (size_t i = 0; i < sockets->count; i++) {
		struct pollfd end = { .fd = sockets->list[i], .events = POLLIN };

		/* of two with the same port, to different hosts, either will do: nothing is lost by a new connection */
		if (port_of(end.fd) == port && poll(&end, 1, 0) > 0)
			return true;
	}
	return false;
}

void sockets_free(struct sockets *sockets)
{
	free(sockets->list);
}
