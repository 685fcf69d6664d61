/* SPDX-License-Identifier: MIT */
/* Programs that are started: what one gets of the clients that are connected meanwhile, what one writes, how one ends. */
#include "stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "../plugins/place.h"

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

/* Whether the program, run by whoever names a file for TLS's keys in its environment, has written them there. */
static bool writes_keys(struct place *place, const char *program, const char *kind)
{
	const char *keys = place_text(place, "%s/keys", place_path(place));
	char said[64] = "";
	struct stat about = { 0 };
	FILE *out;

	setenv("SSLKEYLOGFILE", keys, 1);
	out = popen(place_text(place, "'%s' '%s' '%s'", program, stand_url("secure"), stand_authority()), "re");
	ck_assert_ptr_nonnull(out);
	ck_assert_ptr_nonnull(fgets(said, sizeof said, out));
	ck_assert_int_eq(pclose(out), 0);
	ck_assert_str_eq(said, place_text(place, "%s OK\n", kind));
	return stat(keys, &about) == 0 && about.st_size;
}

START_TEST(in_a_set_id_program_that_has_initialised_libcurl_itself_no_keys_are_written)
{
	struct place *place = place_new();
	const char *build = getenv("HVAC_BUILD");
	const char *program = place_copy_file(place, place_text(place, "%s/tests/fault/keys", build ? build : "."), "program");

	stand_begin("listen secure tls\n");
	if (place_set_group_id(program))
		ck_assert(!writes_keys(place, program, "set-id"));
	ck_assert_int_eq(chmod(program, 0755), 0);
	ck_assert(writes_keys(place, program, "plain"));
	stand_finish();
	place_free(place);
}
END_TEST

/* Each call makes a connection of its own. */
START_TEST(a_program_that_ends_while_its_watcher_works_may_go_on_with_it_and_call)
{
	const char *build = getenv("HVAC_BUILD");
	char *command, said[64] = "";
	FILE *out;

	stand_begin("listen secure tls\nanswer 200\nbody {\"data\":{}}\nclose\n");
	ck_assert_int_ge(asprintf(&command, "exec '%s/tests/fault/ends' '%s' '%s'", build ? build : ".", stand_url("secure"), stand_authority()), 0);
	out = popen(command, "re");
	ck_assert_ptr_nonnull(out);
	ck_assert_ptr_nonnull(fgets(said, sizeof said, out));
	ck_assert_int_eq(pclose(out), 0);
	ck_assert_str_eq(said, "OK\n");
	free(command);
	stand_finish();
}
END_TEST

STAND_MAIN("programs that are started", { a_program_that_is_started_inherits_no_connection, 0 },
           { in_a_set_id_program_that_has_initialised_libcurl_itself_no_keys_are_written, 0 },
           { a_program_that_ends_while_its_watcher_works_may_go_on_with_it_and_call, 0 })
