/* SPDX-License-Identifier: MIT */
/* RFC 2782, with the name that the servers' own clients ask for: _http._tcp.HOST, for https too. Whoever answers may be anybody, so that
 * only names of hosts with a port are taken from it, and the server has to prove that it is HOST (RFC 6125, 6.2.1). */
#include "srv.h"
#include "memory.h"

#include <netdb.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <resolv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

#define FIXED_LENGTH 6          /* priority, weight and port, before the host */
#define LETTERS_AND_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

struct server {
	unsigned priority, weight, port;
	char *host;
};

struct servers {
	struct server *list;
	size_t count, refused;
	bool absent;                    /* a record says that there is no server */
};

static void servers_free(struct servers *servers)
{
	for (size_t i = 0; i < servers->count; i++)
		free(servers->list[i].host);
	free(servers->list);
}

/* The resolver's state is our own, where there can be one: musl has none at all. */
static int search(const char *name, unsigned char *answer, int *why)
{
	int length = -1;
#if HAVE_DECL_RES_NINIT
	struct __res_state resolver = { 0 };

	if (res_ninit(&resolver) != 0)
		return -1;
	length = res_nsearch(&resolver, name, ns_c_in, ns_t_srv, answer, NS_MAXMSG);
	*why = resolver.res_h_errno;
	res_nclose(&resolver);
#else
	length = res_search(name, ns_c_in, ns_t_srv, answer, NS_MAXMSG);
	*why = h_errno;
#endif
	return length;
}

/* The length of the answer in a room of NS_MAXMSG bytes; -1, and why, when there is none. */
static hvac_status ask(const char *host, unsigned char *answer, int *length, int *why)
{
	struct buffer name = { 0 };

	if (!buffer_format(&name, "_http._tcp.%s", host))
		return HVAC_NO_MEMORY;
	*why = NO_RECOVERY;
	*length = search(name.bytes, answer, why);
	if (*length > NS_MAXMSG)
		*length = NS_MAXMSG;
	buffer_free(&name);
	return HVAC_OK;
}

/* Labels of letters, digits and, within, hyphens. */
static bool is_host_name(const char *name)
{
	for (const char *c = name; *c; c++) {
		bool border = c == name || c[-1] == '.' || !c[1] || c[1] == '.';

		if (!strchr(LETTERS_AND_DIGITS, *c) && (border || (*c != '-' && *c != '.')))
			return false;
	}
	return true;
}

static hvac_status take_record(const ns_msg *message, const ns_rr *record, struct servers *servers)
{
	const unsigned char *data = ns_rr_rdata(*record);
	int room = ns_rr_rdlen(*record) - FIXED_LENGTH;
	struct server *server = &servers->list[servers->count];
	char host[NS_MAXDNAME];
	struct in_addr number;

	if (room <= 0 || dn_expand(ns_msg_base(*message), ns_msg_end(*message), data + FIXED_LENGTH, host, sizeof host) != room) {
		servers->refused++;
		return HVAC_OK;
	}
	*server = (struct server){ ns_get16(data), ns_get16(data + 2), ns_get16(data + 4), NULL };
	if (!*host)
		servers->absent = true;
	else if (!server->port || !is_host_name(host) || inet_aton(host, &number))
		servers->refused++;
	else if (!(server->host = text_copy(host, strlen(host))))
		return HVAC_NO_MEMORY;
	else
		servers->count++;
	return HVAC_OK;
}

/* What stands behind something that cannot be read cannot be read either. */
static hvac_status take_records(const unsigned char *answer, int length, struct servers *servers)
{
	hvac_status status = HVAC_OK;
	ns_msg message;
	ns_rr record;

	if (ns_initparse(answer, length, &message) != 0) {
		servers->refused++;
		return HVAC_OK;
	}
	servers->list = calloc((size_t)ns_msg_count(message, ns_s_an) + 1, sizeof *servers->list);
	if (!servers->list)
		return HVAC_NO_MEMORY;
	for (int i = 0; i < ns_msg_count(message, ns_s_an) && status == HVAC_OK; i++) {
		if (ns_parserr(&message, ns_s_an, i, &record) != 0) {
			servers->refused++;
			break;
		}
		if (ns_rr_type(record) == ns_t_srv && ns_rr_class(record) == ns_c_in)
			status = take_record(&message, &record, servers);
	}
	return status;
}

/* By priority, and within it those without weight first, so that they have their chance, too. */
static int compare(const void *a, const void *b)
{
	const struct server *left = a, *right = b;

	if (left->priority != right->priority)
		return left->priority < right->priority ? -1 : 1;
	return (left->weight > 0) - (right->weight > 0);
}

/* Each in turn is chosen from those that are left of its priority, with a chance of its weight's share. */
static void put_in_order(struct servers *servers, const hvac_clock *clock)
{
	struct server *list = servers->list;

	if (servers->count)
		qsort(list, servers->count, sizeof *list, compare);
	for (size_t i = 0; i < servers->count; i++) {
		uint64_t sum = 0, below = list[i].weight, chance;
		size_t chosen = i;
		struct server server;

		for (size_t n = i; n < servers->count && list[n].priority == list[i].priority; n++)
			sum += list[n].weight;
		/* chance only spreads the load: without it any order will do */
		if (clock->random(clock->context, &chance, sizeof chance) < 0)
			chance = 0;
		for (chance %= sum + 1; below < chance; below += list[chosen].weight)
			chosen++;
		server = list[chosen];
		memmove(&list[i + 1], &list[i], (chosen - i) * sizeof *list);
		list[i] = server;
	}
}

/* Says what came of it, and whether the address itself is asked. */
static bool report(const struct address *address, const struct servers *servers, int length, int why, const struct logger *logger)
{
	if (servers->refused)
		log_line(logger, HVAC_LOG_WARNING, "of the SRV records of %s, %zu could not be used: they name no host with a port", address->host, servers->refused);
	if (servers->count) {
		log_line(logger, HVAC_LOG_INFO, "the SRV records of %s name %zu servers", address->host, servers->count);
		return false;
	}
	if (servers->absent)
		return false;
	if (length < 0 && why != HOST_NOT_FOUND && why != NO_DATA)
		log_line(logger, HVAC_LOG_WARNING, "the SRV records of %s could not be looked up: asking %s itself", address->host, address->base);
	else
		log_line(logger, HVAC_LOG_INFO, "%s has no SRV record: asking %s itself", address->host, address->base);
	return true;
}

static hvac_status spread(struct address *address, const hvac_clock *clock, const struct logger *logger, unsigned char *answer, struct addresses *found)
{
	struct servers servers = { 0 };
	int why, length;
	hvac_status status = ask(address->host, answer, &length, &why);

	if (status == HVAC_OK && length >= 0)
		status = take_records(answer, length, &servers);
	put_in_order(&servers, clock);
	if (status == HVAC_OK && report(address, &servers, length, why, logger))
		status = addresses_add(found, address);
	for (size_t i = 0; i < servers.count && status == HVAC_OK; i++)
		status = addresses_add_server(found, address, servers.list[i].host, servers.list[i].port);
	servers_free(&servers);
	return status;
}

hvac_status srv_look_up(struct addresses *addresses, const hvac_clock *clock, const struct logger *logger, char **error)
{
	unsigned char *answer = malloc(NS_MAXMSG);
	struct addresses found = { 0 };
	struct buffer sentence = { 0 };
	hvac_status status = answer ? HVAC_OK : HVAC_NO_MEMORY;

	*error = NULL;
	for (size_t i = 0; i < addresses->count && status == HVAC_OK; i++) {
		struct address *address = &addresses->list[i];

		status = address->host ? spread(address, clock, logger, answer, &found) : addresses_add(&found, address);
	}
	if (status == HVAC_OK && !found.count) {
		buffer_format(&sentence, "option srv_lookup: the SRV records of %s say that there is no server", addresses->list[0].host);
		*error = buffer_take(&sentence);
		status = *error ? HVAC_CONFIG_ERROR : HVAC_NO_MEMORY;
	}
	free(answer);
	if (status != HVAC_OK) {
		addresses_free(&found);
		return status;
	}
	addresses_free(addresses);
	*addresses = found;
	return HVAC_OK;
}
