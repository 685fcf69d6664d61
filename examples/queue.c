/* SPDX-License-Identifier: MIT */
/*
 * Reads many secrets at once on one thread: their paths, one a line, from standard input.
 *
 *     hvac list secret/metadata | ./queue
 */
#define _POSIX_C_SOURCE 200809L
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include <hvac/secrets/kv_v2.h>

struct counts {
	size_t submitted, read, missing, failed;
};

static void show(const struct counts *counts, char end)
{
	fprintf(stderr, "%zu of %zu read, %zu missing, %zu failed%c", counts->read, counts->submitted, counts->missing, counts->failed, end);
}

static void store(hvac_queue *queue, hvac_response *response, void *context)
{
	struct counts *counts = context;

	if (hvac_response_status(response) == HVAC_OK)
		counts->read++;                 /* here a program would take hvac_response_string(response, "password") */
	else if (hvac_response_status(response) == HVAC_INVALID_PATH)
		counts->missing++;
	else if (!counts->failed++)
		warnx("%s", hvac_response_message(response));
	hvac_response_free(response);
	if (isatty(STDERR_FILENO) && hvac_queue_pending(queue) % 100 == 0)
		show(counts, '\r');
}

int main(void)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;
	hvac_queue *queue;
	struct counts counts = { 0 };
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	hvac_config_from_env(config);
	if (hvac_client_new(config, &client) != HVAC_OK)
		errx(1, "%s", hvac_config_error(config));
	if (hvac_queue_new(client, &queue) != HVAC_OK)
		errx(1, "no memory");
	while ((length = getline(&line, &size, stdin)) > 0) {
		hvac_task *task;

		line[strcspn(line, "\n")] = '\0';
		hvac_secrets_kv_v2_read_secret_version_task(client, &task, .path = line);
		if (hvac_queue_submit(queue, task, store, &counts) != HVAC_OK)
			errx(1, "the queue takes no more");
		counts.submitted++;
	}
	while (hvac_queue_pending(queue) > 0)
		hvac_queue_run(queue, -1);
	show(&counts, '\n');
	free(line);
	hvac_queue_free(queue);
	hvac_client_free(client);
	hvac_config_free(config);
	return counts.failed ? 1 : 0;
}
