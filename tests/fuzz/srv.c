/* SPDX-License-Identifier: MIT */
/* What is made of an answer to a question for SRV records.
 * Input: a number by which chance decides; the answer's bytes. */
#include "fuzz.h"

#include <netdb.h>
#include <netinet/in.h>
#include <arpa/nameser.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>
#include "memory.h"
#include "srv.h"

static struct {
	const char *bytes;
	size_t length;
} answer;

/* The resolver. */
int res_nsearch(res_state resolver, const char *name, int class, int type, unsigned char *bytes, int room)
{
	(void)name;
	(void)class;
	(void)type;
	resolver->res_h_errno = 0;
	memcpy(bytes, answer.bytes, answer.length < (size_t)room ? answer.length : (size_t)room);
	/* as it was, cut to the room that there is */
	return (int)answer.length;
}

static int chance(void *context, void *bytes, size_t length)
{
	uint64_t number = *(unsigned long *)context;

	memset(bytes, 0, length);
	memcpy(bytes, &number, length < sizeof number ? length : sizeof number);
	return 0;
}

static void demand_server(const char *base)
{
	const char *host = base + strlen("https://"), *port = strrchr(base, ':');
	unsigned long number = decimal(port + 1);

	demand(!strncmp(base, "https://", strlen("https://")));
	demand(port > host && strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.") == (size_t)(port - host));
	demand(number > 0 && number < 65536);
}

void fuzz(struct sample *sample)
{
	static const struct logger logger;
	unsigned long number = decimal(sample_line(sample));
	const hvac_clock clock = { .context = &number, .random = chance };
	struct addresses addresses;
	const char *why;
	char *error;
	hvac_status status;
	bool failed;

	answer.bytes = sample_rest(sample, &answer.length);
	demand(addresses_parse("https://vault.test/x,https://other.test:1", &addresses, &why) == HVAC_OK);
	shortage_begin(sample->shortage);
	status = srv_look_up(&addresses, &clock, &logger, &error);
	failed = shortage_end();
	demand(status == HVAC_OK || (failed && status == HVAC_NO_MEMORY));
	demand(status != HVAC_OK || addresses.count >= 1);
	for (size_t i = 0; status == HVAC_OK && i < addresses.count; i++) {
		demand_server(addresses.list[i].base);
		demand(!strcmp(addresses.list[i].prefix, i + 1 < addresses.count ? "/x" : ""));
	}
	text_free(error);
	addresses_free(&addresses);
}
