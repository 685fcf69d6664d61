/* SPDX-License-Identifier: MIT */
/*
 * Reads through libhvac as a program would: one client, one hvac_call a read, or one queue.
 *
 * BENCH_ENGINES  engines to load before, "auth/approle secrets/aws ..."
 */
#define _GNU_SOURCE
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <hvac/hvac.h>

struct reader {
	hvac_client *client;
};

static void load_engines(void)
{
	const char *names = getenv("BENCH_ENGINES");
	char *list = names ? strdup(names) : NULL, *place = NULL, *error;

	for (char *name = list ? strtok_r(list, " ", &place) : NULL; name; name = strtok_r(NULL, " ", &place)) {
		hvac_value *description;

		if (hvac_plugin_describe(name, &description, &error) != HVAC_OK)
			die(name, error);
		hvac_value_free(description);
	}
	free(list);
}

struct reader *reader_new(const char *url, const char *token, const char *ca)
{
	struct reader *reader = calloc(1, sizeof *reader);
	hvac_config *config = hvac_config_new();

	if (!reader)
		die("reader", "memory ran out");
	if (hvac_plugin_path(ENGINES) != HVAC_OK)
		die("hvac_plugin_path", ENGINES);
	hvac_config_set(config, "address", url);
	hvac_config_set(config, "token", token);
	hvac_config_set(config, "ca_cert", ca);
	/* mistakes in the settings are kept for this */
	if (hvac_client_new(config, &reader->client) != HVAC_OK)
		die("hvac_client_new", hvac_config_error(config));
	hvac_config_free(config);
	load_engines();
	return reader;
}

void reader_read(struct reader *reader)
{
	hvac_response *response;

	if (hvac_call(reader->client, "secrets/kv_v2", "read_secret_version",
	              HVAC_ARGS(hvac_string("path", "app"), hvac_string("mount_point", "secret")), &response) != HVAC_OK)
		die("hvac_call", hvac_response_message(response));
	password_seen(hvac_response_string(response, "password"));
	hvac_response_free(response);
}

void reader_free(struct reader *reader)
{
	hvac_client_free(reader->client);
	free(reader);
}

struct many {
	hvac_client *client;
	long left;                      /* not yet submitted */
};

static void submit(hvac_queue *queue, struct many *many);

static void on_read(hvac_queue *queue, hvac_response *response, void *context)
{
	struct many *many = context;

	if (hvac_response_status(response) != HVAC_OK)
		die("hvac_queue_run", hvac_response_message(response));
	password_seen(hvac_response_string(response, "password"));
	hvac_response_free(response);
	submit(queue, many);
}

static void submit(hvac_queue *queue, struct many *many)
{
	hvac_task *task;

	if (!many->left)
		return;
	many->left--;
	if (hvac_task_new(many->client, "secrets/kv_v2", "read_secret_version",
	                  HVAC_ARGS(hvac_string("path", "app"), hvac_string("mount_point", "secret")), NULL, &task) != HVAC_OK ||
	    hvac_queue_submit(queue, task, on_read, many) != HVAC_OK)
		die("hvac_queue_submit", NULL);
}

void read_many(const char *url, const char *token, const char *ca, long count)
{
	static struct reader *reader;
	static hvac_queue *queue;
	struct many many = { .left = count };

	if (!reader) {
		reader = reader_new(url, token, ca);
		if (hvac_queue_new(reader->client, &queue) != HVAC_OK)
			die("hvac_queue_new", NULL);
	}
	many.client = reader->client;
	for (int i = 0; i < IN_FLIGHT; i++)
		submit(queue, &many);
	while (hvac_queue_pending(queue) > 0)
		if (hvac_queue_run(queue, -1) != HVAC_OK)
			die("hvac_queue_run", NULL);
	if (many.left)
		die("hvac_queue_run", "it ended before its calls did");
}
