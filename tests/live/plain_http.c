/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "plain_http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CHUNK 4096u

static int connect_to(int domain, const struct sockaddr *address, socklen_t length)
{
	int handle = socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (handle >= 0 && connect(handle, address, length) == 0)
		return handle;
	if (handle >= 0)
		close(handle);
	return -1;
}

int plain_connect(int port, const char *path)
{
	struct sockaddr_in internet = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_un local = { .sun_family = AF_UNIX };

	if (port)
		return connect_to(AF_INET, (const struct sockaddr *)&internet, sizeof internet);
	if (!path || strlen(path) >= sizeof local.sun_path)
		return -1;
	memcpy(local.sun_path, path, strlen(path) + 1);
	return connect_to(AF_UNIX, (const struct sockaddr *)&local, sizeof local);
}

static bool send_all(int handle, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = send(handle, bytes, length, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* HTTP/1.0, so that the answer is neither chunked nor kept open. */
static char *request_text(const struct plain_request *request)
{
	const char *body = request->body ? request->body : "", *token = request->token;
	char *text;

	return asprintf(&text, "%s %s HTTP/1.0\r\nHost: localhost\r\nX-Vault-Request: true\r\n%s%s%sContent-Length: %zu\r\n\r\n%s",
	                request->method, request->path, token ? "X-Vault-Token: " : "", token ? token : "", token ? "\r\n" : "",
	                strlen(body), body) < 0 ? NULL : text;
}

/* All until the other side closes, NUL-terminated by malloc. */
static char *receive_all(int handle)
{
	size_t length = 0, room = CHUNK;
	char *text = malloc(room + 1);

	while (text) {
		ssize_t n = recv(handle, text + length, room - length, 0);
		char *larger;

		if (n < 0) {
			free(text);
			return NULL;
		}
		length += (size_t)n;
		text[length] = '\0';
		if (n == 0)
			break;
		if (length < room)
			continue;
		room *= 2;
		larger = realloc(text, room + 1);
		if (!larger)
			free(text);
		text = larger;
	}
	return text;
}

bool plain_http(const struct plain_request *request, int *status, char **body)
{
	int handle = plain_connect(request->port, request->socket);
	char *sent = request_text(request), *answer = NULL, *end = NULL;
	bool answered = false;

	*status = 0;
	*body = NULL;
	if (handle < 0 || !sent || !send_all(handle, sent, strlen(sent)))
		goto done;
	answer = receive_all(handle);
	end = answer ? strstr(answer, "\r\n\r\n") : NULL;
	if (!end || sscanf(answer, "HTTP/%*s %d", status) != 1)
		goto done;
	*body = strdup(end + 4);
	answered = *body;
done:
	if (handle >= 0)
		close(handle);
	free(sent);
	free(answer);
	return answered;
}
