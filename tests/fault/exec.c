/* SPDX-License-Identifier: MIT */
/* What a program that is started while clients are connected gets of them. */
#define _GNU_SOURCE
#include "stand.h"

#include <stdio.h>
#include <stdlib.h>

#define CLIENTS 4

struct left {
	int descriptors, connections;
};

/* What a program that is started now finds open. */
static struct left left(void)
{
	const char *build = getenv("HVAC_BUILD");
	struct left left;
	char *command;
	FILE *out;

	ck_assert_int_ge(asprintf(&command, "'%s/tests/fault/descriptors'", build ? build : "."), 0);
	out = popen(command, "re");
	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(fscanf(out, "%d %d", &left.descriptors, &left.connections), 2);
	ck_assert_int_eq(pclose(out), 0);
	free(command);
	return left;
}

/* libcurl keeps a pair of sockets that wakes a waiting thread. Older ones let it be inherited, and do not tell which it is: no
 * byte of a request comes there. */
START_TEST(a_program_that_is_started_inherits_no_connection)
{
	struct left before, after;

	stand_begin("listen plain\nlisten secure tls\n");
	before = left();
	for (int i = 0; i < CLIENTS; i++)
		ck_assert_int_eq(hvac_response_status(stand_call(stand_client(i % 2 ? "plain" : "secure", NULL), &request_read)), HVAC_OK);
	after = left();
	ck_assert_int_eq(after.connections, before.connections);
	ck_assert_int_le(after.descriptors, before.descriptors + 2 * CLIENTS);
	stand_finish();
	ck_assert_uint_eq(stand_connections(NULL), CLIENTS);
}
END_TEST

STAND_MAIN("programs that are started", { a_program_that_is_started_inherits_no_connection, 0 })
