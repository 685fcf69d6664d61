/* SPDX-License-Identifier: MIT */
#include "stand.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIENTS_MAX 4u

const struct request request_read = { "a read", "secrets/kv_v2", "read_configuration", { { NULL } } };
const struct request request_idempotent = { "an idempotent write", "sys", "tidy_leases", { { NULL } } };
const struct request request_write = { "a write", "secrets/kv_v2", "create_or_update_secret", { { "path", "\"p\"" }, { "secret", "{\"a\":\"" SECRET "\"}" } } };
const struct request request_login = { "a login", "auth/approle", "login", { { "role_id", "\"r\"" }, { "secret_id", "\"" SECRET "\"" } } };
const struct request request_unwrap = { "an unwrapping", "sys", "unwrap", { { "token", "\"" SECRET "\"" } } };

static struct stand {
	struct server *server;
	bool finished;
	hvac_client *clients[CLIENTS_MAX];
	size_t n_clients;
	hvac_response *response;
	FILE *log;
	char *logged;
	size_t logged_length;
	bool fake;
	int64_t real;
	uint64_t begun, now;             /* nanoseconds */
} stand;

/* What the last test left. */
static void clear(void)
{
	if (!stand.server)
		return;
	stand_finish();
	server_free(stand.server);
	hvac_response_free(stand.response);
	fclose(stand.log);
	free(stand.logged);
	stand = (struct stand){ 0 };
}

void stand_begin(const char *script, ...)
{
	const char *why;
	va_list list;
	char *text;

	clear();
	va_start(list, script);
	ck_assert_int_ge(vasprintf(&text, script, list), 0);
	va_end(list);
	stand.log = open_memstream(&stand.logged, &stand.logged_length);
	stand.server = server_start(text, &why);
	ck_assert_msg(stand.server && stand.log, "%s:\n%s", why, text);
	free(text);
}

const char *stand_url(const char *name)
{
	const char *url = server_url(stand.server, name);

	ck_assert_msg(url, "no listener has the name %s", name);
	return url;
}

const char *stand_authority(void)
{
	return server_authority(stand.server);
}

/* Time */

static uint64_t monotonic(void *context)
{
	(void)context;
	return stand.now;
}

static int64_t real(void *context)
{
	(void)context;
	return stand.real + (int64_t)((stand.now - stand.begun) / 1000000000);
}

void stand_fake_clock(int64_t seconds_since_1970)
{
	stand.fake = true;
	stand.real = seconds_since_1970;
	stand.begun = stand.now = 1000000000;
}

uint64_t stand_elapsed(void)
{
	return (stand.now - stand.begun) / 1000000;
}

/* A wait is told by the log before it begins. */
static void take_line(void *context, hvac_log_level level, const char *line)
{
	const char *wait = strstr(line, "trying again in ");

	(void)context;
	(void)level;
	fprintf(stand.log, "%s\n", line);
	fflush(stand.log);
	if (wait && stand.fake)
		/* what is behind the full milliseconds has passed, too */
		stand.now += (strtoull(strpbrk(wait, "0123456789"), NULL, 10) + 1) * 1000000;
}

const char *stand_log(void)
{
	return stand.logged ? stand.logged : "";
}

/* Clients */

/* The URLs of the listeners named, by commas. */
static char *addresses_of(const char *names)
{
	char *copy = strdup(names), *next = copy, *name, *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	while ((name = strsep(&next, ",")))
		fprintf(out, "%s%s", name == copy ? "" : ",", stand_url(name));
	fclose(out);
	free(copy);
	return text;
}

hvac_client *stand_client(const char *names, ...)
{
	const hvac_clock clock = { .monotonic = monotonic, .real = real };
	char *addresses = addresses_of(names);
	hvac_config *config = hvac_config_new();
	const char *name;
	va_list list;

	hvac_config_set(config, "address", addresses);
	hvac_config_set(config, "token", TOKEN);
	hvac_config_set(config, "ca_cert_bytes", stand_authority());
	hvac_config_set(config, "retry_wait_min", "1ms");
	hvac_config_set(config, "retry_wait_max", "1ms");
	hvac_config_log(config, HVAC_LOG_DEBUG, take_line, NULL);
	if (stand.fake)
		hvac_config_clock(config, &clock);
	va_start(list, names);
	while ((name = va_arg(list, const char *)))
		hvac_config_set(config, name, va_arg(list, const char *));
	va_end(list);
	ck_assert_uint_lt(stand.n_clients, CLIENTS_MAX);
	ck_assert_msg(hvac_client_new(config, &stand.clients[stand.n_clients]) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	free(addresses);
	return stand.clients[stand.n_clients++];
}

const hvac_response *stand_call(hvac_client *client, const struct request *request)
{
	hvac_argument arguments[4] = { { .kind = HVAC_ARGUMENT_END } };

	for (size_t i = 0; i < 3 && request->arguments[i][0]; i++)
		arguments[i] = hvac_json(request->arguments[i][0], request->arguments[i][1]);
	hvac_response_free(stand.response);
	hvac_call(client, request->engine, request->operation, arguments, &stand.response);
	ck_assert_msg(hvac_response_status(stand.response) != HVAC_PLUGIN_NOT_FOUND, "%s", hvac_response_message(stand.response));
	return stand.response;
}

void stand_finish(void)
{
	for (size_t i = 0; i < stand.n_clients; i++)
		hvac_client_free(stand.clients[i]);
	stand.n_clients = 0;
	if (!stand.finished)
		server_finish(stand.server);
	stand.finished = true;
}

size_t stand_requests(const char *name)
{
	ck_assert(stand.finished);
	return server_requests(stand.server, name);
}

size_t stand_connections(const char *name)
{
	ck_assert(stand.finished);
	return server_connections(stand.server, name);
}

size_t stand_sightings(const char *name, const char *bytes)
{
	ck_assert(stand.finished);
	return server_sightings(stand.server, name, bytes);
}

int stand_run(const char *name, const struct promise *promises, size_t count)
{
	Suite *suite = suite_create(name);
	TCase *group = tcase_create(name);
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, group);
	/* the last stand is taken down too, where memory is looked after */
	tcase_add_checked_fixture(group, NULL, clear);
	for (size_t i = 0; i < count; i++)
		tcase_add_loop_test(group, promises[i].test, 0, promises[i].lines ? (int)promises[i].lines : 1);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
