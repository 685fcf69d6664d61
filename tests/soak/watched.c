/* SPDX-License-Identifier: MIT */
/* What watchers hand over and tell. Each has a user of a broker, which lives as long as its lease, and a secret without one. */
#include "calls.h"
#include "work.h"

#include <err.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>

#define LOOK_MS 100                     /* the loop looks whether it is to end */

static struct watched {
	unsigned index;
	hvac_client *client;
	hvac_watcher *watcher;
} own_thread = { .index = 0 }, looped = { .index = 1 };
static pthread_t loop;

static void note_event(hvac_watcher *watcher, const hvac_event *event, void *context)
{
	static const char *const names[] = {
		[HVAC_EVENT_LOGGED_IN] = "logged in", [HVAC_EVENT_READ] = "read", [HVAC_EVENT_RENEWED] = "renewed",
		[HVAC_EVENT_FAILED] = "failed", [HVAC_EVENT_EXPIRED] = "expired", [HVAC_EVENT_REVOKED] = "revoked",
	};
	const struct watched *watched = context;
	char *token = hvac_client_token(watched->client);

	(void)watcher;
	if (token && event->kind == HVAC_EVENT_LOGGED_IN)
		journal_token(token);
	hvac_text_free(token);
	if (event->kind != HVAC_EVENT_RENEWED && (event->kind != HVAC_EVENT_READ || hvac_response_lease_duration(event->response)))
		journal_line("event\t%u\t%" PRId64 "\t%s\t%s\t%s\n", watched->index, now_ms(), names[event->kind], event->engine ? event->engine : "token",
		             event->response ? hvac_response_message(event->response) : "");
}

static void note_secret(hvac_watcher *watcher, const hvac_response *response, void *context)
{
	const struct watched *watched = context;

	(void)watcher;
	if (hvac_response_lease_id(response))
		journal_line("secret\t%u\t%" PRId64 "\t%s\n", watched->index, now_ms(), hvac_response_lease_id(response));
	if (hvac_response_string(response, "password"))
		journal_token(hvac_response_string(response, "password"));
}

static void add(struct watched *watched, const char *path)
{
	hvac_task *task;

	if (hvac_task_new_path(watched->client, "GET", path, NULL, NULL, &task) != HVAC_OK || hvac_watcher_add(watched->watcher, task, note_secret, watched) != HVAC_OK)
		errx(1, "%s is not watched", path);
}

static void begin(struct watched *watched, hvac_client *client)
{
	watched->client = client;
	if (hvac_watcher_new(client, &watched->watcher) != HVAC_OK)
		errx(1, "no watcher");
	hvac_watcher_on_event(watched->watcher, note_event, watched);
	if (hvac_watcher_login(watched->watcher, "auth/approle", "login", HVAC_ARGS(role_id(), secret_id()), NULL) != HVAC_OK)
		errx(1, "no login to watch");
	add(watched, "broker/creds/web");
	add(watched, "secret/data/fixed/0");
}

static void *drive(void *context)
{
	(void)context;
	while (!atomic_load(&shared->ending)) {
		int due = hvac_watcher_due_in(looped.watcher);

		poll(NULL, 0, due < 0 || due > LOOK_MS ? LOOK_MS : due);
		hvac_watcher_poll(looped.watcher);
	}
	return NULL;
}

void watchers_begin(void)
{
	begin(&own_thread, clients.main);
	begin(&looped, client_new());
	if (hvac_watcher_start(own_thread.watcher) != HVAC_OK || pthread_create(&loop, NULL, drive, NULL) != 0)
		errx(1, "no thread");
}

/* What the looped one has is taken back, the other's lives on. */
void watchers_end(void)
{
	hvac_status status;

	pthread_join(loop, NULL);
	status = hvac_watcher_revoke(looped.watcher);
	if (status != HVAC_OK)
		journal_line("wrong\t0\trevocation\t%s\n", hvac_status_name(status));
	hvac_watcher_free(looped.watcher);
	hvac_client_free(looped.client);
	hvac_watcher_free(own_thread.watcher);
}
