/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct input {
	char *bytes;
	size_t length, room;
};

/* At least one byte more; false at the end. */
static bool receive(int connection, struct input *input)
{
	ssize_t n;

	if (input->room - input->length < 65536) {
		input->room = 2 * input->room + 131072;
		input->bytes = realloc(input->bytes, input->room);
		if (!input->bytes)
			abort();
	}
	n = recv(connection, input->bytes + input->length, input->room - input->length - 1, 0);
	if (n <= 0)
		return false;
	input->length += (size_t)n;
	input->bytes[input->length] = '\0';
	return true;
}

static bool send_all(int connection, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = send(connection, bytes, length, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* The length of a chunked body in the input from `start` on; 0 while it is not there whole. Decodes it in place. */
static size_t decode_chunks(char *start, size_t available, size_t *decoded)
{
	char *from = start, *to = start, *end = start + available;

	if (available < 5 || memcmp(end - 5, "0\r\n\r\n", 5) != 0)
		return 0;
	while (from < end) {
		size_t size = strtoul(from, &from, 16);

		from += 2;
		if (!size)
			break;
		memmove(to, from, size);
		to += size;
		from += size + 2;
	}
	*decoded = (size_t)(to - start);
	return available;
}

static bool read_request(struct server *server, int connection, struct input *input, bool with_body)
{
	char *end, *field;
	size_t head, length = 0, decoded = 0;

	while (!input->length || !(end = memmem(input->bytes, input->length, "\r\n\r\n", 4)))
		if (!receive(connection, input))
			return false;
	head = (size_t)(end - input->bytes) + 4;
	if (server->served >= SERVER_REQUESTS_MAX)
		return false;
	/* of a request that broke off */
	free(server->heads[server->served]);
	server->heads[server->served] = strndup(input->bytes, head);
	field = strcasestr(server->heads[server->served], "\r\nContent-Length:");
	if (with_body && field) {
		length = strtoul(field + 17, NULL, 10);
		while (input->length - head < length)
			if (!receive(connection, input))
				return false;
		decoded = length;
	} else if (with_body && strcasestr(server->heads[server->served], "\r\nTransfer-Encoding: chunked")) {
		while (!(length = decode_chunks(input->bytes + head, input->length - head, &decoded)))
			if (!receive(connection, input))
				return false;
	}
	server->bodies[server->served] = malloc(decoded + 1);
	if (!server->bodies[server->served])
		abort();
	memcpy(server->bodies[server->served], input->bytes + head, decoded);
	server->bodies[server->served][decoded] = '\0';
	server->lengths[server->served] = decoded;
	memmove(input->bytes, input->bytes + head + length, input->length - head - length);
	input->length -= head + length;
	return true;
}

static void serve(struct server *server, int connection)
{
	struct input input = { NULL, 0, 0 };

	while (server->served < server->count) {
		const struct server_reply *reply = &server->script[server->served];

		if (!read_request(server, connection, &input, !reply->unread))
			break;
		server->served++;
		if (!reply->text || !send_all(connection, reply->text, strlen(reply->text)) || !send_all(connection, reply->body, reply->body ? reply->body_length : 0))
			break;
		if (reply->close || reply->unread)
			break;
	}
	free(input.bytes);
}

static void *run(void *context)
{
	struct server *server = context;

	while (true) {
		int connection = accept(server->listener, NULL, NULL);

		if (connection < 0)
			return NULL;
		pthread_mutex_lock(&server->mutex);
		server->connection = connection;
		server->connections++;
		if (server->stopping)
			shutdown(connection, SHUT_RDWR);
		pthread_mutex_unlock(&server->mutex);
		serve(server, connection);
		pthread_mutex_lock(&server->mutex);
		server->connection = -1;
		pthread_mutex_unlock(&server->mutex);
		/* what was not read would make a reset of the end */
		shutdown(connection, SHUT_WR);
		close(connection);
	}
}

void server_start(struct server *server, const struct server_reply *script, size_t count)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof name;

	*server = (struct server){ .connection = -1, .script = script, .count = count };
	server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (server->listener < 0 || bind(server->listener, (struct sockaddr *)&name, sizeof name) < 0 || listen(server->listener, 8) < 0 ||
	    getsockname(server->listener, (struct sockaddr *)&name, &size) < 0)
		abort();
	snprintf(server->address, sizeof server->address, "http://127.0.0.1:%u", (unsigned)ntohs(name.sin_port));
	pthread_mutex_init(&server->mutex, NULL);
	if (pthread_create(&server->thread, NULL, run, server) != 0)
		abort();
}

void server_stop(struct server *server)
{
	pthread_mutex_lock(&server->mutex);
	server->stopping = true;
	shutdown(server->listener, SHUT_RDWR);
	if (server->connection >= 0)
		shutdown(server->connection, SHUT_RDWR);
	pthread_mutex_unlock(&server->mutex);
	pthread_join(server->thread, NULL);
	close(server->listener);
}

void server_free(struct server *server)
{
	for (size_t i = 0; i < SERVER_REQUESTS_MAX; i++) {
		free(server->heads[i]);
		free(server->bodies[i]);
	}
	pthread_mutex_destroy(&server->mutex);
}
