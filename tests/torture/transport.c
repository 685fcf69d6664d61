/* SPDX-License-Identifier: MIT */
/* Requests that really go out, by libcurl to a server of the test's own. */
#include "torture.h"
#include "outage.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../fault/server.h"

#define SCRIPT \
	"listen plain\nanswer 200\nheader Content-Type: application/json\nbody {\"data\":{\"password\":\"" MARK "\"}}\n" \
	"listen secure tls\nanswer 200\nheader Content-Type: application/json\nbody {\"data\":{\"password\":\"" MARK "\"}}\n" \
	"listen snapshot\nanswer 200\nheader Content-Type: application/gzip\nbody a snapshot: " MARK "\ntimes 100\n"

/* libcurl's words for a lack of memory: no name was resolved, there is no URL; and it says the same of a header that is too long */
#define BY_CURL (UINT64_C(1) << HVAC_CONNECTION_ERROR | UINT64_C(1) << HVAC_TOO_LARGE | UINT64_C(1) << HVAC_TLS_ERROR)

static struct server *server;
static char authority[64];

static void remove_authority(void)
{
	unlink(authority);
}

/* Once in a process: its threads end with that. */
static void start_server(void)
{
	const char *why = NULL;
	FILE *file;
	int descriptor;

	if (server)
		return;
	server = server_start(SCRIPT, &why);
	snprintf(authority, sizeof authority, "/tmp/hvac-torture-XXXXXX");
	descriptor = mkstemp(authority);
	file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	if (!server || !file || fputs(server_authority(server), file) < 0 || fclose(file) != 0)
		abort();
	atexit(remove_authority);
}

/* By an adapter of the library's own, or by libcurl's; no name: the server that the resolver names. */
static hvac_status make_client_with(const char *name, hvac_adapter *(*new_adapter)(const char *path), const char *path, hvac_client **client)
{
	hvac_config *config = hvac_config_new();
	hvac_status status;

	if (new_adapter && config)
		hvac_config_adapter(config, new_adapter(path));
	hvac_config_set(config, "address", name ? server_url(server, name) : "http://elsewhere.localhost");
	hvac_config_set(config, "srv_lookup", name ? "false" : "true");
	hvac_config_set(config, "token", TOKEN);
	hvac_config_set(config, "ca_cert", authority);
	/* waits are real here */
	hvac_config_set(config, "max_retries", "0");
	status = hvac_client_new(config, client);
	snprintf(stage.sentence, sizeof stage.sentence, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return status;
}

static hvac_status make_client(const char *name, hvac_client **client)
{
	return make_client_with(name, NULL, NULL, client);
}

static hvac_status read_app(hvac_client *client)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_read(client, "secret/app", &response);

	status = stage_take(status, response);
	if (status == HVAC_OK)
		DEMAND(hvac_response_string(response, "password"));
	return status;
}

static hvac_status ask(const char *name)
{
	hvac_value *data = NULL;
	hvac_response *response = NULL;
	hvac_client *client = NULL;
	hvac_status status;

	TRY(make_client(name, &client));
	TRY(read_app(client));
	NEED(data = hvac_value_new_map());
	TRY(hvac_value_adopt_member(data, "password", hvac_value_new_string(MARK)));
	status = hvac_write(client, "secret/app", data, &response);
	status = stage_take(status, response);
done:
	hvac_value_free(data);
	hvac_client_free(client);
	return status;
}

static hvac_status ask_in_clear(void)
{
	return ask("plain");
}

/* Whoever lacks memory to look for servers must not ask the address itself instead. */
static hvac_status find_server(void)
{
	hvac_client *client = NULL;
	const char *url;
	hvac_status status;

	TRY(make_client(NULL, &client));
	status = read_app(client);
	url = hvac_response_url(stage.response);
	DEMAND(!url || outage_of() || !strstr(url, "elsewhere"));
done:
	hvac_client_free(client);
	return status;
}

static void start_resolver(void)
{
	start_server();
	outage_port = (unsigned)strtoul(strrchr(server_url(server, "plain"), ':') + 1, NULL, 10);
}

static hvac_status ask_by_tls(void)
{
	return ask("secure");
}

static ssize_t take(void *context, const void *bytes, size_t size)
{
	(void)bytes;
	*(size_t *)context += size;
	return 0;
}

static hvac_status stream(void)
{
	size_t taken = 0;
	const hvac_stream sink = { .context = &taken, .sink = take };
	hvac_response *response = NULL;
	hvac_client *client = NULL;
	hvac_status status;

	TRY(make_client("snapshot", &client));
	status = hvac_call_stream(client, "sys", "take_raft_snapshot", NULL, &sink, &response);
	TRY(stage_take(status, response));
	DEMAND(taken == 100 * strlen("a snapshot: " MARK));
done:
	hvac_client_free(client);
	return status;
}

static void take_done(hvac_queue *queue, hvac_response *response, void *context)
{
	hvac_status *status = context;

	(void)queue;
	if (*status == HVAC_OK)
		*status = stage_take(hvac_response_status(response), response);
	else
		hvac_response_free(response);
}

/* In a loop of the program's own, where there is a descriptor for it. */
static hvac_status poll_queue(void)
{
	hvac_status status, result = HVAC_OK;
	hvac_client *client = NULL;
	hvac_queue *queue = NULL;
	hvac_task *task = NULL;
	struct pollfd ready = { .events = POLLIN };

	TRY(make_client("plain", &client));
	TRY(hvac_queue_new(client, &queue));
	ready.fd = hvac_queue_descriptor(queue);
	for (int i = 0; i < 3; i++) {
		TRY(hvac_task_new_path(client, "GET", "secret/app", NULL, NULL, &task));
		TRY(hvac_queue_submit(queue, task, take_done, &result));
		task = NULL;
	}
	while (status == HVAC_OK && hvac_queue_pending(queue)) {
		if (ready.fd >= 0)
			poll(&ready, 1, 10000);
		status = hvac_queue_run(queue, ready.fd >= 0 ? 0 : 10000);
	}
	if (status == HVAC_OK)
		status = result;
done:
	hvac_task_free(task);
	hvac_queue_free(queue);
	hvac_client_free(client);
	return status;
}

/* Recorded, and then played. */
static hvac_status record(void)
{
	char tape[] = "/tmp/hvac-torture-XXXXXX";
	hvac_client *client = NULL;
	hvac_status status;
	int descriptor = mkstemp(tape);

	if (descriptor < 0)
		abort();
	close(descriptor);
	TRY(make_client_with("plain", hvac_record_new, tape, &client));
	TRY(read_app(client));
	hvac_client_free(client);
	client = NULL;
	TRY(make_client_with("plain", hvac_replay_new, tape, &client));
	status = read_app(client);
done:
	hvac_client_free(client);
	unlink(tape);
	return status;
}

const struct scenario transport_scenarios[] = {
	{ .name = "requests by libcurl", .run = ask_in_clear, .before = start_server, .flags = SCENARIO_BARE, .also = BY_CURL },
	{ .name = "requests by TLS", .run = ask_by_tls, .before = start_server, .flags = SCENARIO_BARE | SCENARIO_SLOW, .also = BY_CURL },
	{ .name = "a server found by its records", .run = find_server, .before = start_resolver, .flags = SCENARIO_BARE, .also = BY_CURL },
	{ .name = "a stream by libcurl", .run = stream, .before = start_server, .flags = SCENARIO_BARE | SCENARIO_SLOW, .also = BY_CURL },
	{ .name = "a record, and its replay", .run = record, .before = start_server, .flags = SCENARIO_BARE | SCENARIO_SLOW, .also = BY_CURL },
	{ .name = "a queue by its descriptor", .run = poll_queue, .before = start_server, .flags = SCENARIO_BARE | SCENARIO_SLOW, .also = BY_CURL },
	{ 0 },
};
