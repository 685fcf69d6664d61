/* SPDX-License-Identifier: MIT */
/*
 * What it takes to load an engine and to check its table. A process can do it once only, so the runner starts this program
 * once for each measurement:
 *
 *     load none|open|check|describe|again ENGINE
 *
 * and takes differences. Each step does a part of the work, and prints how many nanoseconds its last act took:
 *
 *     none        nothing
 *     open        opens the shared object
 *     check       the same, and then lets the library check the table
 *     describe    asks the library for the engine's description, which finds, opens and checks it
 *     again       asks twice: the second time it is only described; and prints the number of operations
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

static uint64_t check(const struct hvac_plugin *plugin)
{
	uint64_t began = now();
	char *error;

	if (hvac_plugin_register(plugin, &error) != HVAC_OK)
		die("hvac_plugin_register", error);
	return now() - began;
}

static uint64_t describe(const char *engine, size_t *operations)
{
	uint64_t began = now(), took;
	hvac_value *description;
	char *error;

	if (hvac_plugin_describe(engine, &description, &error) != HVAC_OK)
		die("hvac_plugin_describe", error);
	took = now() - began;
	*operations = hvac_value_count(hvac_value_member(description, "operations"));
	hvac_value_free(description);
	return took;
}

int main(int argc, char **argv)
{
	const char *step = argc > 1 ? argv[1] : "";
	void *object = NULL;
	uint64_t took = 0;
	size_t operations = 0;

	if (argc != 3)
		die("usage", "load none|open|check|describe|again ENGINE");
	if (hvac_plugin_path(ENGINES) != HVAC_OK)
		die("hvac_plugin_path", ENGINES);
	if (!strcmp(step, "open") || !strcmp(step, "check"))
		took = open_object(argv[2], &object);
	if (!strcmp(step, "check"))
		took = check(find(object, argv[2]));
	if (!strcmp(step, "describe") || !strcmp(step, "again"))
		took = describe(argv[2], &operations);
	if (!strcmp(step, "again"))
		took = describe(argv[2], &operations);
	printf("{\"ns\":%" PRIu64 ",\"operations\":%zu}\n", took, operations);
	return EXIT_SUCCESS;
}
