/* SPDX-License-Identifier: MIT */
/*
 * Serves standard input and a queue at once, with plain poll(2): whoever types, or pipes, the path of a secret is told which members
 * it has as soon as the answer is there, while more paths come in.
 */
#define _POSIX_C_SOURCE 200809L
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include <hvac/secrets/kv_v2.h>

static void show(hvac_queue *queue, hvac_response *response, void *context)
{
	char *path = context;

	(void)queue;
	if (hvac_response_status(response) == HVAC_OK)
		printf("%s: %zu members\n", path, hvac_value_count(hvac_response_answer(response)));
	else
		printf("%s: %s\n", path, hvac_status_name(hvac_response_status(response)));
	fflush(stdout);
	hvac_response_free(response);
	free(path);
}

static void ask_for(hvac_client *client, hvac_queue *queue, const char *path)
{
	char *copy = strdup(path);
	hvac_task *task;

	if (!copy)
		errx(1, "no memory");
	hvac_secrets_kv_v2_read_secret_version_task(client, &task, .path = path);
	if (hvac_queue_submit(queue, task, show, copy) != HVAC_OK)
		errx(1, "the queue takes no more");
}

/* What has come in, up to a line that is not complete. False at the end. */
static bool take_lines(hvac_client *client, hvac_queue *queue)
{
	static char *input;
	static size_t length, room;
	char *line, *end;
	ssize_t n;

	if (length + 1 >= room && !(input = realloc(input, room = 2 * room + 256)))
		errx(1, "no memory");
	n = read(STDIN_FILENO, input + length, room - length - 1);
	if (n < 0 && errno != EINTR)
		err(1, "standard input");
	length += n > 0 ? (size_t)n : 0;
	input[length] = '\0';
	for (line = input; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		ask_for(client, queue, line);
	}
	length -= (size_t)(line - input);
	memmove(input, line, length);
	if (n == 0)
		free(input);
	return n != 0;
}

int main(void)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;
	hvac_queue *queue;

	hvac_config_from_env(config);
	if (hvac_client_new(config, &client) != HVAC_OK)
		errx(1, "%s", hvac_config_error(config));
	if (hvac_queue_new(client, &queue) != HVAC_OK)
		errx(1, "no memory");
	struct pollfd waits[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = hvac_queue_descriptor(queue), .events = POLLIN },
	};
	while (waits[0].fd >= 0 || hvac_queue_pending(queue) > 0) {
		if (poll(waits, 2, -1) < 0) {
			if (errno != EINTR)
				err(1, "poll");
			continue;
		}
		if (waits[0].revents && !take_lines(client, queue))
			waits[0].fd = -1;               /* poll(2) leaves it out */
		if (waits[1].revents)
			hvac_queue_run(queue, 0);
	}
	hvac_queue_free(queue);
	hvac_client_free(client);
	hvac_config_free(config);
}
