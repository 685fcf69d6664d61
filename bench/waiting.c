/* SPDX-License-Identifier: MIT */
/*
 * What a call takes that waits in a queue, beside its arguments and its answer.
 *
 *     waiting COUNT
 *
 * Prints the bytes for each of COUNT calls. ENGINES is the folder of the engines.
 */
#define _GNU_SOURCE
#include <err.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <hvac/hvac.h>

static size_t in_use(void)
{
	struct mallinfo2 heap = mallinfo2();

	return heap.uordblks + heap.hblkhd;
}

static void submit(hvac_client *client, hvac_queue *queue)
{
	hvac_task *task;

	if (hvac_task_new(client, "secrets/kv_v2", "read_secret_version", HVAC_ARGS(hvac_string("path", "app")), NULL, &task) != HVAC_OK ||
	    hvac_queue_submit(queue, task, NULL, NULL) != HVAC_OK)
		errx(1, "a call was not taken");
}

int main(int argc, char **argv)
{
	long count = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
	hvac_config *config = hvac_config_new();
	hvac_client *client;
	hvac_queue *queue;
	size_t before;

	if (count < 1)
		errx(2, "usage: waiting COUNT");
	if (hvac_plugin_path(ENGINES) != HVAC_OK)
		errx(1, "%s: no folder of engines", ENGINES);
	hvac_config_set(config, "address", "http://127.0.0.1:1");
	hvac_config_set(config, "token", "root");
	if (hvac_client_new(config, &client) != HVAC_OK)
		errx(1, "%s", hvac_config_error(config));
	if (hvac_queue_new(client, &queue) != HVAC_OK)
		errx(1, "there is no queue");
	/* the engine is loaded, and the queue has what it keeps */
	submit(client, queue);
	before = in_use();
	for (long i = 0; i < count; i++)
		submit(client, queue);
	printf("{\"bytes\":%zu}\n", (in_use() - before) / (size_t)count);
	hvac_queue_free(queue);
	hvac_client_free(client);
	hvac_config_free(config);
	return 0;
}
