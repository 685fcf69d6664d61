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

static void follow(const struct addresses *addresses, const char *location, unsigned shortage)
{
	const char *from = addresses->list[0].base;
	struct redirect redirect, parts;
	hvac_status status;
	bool failed;

	shortage_begin(shortage);
	status = redirect_resolve(addresses, from, "/v1/secret/data/app", location, &redirect);
	failed = shortage_end();
	demand(status == HVAC_OK || status == HVAC_REDIRECT_REFUSED || (failed && status == HVAC_NO_MEMORY));
	if (status == HVAC_OK) {
		demand(!strcmp(redirect.base, from) || (is_configured(addresses, redirect.base) && !strncmp(redirect.base, "https://", 8) && !strncmp(from, "https://", 8)));
		demand(*redirect.path == '/' && is_bare(redirect.path) && (!redirect.query || is_bare(redirect.query)));
	}
	redirect_free(&redirect);
	shortage_begin(shortage);
	status = url_take_apart(location, &parts);
	demand(shortage_end() || status == HVAC_OK || status == HVAC_PARAM_VALIDATION_ERROR);
	redirect_free(&parts);
}

void fuzz(struct sample *sample)
{
	struct addresses addresses;
	const char *list = sample_line(sample), *error;
	hvac_status status;
	bool failed;

	shortage_begin(sample->shortage);
	status = addresses_parse(list, &addresses, &error);
	failed = shortage_end();
	demand(status == HVAC_OK || (status == HVAC_CONFIG_ERROR && error) || (failed && status == HVAC_NO_MEMORY));
	if (status == HVAC_OK) {
		demand_normal(&addresses);
		while (sample_has_more(sample))
			follow(&addresses, sample_line(sample), sample->shortage);
	}
	addresses_free(&addresses);
}
