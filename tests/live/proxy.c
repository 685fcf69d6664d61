/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "proxy.h"
#include "listener.h"
#include "plain_http.h"

#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define PAIRS 256u                      /* more than a client keeps */
#define CHUNK 16384u

/* A client's connection, and the server's beside it, in a list for poll(2) behind the proxy's own two. */
struct pairs {
	struct pollfd waiting[2 + 2 * PAIRS];
	nfds_t count;
};

static void cut(struct pairs *pairs, nfds_t first)
{
	close(pairs->waiting[first].fd);
	close(pairs->waiting[first + 1].fd);
	pairs->count -= 2;
	memmove(&pairs->waiting[first], &pairs->waiting[pairs->count], 2 * sizeof pairs->waiting[0]);
}

static void take(struct proxy *proxy, struct pairs *pairs)
{
	int client = accept4(proxy->socket, NULL, NULL, SOCK_CLOEXEC), server = -1;

	if (client >= 0 && !atomic_load(&proxy->away) && pairs->count < 2 + 2 * PAIRS)
		server = plain_connect(proxy->server_port, NULL);
	if (server < 0) {
		close(client);
		return;
	}
	pairs->waiting[pairs->count++] = (struct pollfd){ .fd = client, .events = POLLIN };
	pairs->waiting[pairs->count++] = (struct pollfd){ .fd = server, .events = POLLIN };
}

/* What came from one goes to the other, and no copy is left; false when one has gone. A client sends a request without a body at
 * once. */
static bool pass_on(struct proxy *proxy, int from, int to, bool is_client)
{
	char chunk[CHUNK];
	ssize_t n = recv(from, chunk, sizeof chunk, 0), sent;

	if (n > 4 && is_client && !memcmp(chunk, "GET ", 4))
		atomic_fetch_add(&proxy->requests, 1);
	sent = n > 0 ? send(to, chunk, (size_t)n, MSG_NOSIGNAL) : 0;
	explicit_bzero(chunk, sizeof chunk);
	return n > 0 && sent == n;
}

static bool pair_goes_on(struct proxy *proxy, const struct pollfd *pair)
{
	return (!pair[0].revents || pass_on(proxy, pair[0].fd, pair[1].fd, true)) && (!pair[1].revents || pass_on(proxy, pair[1].fd, pair[0].fd, false));
}

static void *serve(void *context)
{
	struct proxy *proxy = context;
	struct pairs pairs = { .count = 2 };
	uint64_t woken;

	pairs.waiting[0] = (struct pollfd){ .fd = proxy->wake, .events = POLLIN };
	pairs.waiting[1] = (struct pollfd){ .fd = proxy->socket, .events = POLLIN };
	while (!atomic_load(&proxy->stops) && poll(pairs.waiting, pairs.count, -1) > 0) {
		for (nfds_t i = pairs.count; i > 2; i -= 2)
			if (atomic_load(&proxy->away) || !pair_goes_on(proxy, &pairs.waiting[i - 2]))
				cut(&pairs, i - 2);
		if (pairs.waiting[0].revents && read(proxy->wake, &woken, sizeof woken) < 0)
			break;
		if (pairs.waiting[1].revents)
			take(proxy, &pairs);
	}
	while (pairs.count > 2)
		cut(&pairs, 2);
	return NULL;
}

static void wake(struct proxy *proxy)
{
	eventfd_write(proxy->wake, 1);
}

bool proxy_start(struct proxy *proxy, int server_port)
{
	*proxy = (struct proxy){ .server_port = server_port, .wake = eventfd(0, EFD_CLOEXEC) };
	proxy->socket = listener_silent(&proxy->port);
	return proxy->wake >= 0 && proxy->socket >= 0 && pthread_create(&proxy->thread, NULL, serve, proxy) == 0;
}

void proxy_set_away(struct proxy *proxy, bool away)
{
	atomic_store(&proxy->away, away);
	wake(proxy);
}

void proxy_stop(struct proxy *proxy)
{
	atomic_store(&proxy->stops, true);
	wake(proxy);
	pthread_join(proxy->thread, NULL);
	close(proxy->socket);
	close(proxy->wake);
}
