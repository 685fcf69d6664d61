/* SPDX-License-Identifier: MIT */
#include "connection.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK 65536u

/* What is left of an answer to be sent. */
struct sending {
	struct connection *connection;
	uint64_t left;
	int trickle_ms;
};

/* Whether the time passed before the server ended. */
static bool pause_for(const struct post *post, int ms)
{
	struct pollfd stop = { .fd = post->stop, .events = POLLIN };

	return poll(&stop, 1, ms) == 0;
}

/* Keeps some more bytes; false at their end. */
static bool read_some(struct connection *connection)
{
	char bytes[CHUNK];
	ssize_t n = connection->tls ? SSL_read(connection->tls, bytes, sizeof bytes) : recv(connection->handle, bytes, sizeof bytes, 0);

	return n > 0 && fwrite(bytes, 1, (size_t)n, connection->record) == (size_t)n && fflush(connection->record) == 0;
}

static bool write_all(struct connection *connection, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = connection->tls ? SSL_write(connection->tls, bytes, length < CHUNK ? (int)length : (int)CHUNK)
		                            : send(connection->handle, bytes, length, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* Whether there is more to be sent behind these bytes. */
static bool emit(struct sending *sending, const char *bytes, size_t length)
{
	bool whole = sending->left >= length;

	length = whole ? length : (size_t)sending->left;
	sending->left -= length;
	if (!sending->trickle_ms)
		return write_all(sending->connection, bytes, length) && whole;
	for (size_t i = 0; i < length; i++)
		if (!write_all(sending->connection, bytes + i, 1) || !pause_for(sending->connection->post, sending->trickle_ms))
			return false;
	return whole;
}

/* Closes by RST: what the peer has not read yet is lost to it. */
static void reset(int handle)
{
	const struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };

	setsockopt(handle, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	/* at once: the handle itself lives on until the record is taken */
	connect(handle, &nowhere, sizeof nowhere);
}

static void hang_up(struct connection *connection, bool stays)
{
	if (connection->tls)
		SSL_shutdown(connection->tls);
	if (!stays)
		shutdown(connection->handle, SHUT_WR);
}

/* Whether the connection goes on. */
static bool answer(struct connection *connection, const struct message *message)
{
	const struct reply *reply = message->reply;
	struct sending sending = { connection, reply->cut, reply->trickle_ms };
	bool more = !reply->delay_ms || pause_for(connection->post, reply->delay_ms);

	more = more && emit(&sending, message->head, message->head_length);
	for (uint64_t i = 0; more && i < reply->times; i++)
		more = emit(&sending, message->body, message->body_length) && (message->body_length || reply->times != UINT64_MAX);
	if (more && !reply->close && message->reply->head)
		return true;
	if (reply->reset)
		reset(connection->handle);
	else
		hang_up(connection, reply->farewell);
	return false;
}

/* Where a head has the value of a header; NULL without. */
static const char *header(const char *head, const char *end, const char *name)
{
	const char *line = head;

	while ((line = memmem(line, (size_t)(end - line), "\r\n", 2))) {
		line += 2;
		if (!strncasecmp(line, name, strlen(name)))
			return line + strlen(name);
	}
	return NULL;
}

/* The length of the request that begins at `start`, 0 while it is not whole. */
static size_t request_length(const char *start, size_t length)
{
	const char *end = memmem(start, length, "\r\n\r\n", 4), *value, *last;
	size_t head, body;

	if (!end)
		return 0;
	head = (size_t)(end - start) + 4;
	if (header(start, end, "Transfer-Encoding:")) {
		last = memmem(end, length - head + 4, "\r\n0\r\n\r\n", 7);
		return last ? (size_t)(last - start) + 7 : 0;
	}
	value = header(start, end, "Content-Length:");
	body = value ? strtoul(value, NULL, 10) : 0;
	return length - head >= body ? head + body : 0;
}

static bool read_request(struct connection *connection)
{
	size_t length;

	for (;;) {
		length = connection->sent ? request_length(connection->sent + connection->read, connection->length - connection->read) : 0;
		if (length) {
			connection->read += length;
			return true;
		}
		if (!read_some(connection))
			return false;
	}
}

/* Sends its own half of the handshake, the end of the connection, and at once a reset: what the client sends meets a broken pipe. */
static void break_off(struct connection *connection)
{
	BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
	char bytes[CHUNK];
	ssize_t n;

	SSL_set_bio(connection->tls, in, out);
	while (!BIO_pending(out) && (n = recv(connection->handle, bytes, sizeof bytes, 0)) > 0) {
		BIO_write(in, bytes, (int)n);
		SSL_accept(connection->tls);
	}
	n = BIO_read(out, bytes, sizeof bytes);
	if (n > 0)
		send(connection->handle, bytes, (size_t)n, MSG_NOSIGNAL | MSG_MORE);
	shutdown(connection->handle, SHUT_WR);
	reset(connection->handle);
}

static bool greet(struct connection *connection)
{
	struct post *post = connection->post;

	if (!post->tls || post->silent)
		return true;
	connection->tls = SSL_new(post->tls);
	if (connection->tls && post->breaks) {
		break_off(connection);
		return false;
	}
	if (!connection->tls || SSL_set_fd(connection->tls, connection->handle) != 1 || SSL_accept(connection->tls) != 1)
		return false;
	connection->peer = identity_name(SSL_get0_peer_certificate(connection->tls));
	return true;
}

static void *serve(void *context)
{
	struct connection *connection = context;
	struct post *post = connection->post;
	bool goes_on = greet(connection);

	while (goes_on && !post->silent && read_request(connection)) {
		size_t number = atomic_fetch_add(&post->requests, 1);

		goes_on = answer(connection, &post->messages[number < post->n_messages ? number : post->n_messages - 1]);
	}
	while (read_some(connection))
		;
	/* the client's wait for the rest ends here, not with the server */
	shutdown(connection->handle, SHUT_RDWR);
	return NULL;
}

struct connection *connection_new(struct post *post, int handle)
{
	struct connection *connection = calloc(1, sizeof *connection);

	if (connection) {
		connection->post = post;
		connection->handle = handle;
		connection->record = open_memstream(&connection->sent, &connection->length);
	}
	if (connection && connection->record && pthread_create(&connection->thread, NULL, serve, connection) == 0)
		return connection;
	if (connection && connection->record)
		fclose(connection->record);
	if (connection)
		free(connection->sent);
	free(connection);
	close(handle);
	return NULL;
}

void connection_finish(struct connection *connection)
{
	/* what has come already can be read all the same */
	shutdown(connection->handle, SHUT_RDWR);
	pthread_join(connection->thread, NULL);
	fclose(connection->record);
	SSL_free(connection->tls);
	close(connection->handle);
}

void connection_free(struct connection *connection)
{
	free(connection->sent);
	free(connection->peer);
	free(connection);
}
