/* SPDX-License-Identifier: MIT */
/* What lives longer than a call: queues, watchers, caches. */
#include "torture.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#define TASKS 50
#define POLLS 200
#define MILLISECOND UINT64_C(1000000)

static const struct line lines[] = {
	{ "POST /v1/auth/approle/login", 200, "{\"auth\":{\"client_token\":\"hvs.new-" MARK "\",\"accessor\":\"a\",\"lease_duration\":3600,\"renewable\":true}}", NULL },
	{ "PUT /v1/auth/token/renew-self", 200, "{\"auth\":{\"client_token\":\"hvs.new-" MARK "\",\"accessor\":\"a\",\"lease_duration\":3600,\"renewable\":true}}", NULL },
	{ "POST /v1/auth/token/renew-self", 200, "{\"auth\":{\"client_token\":\"hvs.new-" MARK "\",\"accessor\":\"a\",\"lease_duration\":3600,\"renewable\":true}}", NULL },
	{ "GET /v1/auth/token/lookup-self", 200, "{\"data\":{\"ttl\":3600,\"renewable\":true,\"fish\":\"fish\"}}", NULL },
	{ "GET /v1/database/creds/app", 200, "{\"lease_id\":\"l\",\"lease_duration\":1800,\"renewable\":true,\"data\":{\"password\":\"" MARK "\"}}", NULL },
	{ "PUT /v1/sys/leases/renew", 200, "{\"lease_id\":\"l\",\"lease_duration\":1800,\"renewable\":true,\"fish\":\"fish\"}", NULL },
	{ "POST /v1/sys/leases/renew", 200, "{\"lease_id\":\"l\",\"lease_duration\":1800,\"renewable\":true,\"fish\":\"fish\"}", NULL },
	{ "PUT /v1/sys/leases/revoke", 204, NULL, NULL },
	{ "PUT /v1/auth/token/revoke-self", 204, NULL, NULL },
	{ "GET /v1/secret/app", 200, "{\"data\":{\"password\":\"" MARK "\"}}", NULL },
	{ 0 },
};
static const char *const options[] = { "token", TOKEN, NULL };

/* A queue */

struct count {
	unsigned done;
	hvac_status status;             /* the first that is not HVAC_OK */
};

static void take_done(hvac_queue *queue, hvac_response *response, void *context)
{
	struct count *count = context;

	(void)queue;
	count->done++;
	if (count->status == HVAC_OK)
		count->status = stage_take(hvac_response_status(response), response);
	else
		hvac_response_free(response);
}

static hvac_status submit(hvac_queue *queue, unsigned number, struct count *count)
{
	hvac_task *task = NULL;
	hvac_status status;

	if (number % 2)
		status = hvac_task_new_path(stage.client, "GET", "secret/app", NULL, NULL, &task);
	else
		status = hvac_task_new(stage.client, "secrets/kv_v1", "read_secret", HVAC_ARGS(hvac_string("path", "app")), NULL, &task);
	if (status == HVAC_OK)
		status = hvac_queue_submit(queue, task, take_done, count);
	if (status != HVAC_OK)
		hvac_task_free(task);
	return status;
}

static hvac_status fill_queue(void)
{
	struct count count = { 0, HVAC_OK };
	hvac_queue *queue = NULL;
	hvac_status status;
	unsigned submitted = 0;

	TRY(hvac_queue_new(stage.client, &queue));
	while (submitted < TASKS) {
		TRY(submit(queue, submitted, &count));
		submitted++;
	}
	DEMAND(hvac_queue_descriptor(queue) == -1);
	for (unsigned i = 0; i < POLLS && hvac_queue_pending(queue) && status == HVAC_OK; i++)
		status = hvac_queue_run(queue, 10);
	if (status == HVAC_OK)
		status = count.status;
	DEMAND(status != HVAC_OK || count.done == TASKS);
done:
	hvac_queue_free(queue);
	DEMAND(count.done == submitted);
	return status;
}

/* A watcher */

struct events {
	unsigned renewed, read, failed;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
};

static void note_event(hvac_watcher *watcher, const hvac_event *event, void *context)
{
	struct events *events = context;

	(void)watcher;
	DEMAND(!event->response || !strstr(hvac_response_message(event->response), MARK));
	pthread_mutex_lock(&events->mutex);
	events->renewed += event->kind == HVAC_EVENT_RENEWED;
	events->read += event->kind == HVAC_EVENT_READ;
	events->failed += event->kind == HVAC_EVENT_FAILED;
	pthread_cond_signal(&events->changed);
	pthread_mutex_unlock(&events->mutex);
}

static void note_secret(hvac_watcher *watcher, const hvac_response *response, void *context)
{
	(void)watcher;
	(void)context;
	DEMAND(!strcmp(hvac_response_string(response, "password"), MARK));
}

static hvac_status make_watcher(struct events *events, hvac_watcher **watcher)
{
	hvac_response *response = NULL;
	hvac_task *task = NULL;
	hvac_status status;

	TRY(hvac_watcher_new(stage.client, watcher));
	hvac_watcher_on_event(*watcher, note_event, events);
	status = hvac_watcher_login(*watcher, "auth/approle", "login", HVAC_ARGS(hvac_string("role_id", "web"), hvac_string("secret_id", MARK)), &response);
	hvac_response_free(response);
	if (status != HVAC_OK)
		goto done;
	TRY(hvac_task_new_path(stage.client, "GET", "database/creds/app", NULL, NULL, &task));
	status = hvac_watcher_add(*watcher, task, note_secret, NULL);
	if (status == HVAC_OK)
		task = NULL;
done:
	hvac_task_free(task);
	return status;
}

/* It goes on, whatever fails, until there is memory again. */
static hvac_status watch(void)
{
	struct events events = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	hvac_watcher *watcher = NULL;
	hvac_status status;

	TRY(make_watcher(&events, &watcher));
	for (unsigned i = 0; i < POLLS && (events.renewed < 6 || !events.read); i++) {
		int ms = hvac_watcher_due_in(watcher);

		DEMAND(ms >= 0);
		stage.time += (uint64_t)(ms > 0 ? ms : 1) * MILLISECOND;
		hvac_watcher_poll(watcher);
	}
	if (events.renewed < 6 || !events.read)
		status = HVAC_NO_MEMORY;
	else
		status = hvac_watcher_revoke(watcher);
done:
	hvac_watcher_free(watcher);
	return status;
}

/* In a thread of its own, until the secret is there or something has failed. */
static hvac_status watch_beside(void)
{
	struct events events = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	hvac_watcher *watcher = NULL;
	struct timespec end;
	hvac_status status;
	int waited = 0;

	TRY(make_watcher(&events, &watcher));
	TRY(hvac_watcher_start(watcher));
	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += 10;
	pthread_mutex_lock(&events.mutex);
	while (!events.read && !events.failed && waited != ETIMEDOUT)
		waited = pthread_cond_timedwait(&events.changed, &events.mutex, &end);
	DEMAND(waited != ETIMEDOUT);
	status = events.read || stage.spoil ? HVAC_OK : HVAC_NO_MEMORY;
	pthread_mutex_unlock(&events.mutex);
done:
	hvac_watcher_free(watcher);
	return status;
}

/* A cache */

static hvac_status get(hvac_cache *cache)
{
	hvac_response *response = NULL;
	hvac_task *task = NULL;
	hvac_status status = hvac_task_new(stage.client, "secrets/kv_v1", "read_secret", HVAC_ARGS(hvac_string("path", "app")), NULL, &task);

	/* it frees the task */
	if (task)
		status = hvac_cache_get(cache, task, &response);
	status = stage_take(status, response);
	if (status == HVAC_OK)
		DEMAND(hvac_response_string(response, "password"));
	return status;
}

static hvac_status keep(void)
{
	unsigned before = stage.exchanges;
	hvac_cache *cache = NULL;
	hvac_status status;

	TRY(hvac_cache_new(stage.client, &cache));
	TRY(get(cache));
	TRY(get(cache));
	DEMAND(stage.exchanges - before == 1 || stage.spoil);
	hvac_cache_flush(cache);
	status = get(cache);
done:
	hvac_cache_free(cache);
	return status;
}

const struct scenario lasting_scenarios[] = {
	{ .name = "a queue of 50", .run = fill_queue, .lines = lines, .options = options, .flags = SCENARIO_SLOW },
	{ .name = "a watcher through renewals", .run = watch, .lines = lines, .options = options },
	{ .name = "a watcher in a thread", .run = watch_beside, .lines = lines, .options = options, .flags = SCENARIO_LOOSE },
	{ .name = "a cache", .run = keep, .lines = lines, .options = options },
	{ 0 },
};
