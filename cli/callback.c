/* SPDX-License-Identifier: MIT */
/* As much of HTTP as a browser needs that is sent here: it asks for one address, and gets a line of text. Others on this machine
 * may connect too; none can keep the browser from coming, or bring an answer that was not asked for. */
#define _GNU_SOURCE 1
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "callback.h"
#include "failure.h"
#include "query.h"
#include "text.h"

enum {
	N_LISTENERS = 2,                 /* localhost is 127.0.0.1 and ::1 */
	N_CONNECTIONS = 16,              /* browsers open some in advance; the oldest makes room */
	HEAD_MAX = 64 * 1024,
	BACKLOG = 16
};

struct connection {
	int socket;                      /* -1: none */
	size_t length;
	char *head;                      /* HEAD_MAX + 1 bytes */
};

struct callback {
	int listeners[N_LISTENERS];      /* -1: none */
	struct connection connections[N_CONNECTIONS], *chosen;
	size_t next;                     /* whose turn it is to make room */
	char *path;                      /* of the address, without a query */
	char *target;                    /* what the chosen one asked for */
};

/* Parts of the address. */
struct place {
	bool has_4, has_6;
	in_port_t port;                  /* in network order */
	const char *path;
};

static bool read_place(const char *url, struct place *place)
{
	static const struct { const char *name; bool has_4, has_6; } hosts[] = {
		{ "localhost", true, true }, { "127.0.0.1", true, false }, { "[::1]", false, true },
	};
	const char *host = strncmp(url, "http://", 7) == 0 ? url + 7 : "", *rest = host;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		size_t length = strlen(hosts[i].name);
		if (strncmp(host, hosts[i].name, length) != 0)
			continue;
		place->has_4 = hosts[i].has_4;
		place->has_6 = hosts[i].has_6;
		rest = host + length;
	}
	char *end = (char *)(uintptr_t)rest;
	unsigned long port = *rest == ':' && rest[1] >= '0' && rest[1] <= '9' ? strtoul(rest + 1, &end, 10) : 80;
	place->port = htons((in_port_t)port);
	place->path = *end ? end : "/";
	return rest != host && port > 0 && port <= 65535 && *place->path == '/';
}

/* -1: errno says why. */
static int listen_at(const struct sockaddr *address, socklen_t size)
{
	int yes = 1, descriptor = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (descriptor < 0)
		return -1;
	if ((address->sa_family != AF_INET6 || setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes)) == 0) &&
	    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0 && bind(descriptor, address, size) == 0 &&
	    listen(descriptor, BACKLOG) == 0)
		return descriptor;
	int reason = errno;
	close(descriptor);
	errno = reason;
	return -1;
}

/* All of the place's addresses, so that nobody else is found at one of them; a machine may be without one family. */
static bool listen_all(struct callback *callback, const struct place *place)
{
	const struct sockaddr_in of_4 = { .sin_family = AF_INET, .sin_port = place->port, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct sockaddr_in6 of_6 = { .sin6_family = AF_INET6, .sin6_port = place->port, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	if (place->has_4)
		callback->listeners[0] = listen_at((const struct sockaddr *)&of_4, sizeof(of_4));
	if (place->has_4 && callback->listeners[0] < 0 && errno == EADDRINUSE)
		return false;
	if (place->has_6)
		callback->listeners[1] = listen_at((const struct sockaddr *)&of_6, sizeof(of_6));
	if (place->has_6 && callback->listeners[1] < 0 && errno == EADDRINUSE)
		return false;
	return callback->listeners[0] >= 0 || callback->listeners[1] >= 0;
}

static struct callback *make(const struct place *place)
{
	struct callback *callback = calloc(1, sizeof(*callback));
	if (!callback)
		return NULL;
	for (size_t i = 0; i < N_LISTENERS; i++)
		callback->listeners[i] = -1;
	for (size_t i = 0; i < N_CONNECTIONS; i++)
		callback->connections[i].socket = -1;
	callback->path = strndup(place->path, strcspn(place->path, "?#"));
	if (!callback->path) {
		callback_close(callback);
		return NULL;
	}
	return callback;
}

int callback_open(const struct command_line *line, const char *url, struct callback **callback)
{
	struct place place = { .path = NULL };
	*callback = NULL;
	if (!read_place(url, &place))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "the browser would be sent back to %s, where the command cannot listen: "
		               "give redirect_uri=http://localhost:PORT/...", url);
	struct callback *made = make(&place);
	if (!made)
		return failure_local(line, "memory ran out");
	if (!listen_all(made, &place)) {
		int reason = errno;
		callback_close(made);
		return failure_local(line, "the command cannot listen at %s for the browser to come back: %s; give another port in redirect_uri",
		                     url, strerror(reason));
	}
	*callback = made;
	return EXIT_OK;
}

static void hang_up(struct connection *connection)
{
	if (connection->socket >= 0)
		close(connection->socket);
	if (connection->head)
		explicit_bzero(connection->head, connection->length);
	free(connection->head);
	*connection = (struct connection){ .socket = -1 };
}

/* What does not fit into the socket at once is not worth waiting for. */
static void answer(struct connection *connection, const char *status, const char *sentence)
{
	char *text;
	int length = asprintf(&text, "HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\nConnection: close\r\n"
	                      "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\r\n%s\n",
	                      status, strlen(sentence) + 1, sentence);
	if (length >= 0) {
		send(connection->socket, text, (size_t)length, MSG_NOSIGNAL);
		shutdown(connection->socket, SHUT_WR);
		free(text);
	}
	hang_up(connection);
}

static void let_in(struct callback *callback, int listener)
{
	int descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct connection *connection = &callback->connections[callback->next];
	if (descriptor < 0)
		return;
	callback->next = (callback->next + 1) % N_CONNECTIONS;
	hang_up(connection);
	connection->socket = descriptor;
	connection->head = calloc(1, HEAD_MAX + 1);
	if (!connection->head)
		hang_up(connection);
}

/* A whole head: is it the browser that is waited for? */
static bool is_awaited(struct callback *callback, struct connection *connection, const char *state)
{
	char *target = connection->head + 4, *end = target + strcspn(target, " \r\n");
	size_t path_length = strcspn(target, "? \r\n");
	if (strncmp(connection->head, "GET ", 4) != 0) {
		answer(connection, "405 Method Not Allowed", "The provider answered in a form (oidc_response_mode=form_post), which only the server takes.");
		return false;
	}
	if (path_length != strlen(callback->path) || strncmp(target, callback->path, path_length) != 0) {
		answer(connection, "404 Not Found", "There is nothing here.");
		return false;
	}
	callback->target = strndup(target, (size_t)(end - target));
	char *brought = callback->target ? query_parameter(callback->target, "state") : NULL;
	bool fits = brought && strcmp(brought, state) == 0;
	text_discard(brought);
	if (!fits) {
		text_discard(callback->target);
		callback->target = NULL;
		answer(connection, "400 Bad Request", "This is not the answer to the login that is waited for.");
	}
	return fits;
}

/* Takes in what has come. True: it is the browser that is waited for. */
static bool listen_to(struct callback *callback, struct connection *connection, const char *state)
{
	ssize_t got = recv(connection->socket, connection->head + connection->length, HEAD_MAX - connection->length, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (got <= 0) {
		hang_up(connection);
		return false;
	}
	connection->length += (size_t)got;
	if (strstr(connection->head, "\r\n\r\n"))
		return is_awaited(callback, connection, state);
	if (connection->length == HEAD_MAX)
		answer(connection, "431 Request Header Fields Too Large", "That is too long.");
	return false;
}

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* One round. True: the browser has come. */
static bool serve(struct callback *callback, const char *state, int milliseconds)
{
	struct pollfd waits[N_LISTENERS + N_CONNECTIONS];
	for (size_t i = 0; i < N_LISTENERS; i++)
		waits[i] = (struct pollfd){ .fd = callback->listeners[i], .events = POLLIN };
	for (size_t i = 0; i < N_CONNECTIONS; i++)
		waits[N_LISTENERS + i] = (struct pollfd){ .fd = callback->connections[i].socket, .events = POLLIN };
	if (poll(waits, N_LISTENERS + N_CONNECTIONS, milliseconds) <= 0)
		return false;
	for (size_t i = 0; i < N_CONNECTIONS && !callback->chosen; i++)
		if (waits[N_LISTENERS + i].revents && listen_to(callback, &callback->connections[i], state))
			callback->chosen = &callback->connections[i];
	for (size_t i = 0; i < N_LISTENERS && !callback->chosen; i++)
		if (waits[i].revents)
			let_in(callback, callback->listeners[i]);
	return callback->chosen != NULL;
}

/* Nobody else is let in, and those who are there are sent away. */
static void shut(struct callback *callback)
{
	for (size_t i = 0; i < N_LISTENERS; i++) {
		if (callback->listeners[i] >= 0)
			close(callback->listeners[i]);
		callback->listeners[i] = -1;
	}
	for (size_t i = 0; i < N_CONNECTIONS; i++)
		if (&callback->connections[i] != callback->chosen)
			hang_up(&callback->connections[i]);
}

const char *callback_wait(struct callback *callback, const char *state, int64_t milliseconds)
{
	int64_t end = now() + milliseconds, left;
	while ((left = end - now()) > 0)
		if (serve(callback, state, left < INT32_MAX ? (int)left : INT32_MAX))
			break;
	shut(callback);
	return callback->target;
}

void callback_answer(struct callback *callback, const char *sentence)
{
	if (callback->chosen)
		answer(callback->chosen, "200 OK", sentence);
	callback->chosen = NULL;
}

void callback_close(struct callback *callback)
{
	if (!callback)
		return;
	callback->chosen = NULL;
	shut(callback);
	text_discard(callback->target);
	free(callback->path);
	free(callback);
}
