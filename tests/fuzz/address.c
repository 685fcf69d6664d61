/* SPDX-License-Identifier: MIT */
/* Addresses, and where a redirect may lead from the first of them.
 * Input: a list of addresses, then locations. */
#include "fuzz.h"

#include <string.h>
#include "address.h"
#include "memory.h"

static bool is_bare(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x7f)
			return false;
	return true;
}

/* What was made of them says the same when it is read again. */
static void demand_normal(const struct addresses *addresses)
{
	struct buffer list = { 0 };
	struct addresses again;
	const char *error;

	for (size_t i = 0; i < addresses->count; i++) {
		const struct address *address = &addresses->list[i];

		demand(is_bare(address->base) && is_bare(address->prefix));
		demand(!*address->prefix || (*address->prefix == '/' && address->prefix[strlen(address->prefix) - 1] != '/'));
		demand(buffer_format(&list, "%s%s%s", i ? "," : "", address->base, address->prefix));
	}
	demand(addresses_parse(list.bytes, &again, &error) == HVAC_OK);
	demand(again.count == addresses->count);
	for (size_t i = 0; i < again.count; i++)
		demand(!strcmp(again.list[i].base, addresses->list[i].base) && !strcmp(again.list[i].prefix, addresses->list[i].prefix));
	addresses_free(&again);
	buffer_free(&list);
}

static bool is_configured(const struct addresses *addresses, const char *base)
{
	for (size_t i = 0; i < addresses->count; i++)
		if (!strcmp(addresses->list[i].base, base))
			return true;
	return false;
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool is_same(const struct redirect *a, const struct redirect *b)
{
	return is_same_text(a->base, b->base) && is_same_text(a->path, b->path) && is_same_text(a->query, b->query);
}

static void follow(const struct addresses *addresses, const char *location, unsigned shortage)
{
	const char *from = addresses->list[0].base;
	struct redirect whole, redirect;
	hvac_status status, plain = redirect_resolve(addresses, from, "/v1/secret/data/app", location, &whole);
	bool failed;

	demand(plain == HVAC_OK || plain == HVAC_REDIRECT_REFUSED);
	shortage_begin(shortage);
	status = redirect_resolve(addresses, from, "/v1/secret/data/app", location, &redirect);
	failed = shortage_end();
	/* libcurl takes a base that it has no memory to write for none */
	demand(status == plain || (failed && (status == HVAC_NO_MEMORY || status == HVAC_REDIRECT_REFUSED)));
	if (status == HVAC_OK) {
		demand(is_same(&redirect, &whole));
		demand(!strcmp(redirect.base, from) || (is_configured(addresses, redirect.base) && !strncmp(redirect.base, "https://", 8) && !strncmp(from, "https://", 8)));
		demand(*redirect.path == '/' && is_bare(redirect.path) && (!redirect.query || is_bare(redirect.query)));
	}
	redirect_free(&whole);
	redirect_free(&redirect);
}

static void take_apart(const char *url, unsigned shortage)
{
	struct redirect whole, parts;
	hvac_status status, plain = url_take_apart(url, &whole);
	bool failed;

	demand(plain == HVAC_OK || plain == HVAC_PARAM_VALIDATION_ERROR);
	shortage_begin(shortage);
	status = url_take_apart(url, &parts);
	failed = shortage_end();
	/* as with the host of an address, below */
	demand(status == plain || (failed && (status == HVAC_NO_MEMORY || status == HVAC_PARAM_VALIDATION_ERROR)));
	demand(status != HVAC_OK || is_same(&parts, &whole));
	redirect_free(&whole);
	redirect_free(&parts);
}

void fuzz(struct sample *sample)
{
	struct addresses addresses;
	const char *list = sample_line(sample), *error;
	hvac_status status, plain = addresses_parse(list, &addresses, &error);
	bool failed;

	demand(plain == HVAC_OK || (plain == HVAC_CONFIG_ERROR && error));
	addresses_free(&addresses);
	shortage_begin(sample->shortage);
	status = addresses_parse(list, &addresses, &error);
	failed = shortage_end();
	/* libcurl takes a host that it has no memory to decode for a bad one */
	demand(status == plain || (failed && (status == HVAC_NO_MEMORY || (status == HVAC_CONFIG_ERROR && error))));
	if (status == HVAC_OK) {
		demand_normal(&addresses);
		while (sample_has_more(sample)) {
			const char *line = sample_line(sample);

			follow(&addresses, line, sample->shortage);
			take_apart(line, sample->shortage);
		}
	}
	addresses_free(&addresses);
}
