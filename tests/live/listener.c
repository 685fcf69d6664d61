/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "listener.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 30000
#define PORT_FIRST 10000            /* below those that Linux gives to whoever takes any */
#define PORT_LAST 32767
#define PORT_TRIES 100
#define HEAD_MAX 16384u            /* those that reach these servers are far shorter */

int listener_silent(int *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof address;
	int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (handle < 0)
		return -1;
	if (bind(handle, (const struct sockaddr *)&address, sizeof address) != 0 || listen(handle, 16) != 0 ||
	    getsockname(handle, (struct sockaddr *)&address, &length) != 0) {
		close(handle);
		return -1;
	}
	*port = ntohs(address.sin_port);
	return handle;
}

bool listener_has_caller(int handle)
{
	struct pollfd waiting = { .fd = handle, .events = POLLIN };

	return poll(&waiting, 1, PATIENCE_MS) == 1;
}

static bool is_free(int port)
{
	const struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port) };
	int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool bound = handle >= 0 && bind(handle, (const struct sockaddr *)&address, sizeof address) == 0;

	if (handle >= 0)
		close(handle);
	return bound;
}

int listener_free_port(void)
{
	for (int i = 0; i < PORT_TRIES; i++) {
		uint16_t random;
		int port;

		if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
			break;
		port = PORT_FIRST + random % (PORT_LAST - PORT_FIRST);
		if (is_free(port) && is_free(port + 1))
			return port;
	}
	return 0;
}

/* Reads until a request's head is there, at most `size` - 1 bytes, NUL-terminated. */
static bool read_head(int connection, char *request, size_t size)
{
	size_t length = 0;

	request[0] = '\0';
	while (!strstr(request, "\r\n\r\n")) {
		ssize_t n = recv(connection, request + length, size - 1 - length, 0);

		if (n <= 0)
			return false;
		length += (size_t)n;
		request[length] = '\0';
	}
	return true;
}

bool listener_hang_up(int handle)
{
	int connection = accept4(handle, NULL, NULL, SOCK_CLOEXEC);
	char request[HEAD_MAX];
	bool got = connection >= 0 && read_head(connection, request, sizeof request);

	if (connection >= 0)
		close(connection);
	return got;
}

static void serve(struct broker *broker, int connection)
{
	const char *answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
	char request[HEAD_MAX];

	if (!read_head(connection, request, sizeof request))
		return;
	if (!strncmp(request, "PUT /api/users/", 15)) {
		atomic_fetch_add(&broker->users, 1);
	} else if (!strncmp(request, "DELETE /api/users/", 18)) {
		if (atomic_load(&broker->refuses))
			answer = "HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
		else
			atomic_fetch_sub(&broker->users, 1);
	}
	send(connection, answer, strlen(answer), MSG_NOSIGNAL);
	shutdown(connection, SHUT_WR);
	/* what is left unread would reset the connection and the answer with it */
	while (recv(connection, request, sizeof request, 0) > 0)
		;
}

static void *serve_all(void *context)
{
	struct broker *broker = context;
	int connection;

	while ((connection = accept4(broker->socket, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
		serve(broker, connection);
		close(connection);
	}
	return NULL;
}

bool broker_start(struct broker *broker)
{
	atomic_init(&broker->users, 0);
	atomic_init(&broker->refuses, false);
	broker->socket = listener_silent(&broker->port);
	return broker->socket >= 0 && pthread_create(&broker->thread, NULL, serve_all, broker) == 0;
}

void broker_stop(struct broker *broker)
{
	shutdown(broker->socket, SHUT_RDWR);
	pthread_join(broker->thread, NULL);
	close(broker->socket);
}
