/* SPDX-License-Identifier: MIT */
/*
 * What it takes to load an engine and to check its table. A process can do it once only, so the runner starts this program
 * once for each measurement:
 *
 *     load open|check|call|again ENGINE
 *
 * Each step prints how many nanoseconds its last act took, and how many operations the engine has; the runner takes
 * differences:
 *
 *     open        opens the shared object
 *     check       the same, and then lets the library check the table
 *     call        calls an operation that is not there: the engine is found, opened, checked, and nothing is sent
 *     again       the same, and then once more: what of it is not loading
 *
 * Before all of them stands a call to an engine that is not installed: what the first call of a process costs is no engine's.
 *
 * ENGINES is the folder of the engines. An engine that is linked in is neither opened nor registered: exit status 64.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include <hvac/plugin.h>

#define UNSUPPORTED 64
/* too long for the library to look for one of a name like it */
#define NO_OPERATION "no_such_operation_and_no_name_that_is_near_to_it_as_it_is_longer_than_any"

static _Noreturn void die(const char *what, const char *detail)
{
	fprintf(stderr, "load: %s: %s\n", what, detail ? detail : "it failed");
	exit(EXIT_FAILURE);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* hvac1_secrets_kv_v2 for secrets/kv_v2 */
static const struct hvac_plugin *find(void *object, const char *engine)
{
	const struct hvac_plugin *plugin;
	char *symbol;

	if (asprintf(&symbol, "hvac%d_%s", HVAC_ABI_MAJOR, engine) < 0)
		die(engine, "memory ran out");
	for (char *c = symbol; *c; c++)
		if (*c == '/')
			*c = '_';
	plugin = dlsym(object, symbol);
	if (!plugin)
		die(symbol, dlerror());
	free(symbol);
	return plugin;
}

static uint64_t open_object(const char *engine, void **object)
{
	uint64_t began, took;
	char *file;

	if (asprintf(&file, ENGINES "/%s.so", engine) < 0)
		die(engine, "memory ran out");
	if (access(file, F_OK) < 0)
		exit(UNSUPPORTED);
	began = now();
	/* as the library does it */
	*object = dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	took = now() - began;
	if (!*object)
		die(file, dlerror());
	free(file);
	return took;
}

/* callgrind looks into this function and the next by name */
__attribute__((noinline)) static uint64_t check(const struct hvac_plugin *plugin)
{
	uint64_t began = now();
	char *error;

	if (hvac_plugin_register(plugin, &error) != HVAC_OK)
		die("hvac_plugin_register", error);
	return now() - began;
}

static hvac_client *client_new(void)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	/* nobody is asked */
	hvac_config_set(config, "address", "http://127.0.0.1:1");
	if (hvac_client_new(config, &client) != HVAC_OK)
		die("hvac_client_new", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

static void warm_up(hvac_client *client)
{
	hvac_response *response;

	if (hvac_call(client, "secrets/x_bench_nothing", NO_OPERATION, NULL, &response) != HVAC_PLUGIN_NOT_FOUND)
		die("hvac_call", hvac_response_message(response));
	hvac_response_free(response);
}

__attribute__((noinline)) static uint64_t call(hvac_client *client, const char *engine)
{
	uint64_t began = now(), took;
	hvac_response *response;
	hvac_status status = hvac_call(client, engine, NO_OPERATION, NULL, &response);

	took = now() - began;
	if (status != HVAC_NO_SUCH_OPERATION)
		die("hvac_call", hvac_response_message(response));
	hvac_response_free(response);
	return took;
}

static size_t count_operations(const char *engine)
{
	hvac_value *description;
	size_t operations;
	char *error;

	if (hvac_plugin_describe(engine, &description, &error) != HVAC_OK)
		die("hvac_plugin_describe", error);
	operations = hvac_value_count(hvac_value_member(description, "operations"));
	hvac_value_free(description);
	return operations;
}

int main(int argc, char **argv)
{
	const char *step = argc > 1 ? argv[1] : "";
	hvac_client *client;
	void *object;
	uint64_t took;

	if (argc != 3)
		die("usage", "load open|check|call|again ENGINE");
	if (hvac_plugin_path(ENGINES) != HVAC_OK)
		die("hvac_plugin_path", ENGINES);
	client = client_new();
	warm_up(client);
	if (!strcmp(step, "open") || !strcmp(step, "check")) {
		took = open_object(argv[2], &object);
		if (!strcmp(step, "check"))
			took = check(find(object, argv[2]));
	} else {
		took = call(client, argv[2]);
		if (!strcmp(step, "again"))
			took = call(client, argv[2]);
	}
	hvac_client_free(client);
	printf("{\"ns\":%" PRIu64 ",\"operations\":%zu}\n", took, count_operations(argv[2]));
	return EXIT_SUCCESS;
}
