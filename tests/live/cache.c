/* SPDX-License-Identifier: MIT */
/*
 * A cache that 64 threads read, while what it keeps changes and the server goes away and comes back: every read gives a whole
 * value, none an older one than before; the server is asked as often as the cache says and no more; nothing is left in memory of
 * what was flushed.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "marks.h"
#include "proxy.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KV "secrets/kv_v2"
#define THREADS 64u
#define SECRETS 4u
#define READS 20u                       /* of each thread at a time */
#define ROUNDS 3u
#define REPEATED 40u                    /* a secret's text is that long */
#define FRESH (61 * UINT64_C(1000000000))

static struct marked {
	char marks[SECRETS][64];
	char json[8192];
} *marked;

/* Of one test; each runs in a process of its own. */
static struct proxy proxy;
static hvac_cache *cache;
static hvac_client *reader, *writer;    /* through the proxy; past it */
static unsigned version;                /* that was written last */
static char *unseal_key;
static _Atomic uint64_t now = 1;        /* of the reading client: stands still but when the test has it pass */

static struct thread {
	pthread_t id;
	int64_t seen[SECRETS];
	unsigned first, failed, torn, older;
} threads[THREADS];
static pthread_barrier_t turn;          /* all threads and the test: before and after their reads */
static bool stop;

static uint64_t checksum(const char *text)
{
	uint64_t sum = UINT64_C(14695981039346656037);

	while (*text)
		sum = (sum ^ (unsigned char)*text++) * UINT64_C(1099511628211);
	return sum;
}

static const char *path_of(unsigned secret)
{
	static const char *const paths[SECRETS] = { "cached/0", "cached/1", "cached/2", "cached/3" };

	return paths[secret];
}

/* Without a copy of a mark anywhere else than in its place and in the library. */
static void write_secrets(void)
{
	for (unsigned i = 0; i < SECRETS; i++) {
		size_t length = 0, begin;
		hvac_response *response;

		length += (size_t)sprintf(marked->json, "{\"text\":\"");
		begin = length;
		for (unsigned n = 0; n < REPEATED; n++)
			length += (size_t)sprintf(marked->json + length, "%s.%u ", marked->marks[i], version);
		length += (size_t)sprintf(marked->json + length, "\",\"version\":%u,\"sum\":\"%016" PRIx64 "\"}", version, checksum(marked->json + begin));
		ck_assert_msg(hvac_call(writer, KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", path_of(i)), hvac_json("secret", marked->json)),
		                        &response) == HVAC_OK, "%s", hvac_response_message(response));
		hvac_response_free(response);
	}
}

static hvac_response *get(unsigned secret)
{
	hvac_response *response;
	hvac_task *task;

	hvac_task_new(reader, KV, "read_secret", HVAC_ARGS(hvac_string("path", path_of(secret))), NULL, &task);
	hvac_cache_get(cache, task, &response);
	return response;
}

/* The version, 0 for a value that is not whole. */
static int64_t version_of(const hvac_response *response)
{
	const char *text = hvac_response_string(response, "text"), *sum = hvac_response_string(response, "sum");
	int64_t number = 0;
	char *end;

	if (!text || !sum || strtoull(sum, &end, 16) != checksum(text) || *end || !hvac_response_integer(response, "version", &number))
		return 0;
	return number;
}

static void read_once(struct thread *self, unsigned secret)
{
	hvac_response *response = get(secret);
	int64_t seen = hvac_response_status(response) == HVAC_OK ? version_of(response) : -1;

	self->failed += seen < 0;
	self->torn += seen == 0;
	self->older += seen > 0 && seen < self->seen[secret];
	if (seen > 0)
		self->seen[secret] = seen;
	hvac_response_free(response);
}

static void *read_in_turns(void *context)
{
	struct thread *self = context;

	for (pthread_barrier_wait(&turn); !stop; pthread_barrier_wait(&turn)) {
		for (unsigned i = 0; i < READS; i++)
			read_once(self, (self->first + i) % SECRETS);
		pthread_barrier_wait(&turn);
	}
	return NULL;
}

static void they_begin_to_read(void)
{
	pthread_barrier_wait(&turn);
}

static void they_have_read(void)
{
	pthread_barrier_wait(&turn);
}

static void is_everywhere(void)
{
	for (unsigned i = 0; i < SECRETS; i++) {
		hvac_response *response = get(i);

		ck_assert_msg(hvac_response_status(response) == HVAC_OK, "%s", hvac_response_message(response));
		ck_assert_int_eq(version_of(response), version);
		hvac_response_free(response);
	}
}

static void wait_for_engine(void)
{
	for (int looks = 0; looks < SERVER_LOOKS; looks++) {
		if (hvac_call(writer, KV, "read_configuration", NULL, NULL) == HVAC_OK)
			return;
		server_pause();
	}
	ck_abort_msg("the server does not come up");
}

static void unseal(void)
{
	call_as(writer, "sys", "submit_unseal_key", HVAC_ARGS(hvac_string("key", unseal_key)));
}

/* Makes the server what a dev server is, and knows how to unseal it. */
static void open_server(void)
{
	hvac_response *response = call_as(client, "sys", "initialize", HVAC_ARGS(hvac_integer("secret_shares", 1), hvac_integer("secret_threshold", 1)));

	server->token = strdup(hvac_response_string(response, "root_token"));
	unseal_key = strdup(hvac_response_string(response, "keys/0"));
	writer = client_with_token(server->token);
	unseal();
	mount_kv_v2(writer, "secret");
}

static uint64_t monotonic(void *context)
{
	(void)context;
	return atomic_load(&now);
}

static void stand(void)
{
	const hvac_clock clock = { .monotonic = monotonic };
	hvac_config *config = hvac_config_new();

	open_server();
	marked = marks_begin(sizeof *marked);
	for (unsigned i = 0; i < SECRETS; i++)
		mark_make(marked->marks[i]);
	ck_assert(proxy_start(&proxy, server->port));
	hvac_config_set(config, "address", format("http://127.0.0.1:%d", proxy.port));
	hvac_config_set(config, "token", server->token);
	hvac_config_set(config, "max_retries", "0");
	hvac_config_clock(config, &clock);
	reader = client_from(config);
	ck_assert_int_eq(hvac_cache_new(reader, &cache), HVAC_OK);
}

static void start_threads(void)
{
	ck_assert_int_eq(pthread_barrier_init(&turn, NULL, THREADS + 1), 0);
	for (unsigned i = 0; i < THREADS; i++) {
		threads[i].first = i;
		ck_assert_int_eq(pthread_create(&threads[i].id, NULL, read_in_turns, &threads[i]), 0);
	}
}

static void stop_threads(void)
{
	stop = true;
	they_begin_to_read();
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(threads[i].id, NULL);
		ck_assert_uint_eq(threads[i].torn, 0);
		ck_assert_uint_eq(threads[i].older, 0);
		ck_assert_uint_eq(threads[i].failed, 0);
	}
	pthread_barrier_destroy(&turn);
}

/* What happens while they read; the server is asked at most `times` for each secret. */
static void meanwhile(void (*happens)(void), unsigned times)
{
	unsigned before = atomic_load(&proxy.requests);

	they_begin_to_read();
	happens();
	atomic_fetch_add(&now, FRESH);
	they_have_read();
	/* once more, when all has happened */
	they_begin_to_read();
	they_have_read();
	ck_assert_uint_le(atomic_load(&proxy.requests) - before, times * SECRETS);
}

static void nothing(void)
{
}

static void goes_away(void)
{
	proxy_set_away(&proxy, true);
}

static void comes_back(void)
{
	proxy_set_away(&proxy, false);
}

static void is_sealed(void)
{
	call_as(writer, "sys", "seal", NULL);
}

static void is_unsealed(void)
{
	unseal();
	wait_for_engine();
}

static void is_changed(void)
{
	version++;
	write_secrets();
}

static void is_flushed(void)
{
	hvac_cache_flush(cache);
}

START_TEST(threads_read_on_while_the_server_goes_away_and_comes_back)
{
	stand();
	is_changed();
	start_threads();
	they_begin_to_read();
	they_have_read();
	ck_assert_uint_eq(atomic_load(&proxy.requests), SECRETS);
	for (unsigned round = 0; round < ROUNDS; round++) {
		meanwhile(is_changed, 1);
		meanwhile(goes_away, 2);
		meanwhile(comes_back, 2);
		is_everywhere();
		meanwhile(is_flushed, 2);
		meanwhile(is_sealed, 1);
		meanwhile(is_unsealed, 1);
		meanwhile(is_changed, 1);
		meanwhile(nothing, 1);
		is_everywhere();
	}
	ck_assert_uint_ge(atomic_load(&proxy.requests), 4 * ROUNDS * SECRETS);
	stop_threads();

	for (unsigned i = 0; i < SECRETS; i++)
		ck_assert(mark_is_in_memory(marked->marks[i]));
	hvac_cache_flush(cache);
	for (unsigned i = 0; i < SECRETS; i++)
		ck_assert_msg(!mark_is_in_memory(marked->marks[i]), "a secret was found in %s", mark_where());
	hvac_cache_free(cache);
	proxy_stop(&proxy);
	marks_end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("a cache and its threads, live");
	TCase *tests = live_case(suite, "threads");
	int result;

	if (hvac_wipe_transport() != HVAC_OK)
		return 1;
	server = server_start("inmem", SERVER_HTTP, "");
	if (!server)
		return 1;
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, threads_read_on_while_the_server_goes_away_and_comes_back);
	result = live_main_alone(suite);
	server_stop(server);
	return result;
}
