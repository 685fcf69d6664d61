/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <dlfcn.h>
#include <netinet/in.h>
#include <arpa/nameser.h>
#include <poll.h>
#include <pthread.h>
#include <resolv.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEADER 12u
#define ATTEMPTS 100            /* at a port that is free for both */

struct names {
	const struct names_reply *reply;
	int udp, tcp, stop;
	in_port_t port;
	pthread_t thread;
	size_t by_udp, by_tcp;
};

struct message {
	unsigned char bytes[NS_MAXMSG];
	size_t length;
};

static in_port_t asked_port;

/* In the place of the C library's: what it reads of the system, and one patient question to the server here. */
__attribute__((visibility("default"))) int __res_ninit(res_state state)
{
	int (*real)(res_state) = (int (*)(res_state))(uintptr_t)dlsym(RTLD_NEXT, "__res_ninit");
	int result = real(state);

	if (result == 0 && asked_port) {
		state->nscount = 1;
		state->nsaddr_list[0] = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = asked_port };
		state->options = RES_INIT | RES_RECURSE;
		state->retrans = 1;
		state->retry = 1;
	}
	return result;
}

/* Answers */

static void put16(struct message *message, unsigned number)
{
	message->bytes[message->length++] = (unsigned char)(number >> 8);
	message->bytes[message->length++] = (unsigned char)number;
}

/* Of whom the question was; the data's place is returned. */
static size_t begin_record(struct message *message, unsigned type)
{
	put16(message, 0xc000u + HEADER);
	put16(message, type);
	put16(message, ns_c_in);
	put16(message, 0);
	put16(message, 60);
	put16(message, 0);
	return message->length;
}

static void end_record(struct message *message, size_t data)
{
	ns_put16((unsigned)(message->length - data), message->bytes + data - 2);
	ns_put16(ns_get16(message->bytes + 6) + 1, message->bytes + 6);
}

static void add_server(struct message *message, const struct names_record *record)
{
	size_t data = begin_record(message, ns_t_srv);
	int length;

	put16(message, record->priority);
	put16(message, record->weight);
	put16(message, record->port);
	length = dn_comp(record->host, message->bytes + message->length, (int)(sizeof message->bytes - message->length), NULL, NULL);
	message->length += length < 0 ? 0 : (size_t)length;
	end_record(message, data);
}

static void add_alias(struct message *message)
{
	size_t data = begin_record(message, ns_t_cname);

	put16(message, 0xc000u + HEADER);
	end_record(message, data);
}

/* Keeps the question of the message, and answers it; false for what is none. */
static bool answer(const struct names_reply *reply, struct message *message)
{
	size_t end = HEADER;

	while (end < message->length && message->bytes[end])
		end += message->bytes[end] + 1u;
	if (end + 5 > message->length)
		return false;
	message->length = end + 5;
	message->bytes[2] = 0x81;
	message->bytes[3] = (unsigned char)(0x80 | reply->code);
	memset(message->bytes + 6, 0, 6);
	for (size_t i = 0; i < reply->count; i++)
		add_server(message, &reply->records[i]);
	if (reply->manner == NAMES_ALIAS_OF_ITSELF)
		add_alias(message);
	if (reply->manner == NAMES_GARBAGE)
		memset(message->bytes + 2, 0xff, message->length - 2);
	return reply->manner != NAMES_SILENCE;
}

/* Serving */

/* What is too long for a datagram says so, and has no records. */
static void serve_udp(struct names *names, struct message *message)
{
	struct sockaddr_in peer;
	socklen_t size = sizeof peer;
	ssize_t n = recvfrom(names->udp, message->bytes, sizeof message->bytes, 0, (struct sockaddr *)&peer, &size);

	if (n < 0)
		return;
	names->by_udp++;
	message->length = (size_t)n;
	if (!answer(names->reply, message))
		return;
	if (message->length > NS_PACKETSZ) {
		message->length = (size_t)n;
		message->bytes[2] |= 0x02;
		memset(message->bytes + 6, 0, 6);
	}
	sendto(names->udp, message->bytes, message->length, 0, (const struct sockaddr *)&peer, size);
}

static void serve_tcp(struct names *names, struct message *message)
{
	int handle = accept4(names->tcp, NULL, NULL, SOCK_CLOEXEC);
	unsigned char length[2];

	if (handle < 0)
		return;
	if (recv(handle, length, 2, MSG_WAITALL) == 2) {
		message->length = ns_get16(length);
		if (recv(handle, message->bytes, message->length, MSG_WAITALL) == (ssize_t)message->length && answer(names->reply, message)) {
			names->by_tcp++;
			ns_put16((unsigned)message->length, length);
			send(handle, length, 2, MSG_NOSIGNAL | MSG_MORE);
			send(handle, message->bytes, message->length, MSG_NOSIGNAL);
		}
	}
	close(handle);
}

static void *serve(void *context)
{
	struct names *names = context;
	struct pollfd waiting[] = { { .fd = names->stop, .events = POLLIN }, { .fd = names->udp, .events = POLLIN }, { .fd = names->tcp, .events = POLLIN } };
	struct message *message = malloc(sizeof *message);

	while (message && poll(waiting, 3, -1) >= 0 && !waiting[0].revents) {
		if (waiting[1].revents)
			serve_udp(names, message);
		if (waiting[2].revents)
			serve_tcp(names, message);
	}
	free(message);
	return NULL;
}

/* A socket at the port, 0: any; -1 when it cannot be. */
static int open_socket(int kind, in_port_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = *port };
	socklen_t size = sizeof address;
	int handle = socket(AF_INET, kind | SOCK_CLOEXEC, 0);

	if (handle >= 0 && bind(handle, (const struct sockaddr *)&address, sizeof address) == 0 &&
	    getsockname(handle, (struct sockaddr *)&address, &size) == 0) {
		*port = address.sin_port;
		return handle;
	}
	close(handle);
	return -1;
}

static bool open_port(struct names *names)
{
	for (int i = 0; i < ATTEMPTS; i++) {
		names->port = 0;
		names->tcp = open_socket(SOCK_STREAM, &names->port);
		names->udp = names->tcp < 0 ? -1 : open_socket(SOCK_DGRAM, &names->port);
		if (names->udp >= 0)
			return listen(names->tcp, 16) == 0;
		close(names->tcp);
	}
	return false;
}

struct names *names_start(const struct names_reply *reply)
{
	struct names *names = calloc(1, sizeof *names);
	sigset_t all, before;
	bool begun;

	if (!names)
		return NULL;
	names->reply = reply;
	names->stop = eventfd(0, EFD_CLOEXEC);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	begun = names->stop >= 0 && open_port(names) && pthread_create(&names->thread, NULL, serve, names) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!begun) {
		free(names);
		return NULL;
	}
	asked_port = names->port;
	return names;
}

void names_stop(struct names *names, size_t *by_udp, size_t *by_tcp)
{
	const uint64_t one = 1;

	if (write(names->stop, &one, sizeof one) == sizeof one)
		pthread_join(names->thread, NULL);
	*by_udp = names->by_udp;
	*by_tcp = names->by_tcp;
	asked_port = 0;
	close(names->udp);
	close(names->tcp);
	close(names->stop);
	free(names);
}
