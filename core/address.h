/* SPDX-License-Identifier: MIT */
/* Where servers are, and where a redirect may lead. */
#ifndef HVAC_CORE_ADDRESS_H
#define HVAC_CORE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <hvac/status.h>

struct address {
	char *base;             /* "https://host:8200" or "unix:///path": normalised, so that equal ones are equal texts */
	char *prefix;           /* "/vault" or "" */
	char *host;             /* the name, where it was given without a port: it may have SRV records; or NULL */
	char *name;             /* what the server is to be called, and its certificate to say; NULL: as base does */
};

struct addresses {
	struct address *list;
	size_t count;
};

/* Reads a comma-separated list. HVAC_CONFIG_ERROR: *error is a static phrase; HVAC_NO_MEMORY. */
hvac_status addresses_parse(const char *text, struct addresses *addresses, const char **error);
void addresses_free(struct addresses *addresses);
/* Takes what the address has. HVAC_NO_MEMORY. */
hvac_status addresses_add(struct addresses *addresses, struct address *address);
/* Adds a server that goes by the name of `address`, which has a host, at another one. HVAC_NO_MEMORY. */
hvac_status addresses_add_server(struct addresses *addresses, const struct address *address, const char *host, unsigned port);
/* The `name` of the one with that base; NULL without. */
const char *addresses_name(const struct addresses *addresses, const char *base);

/* Whether it may stand for a host, as a name or as an IP address: an IPv6 one with or without its brackets. */
bool host_is_valid(const char *text);

/* A URL taken apart; where a redirect leads, or a request to another host. */
struct redirect {
	char *base, *path, *query;      /* by malloc; query may be NULL */
};

/* HVAC_PARAM_VALIDATION_ERROR for what is no http or https URL, or names a user; HVAC_NO_MEMORY. To be freed in any case. */
hvac_status url_take_apart(const char *text, struct redirect *parts);

/* Whether libcurl will be able to read it as a proxy's address: what it cannot read it quotes, with the password.
 * HVAC_CONFIG_ERROR, HVAC_NO_MEMORY. */
hvac_status proxy_check(const char *text);

/* Resolves `location` against the request's base and path. HVAC_OK when the target may be asked with a token: the same base,
 * or https to https within the configured addresses; HVAC_REDIRECT_REFUSED: base says which address it was (NULL: not
 * an address); HVAC_NO_MEMORY. */
hvac_status redirect_resolve(const struct addresses *configured, const char *base, const char *path, const char *location,
                             struct redirect *redirect);
void redirect_free(struct redirect *redirect);

#endif
