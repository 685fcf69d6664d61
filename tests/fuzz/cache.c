/* SPDX-License-Identifier: MIT */
/* What a cache gives, held against a simple model of it: when it asks and when not, and which answer comes. Where memory runs out it is
 * only that nobody gets another's answer.
 * Input: lines, of which the first letter counts and the numbers:
 *	get N HOW       what N is; "other": in another namespace; HOW an answer comes if there is a request: of the list below
 *	pass N          tenths of a second
 *	flush
 *	fork            a child begins with an empty one */
#include "fuzz.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <hvac/adapter.h>
#include <hvac/cache.h>
#include <hvac/client.h>
#include <hvac/config.h>
#include <hvac/engine.h>
#include <hvac/plugin.h>
#include "clock.h"
#include "memory.h"

#define NAMES 4u
#define FRESH (60 * SECOND)     /* as the options are by default */
#define STALE (600 * SECOND)
#define TRY_AGAIN (1 * SECOND)

static const struct hvac_operation operations[] = {
	{ .name = "read", .verb = HVAC_GET, .path = "/x/{name}", .help = "Reads", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "name")) },
};
HVAC_PLUGIN_OF(secrets, x_fuzz, operations, .version = "1", .help = "For fuzzing");

enum effect { KEPT, GIVEN, REFUSED, NO_ANSWER };

static const struct manner {
	int http_status;                /* 0: it is lost */
	const char *before, *after;     /* of the body, around which answer it is */
	enum effect effect;
	hvac_status status;
} manners[] = {
	{ 200, "{\"data\":{\"answer\":", "}}", KEPT, HVAC_OK },
	{ 200, "{\"data\":{\"answer\":", "},\"lease_id\":\"x/1\"}", GIVEN, HVAC_OK },
	{ 200, "{\"data\":{\"answer\":", "},\"wrap_info\":{\"token\":\"t\"}}", GIVEN, HVAC_OK },
	{ 404, "{\"errors\":[\"", "\"]}", REFUSED, HVAC_INVALID_PATH },
	{ 503, "{\"errors\":[\"", "\"]}", NO_ANSWER, HVAC_VAULT_DOWN },
	{ 200, "<html>", "", NO_ANSWER, HVAC_MALFORMED_ANSWER },
	{ 0, NULL, NULL, NO_ANSWER, HVAC_CONNECTION_ERROR },
};
#define MANNERS (sizeof manners / sizeof manners[0])

struct item {
	unsigned answer;                /* which one; 0: none */
	uint64_t kept_at, tried_at;
};

struct stage {
	hvac_adapter adapter;
	uint64_t time;
	hvac_client *clients[2];        /* the second in another namespace */
	hvac_cache *cache;
	struct item items[2][NAMES];
	const struct manner *manner;
	unsigned asked, name, namespace; /* asked: how often; the others: what is wanted */
	void *ticket;
};

/* An adapter of a program's own, and its clock */

static uint64_t monotonic(void *context)
{
	return ((struct stage *)context)->time;
}

static hvac_status open_lane(hvac_adapter *adapter, void **lane, const char **detail)
{
	*lane = adapter->self;
	*detail = NULL;
	return HVAC_OK;
}

static hvac_status start(void *lane, const hvac_request *request, void *ticket)
{
	struct stage *stage = lane;

	demand(!stage->ticket && decimal(request->path + strlen("/v1/x/")) == stage->name);
	stage->ticket = ticket;
	stage->asked++;
	return HVAC_OK;
}

static void drive(void *lane, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct stage *stage = lane;
	void *ticket = stage->ticket;
	hvac_outcome outcome = { .size = sizeof outcome, .kind = HVAC_OUTCOME_NOT_SENT, .http_status = stage->manner->http_status };
	unsigned paused = shortage_pause();

	(void)timeout_ms;
	demand(ticket);
	if (outcome.http_status) {
		outcome.kind = HVAC_OUTCOME_ANSWER;
		outcome.sent = true;
		outcome.headers = text_copy("", 0);
		demand(outcome.headers && asprintf(&outcome.body, "%s%u%s", stage->manner->before, stage->asked, stage->manner->after) > 0);
		outcome.body_length = strlen(outcome.body);
	}
	shortage_resume(paused);
	stage->ticket = NULL;
	done(context, ticket, &outcome);
}

static void cancel(void *lane, void *ticket)
{
	(void)ticket;
	((struct stage *)lane)->ticket = NULL;
}

static void resume(void *lane, void *ticket)
{
	(void)lane;
	(void)ticket;
}

static void leave_lane(void *lane)
{
	(void)lane;
}

static void leave_adapter(hvac_adapter *adapter)
{
	(void)adapter;
}

/* The model: whether it is asked for, and then what is given: which answer, 0 for a failure. */

static bool is_asked_for(const struct item *item, uint64_t now)
{
	uint64_t age = now - item->kept_at;

	if (!item->answer || age >= STALE)
		return true;
	return age >= FRESH && (item->tried_at <= item->kept_at || now - item->tried_at >= TRY_AGAIN);
}

static unsigned given(struct item *item, const struct manner *manner, unsigned answer, uint64_t now)
{
	if (manner->effect == NO_ANSWER && item->answer && now - item->kept_at < STALE) {
		item->tried_at = now;
		return item->answer;
	}
	*item = (struct item){ .answer = manner->effect == KEPT ? answer : 0, .kept_at = now, .tried_at = now };
	return manner->status == HVAC_OK ? answer : 0;
}

/* The program */

static hvac_status get(struct stage *stage, hvac_response **response)
{
	char name[16];
	hvac_task *task;

	snprintf(name, sizeof name, "%u", stage->name);
	hvac_task_new(stage->clients[stage->namespace], "secrets/x_fuzz", "read", (hvac_argument[]){ hvac_string("name", name), { .kind = HVAC_ARGUMENT_END } },
	              NULL, &task);
	return hvac_cache_get(stage->cache, task, response);
}

static void get_and_compare(struct stage *stage)
{
	struct item *item = &stage->items[stage->namespace][stage->name];
	bool asks = is_asked_for(item, stage->time);
	unsigned before = stage->asked, answer;
	hvac_response *response;
	hvac_status status = get(stage, &response);
	int64_t number = 0;

	if (shortage_failed()) {
		hvac_response_free(response);
		return;
	}
	demand(response && stage->asked - before == asks);
	answer = asks ? given(item, stage->manner, stage->asked, stage->time) : item->answer;
	demand(status == (answer ? HVAC_OK : stage->manner->status));
	demand(!answer || (hvac_response_integer(response, "answer", &number) && number == answer));
	hvac_response_free(response);
}

/* Nothing of the child looks for what it leaks. */
static void part(struct stage *stage)
{
	pid_t child = fork(), found;
	int status;

	demand(child >= 0);
	if (child == 0) {
		hvac_response *response;
		unsigned before = stage->asked;

		get(stage, &response);
		kill(getpid(), stage->asked > before || shortage_failed() ? SIGKILL : SIGQUIT);
	}
	/* the fuzzer's own clock interrupts */
	do
		found = waitpid(child, &status, 0);
	while (found < 0 && errno == EINTR);
	demand(found == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void take_step(struct stage *stage, const char *line, bool *may_fork)
{
	const char *numbers = line + strcspn(line, "0123456789");
	char *end;
	unsigned long first = strtoul(numbers, &end, 10), second = strtoul(end, NULL, 10);

	switch (*line) {
	case 'g':
		stage->name = first % NAMES;
		stage->manner = &manners[second % MANNERS];
		stage->namespace = strstr(line, "other") != NULL;
		if (!shortage_failed())
			get_and_compare(stage);
		break;
	case 'p': stage->time += first % 10000 * (SECOND / 10); break;
	case 'f':
		if (line[1] == 'l') {
			hvac_cache_flush(stage->cache);
			memset(stage->items, 0, sizeof stage->items);
		} else if (*may_fork) {
			part(stage);
			*may_fork = false;
		}
		break;
	default: break;
	}
}

static void begin(struct stage *stage)
{
	static bool registered;
	const hvac_clock clock = { .context = stage, .monotonic = monotonic };
	hvac_config *config = hvac_config_new();

	/* once in a process */
	if (!registered)
		demand(hvac_plugin_register(&hvac1_secrets_x_fuzz, NULL) == HVAC_OK);
	registered = true;
	demand(config && hvac_config_set(config, "max_retries", "0") == HVAC_OK);
	hvac_config_clock(config, &clock);
	hvac_config_adapter(config, &stage->adapter);
	demand(hvac_client_new(config, &stage->clients[0]) == HVAC_OK);
	demand(hvac_client_derive(stage->clients[0], &stage->clients[1], "namespace", "other", NULL) == HVAC_OK);
	demand(hvac_cache_new(stage->clients[0], &stage->cache) == HVAC_OK);
	hvac_config_free(config);
}

void fuzz(struct sample *sample)
{
	struct stage stage = { .adapter = { .size = sizeof stage.adapter, .self = &stage, .open = open_lane, .start = start, .drive = drive,
	                                    .cancel = cancel, .resume = resume, .wake = leave_lane, .close = leave_lane, .free = leave_adapter },
	                       .time = 1000 * SECOND, .manner = &manners[0] };
	bool may_fork = sample->may_fork;

	begin(&stage);
	shortage_begin(sample->shortage);
	while (sample_has_more(sample)) {
		unsigned paused = shortage_pause();
		const char *line = sample_line(sample);

		shortage_resume(paused);
		take_step(&stage, line, &may_fork);
	}
	shortage_end();
	hvac_cache_free(stage.cache);
	hvac_client_free(stage.clients[1]);
	hvac_client_free(stage.clients[0]);
}
