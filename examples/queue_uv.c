/* SPDX-License-Identifier: MIT */
/* Reads the secrets whose paths it is given within the event loop of libuv, which goes on with its other work meanwhile. */
#define _POSIX_C_SOURCE 200809L
#include <err.h>
#include <stdio.h>
#include <uv.h>
#include <hvac/hvac.h>
#include <hvac/secrets/kv_v2.h>

/* The loop's other work: it counts tenths of a second. */
static uv_timer_t clock_handle;
static uv_poll_t queue_handle;

static void tick(uv_timer_t *handle)
{
	++*(unsigned *)handle->data;
}

static void show(hvac_queue *queue, hvac_response *response, void *context)
{
	const char *path = context;

	if (hvac_response_status(response) == HVAC_OK)
		printf("%s: %zu members\n", path, hvac_value_count(hvac_response_answer(response)));
	else
		printf("%s: %s\n", path, hvac_status_name(hvac_response_status(response)));
	hvac_response_free(response);
	if (hvac_queue_pending(queue) == 0) {
		/* without handles the loop ends */
		uv_close((uv_handle_t *)&queue_handle, NULL);
		uv_close((uv_handle_t *)&clock_handle, NULL);
	}
}

static void go_on(uv_poll_t *handle, int status, int events)
{
	(void)events;
	if (status < 0)
		errx(1, "%s", uv_strerror(status));
	hvac_queue_run(handle->data, 0);
}

int main(int argc, char **argv)
{
	uv_loop_t *loop = uv_default_loop();
	unsigned ticks = 0;

	if (argc < 2) errx(2, "usage: queue_uv PATH ...");
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));
	hvac_queue *queue;
	if (hvac_queue_new(client, &queue) != HVAC_OK) errx(1, "no memory");
	for (int i = 1; i < argc; i++) {
		hvac_task *task;
		hvac_secrets_kv_v2_read_secret_version_task(client, &task, .path = argv[i]);
		if (hvac_queue_submit(queue, task, show, argv[i]) != HVAC_OK) errx(1, "the queue takes no more");
	}

	if (uv_poll_init(loop, &queue_handle, hvac_queue_descriptor(queue)) != 0 || uv_timer_init(loop, &clock_handle) != 0)
		errx(1, "no place in the loop");
	queue_handle.data = queue;
	clock_handle.data = &ticks;
	uv_poll_start(&queue_handle, UV_READABLE, go_on);
	uv_timer_start(&clock_handle, tick, 100, 100);
	uv_run(loop, UV_RUN_DEFAULT);
	uv_loop_close(loop);
	printf("%u tenths of a second\n", ticks);
	hvac_queue_free(queue);
	hvac_client_free(client);
	hvac_config_free(config);
}
