/* SPDX-License-Identifier: MIT */
/* Schedules of a queue, held against a simple model of it: each call ends once, when and as it should; as many as may be are under way,
 * the first to come first. Where memory runs out it is only that each ends once.
 * Input: lines, of which the first letter counts and the numbers:
 *	submit          a call; "short": of the client with the short deadline
 *	answer N HOW    what comes of call N once it is under way: of the list below
 *	cancel N
 *	then N M        when call N ends M is cancelled; N itself: another is submitted
 *	pass N          seconds
 *	run
 *	fork
 *	leave           the clients are freed */
#include "fuzz.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <hvac/adapter.h>
#include <hvac/client.h>
#include <hvac/config.h>
#include <hvac/queue.h>
#include "clock.h"
#include "memory.h"

#define CALLS_MAX 64
/* long enough for no input to last so long by the system's clock, which shortens waits */
#define RETRY_WAIT 30u
#define MAX_RETRIES 2u
#define TIMEOUT 100u
#define DEADLINE 200u
#define SHORT_DEADLINE 50u
#define CONNECTIONS 3u
#define QUEUE_MAX 8u

static const struct manner {
	int http_status;                /* 0: a failure of `kind` */
	hvac_outcome_kind kind;
	hvac_status status;
	bool is_repeated;               /* as what was certainly not carried out */
} manners[] = {
	{ 200, HVAC_OUTCOME_ANSWER, HVAC_OK, false },
	{ 404, HVAC_OUTCOME_ANSWER, HVAC_INVALID_PATH, false },
	{ 403, HVAC_OUTCOME_ANSWER, HVAC_FORBIDDEN, false },
	{ 503, HVAC_OUTCOME_ANSWER, HVAC_VAULT_DOWN, true },
	{ 429, HVAC_OUTCOME_ANSWER, HVAC_RATE_LIMIT_EXCEEDED, true },
	{ 0, HVAC_OUTCOME_NOT_SENT, HVAC_CONNECTION_ERROR, true },
	{ 0, HVAC_OUTCOME_MAYBE_SENT, HVAC_CONNECTION_ERROR, false },
	{ 0, HVAC_OUTCOME_TIMEOUT, HVAC_TIMEOUT, false },
	{ 0, HVAC_OUTCOME_TLS, HVAC_TLS_ERROR, false },
};
#define MANNERS (sizeof manners / sizeof manners[0])
#define LATE (&manners[7])

enum where { READY, UNDER_WAY, WAITING, DECIDED, ENDED };

struct call {
	struct stage *stage;
	hvac_task *task;
	enum where where;
	bool cancelled, cancelled_inside;       /* before this run; by a callback of it */
	unsigned tries;
	uint64_t deadline, until;       /* until: of the request, or of the wait */
	const struct manner *answer, *last; /* to come; that came */
	struct call *then;
	void *ticket;
};

struct stage {
	hvac_adapter adapter;
	uint64_t time;
	hvac_client *clients[2];        /* the second has the short deadline */
	hvac_queue *queue;
	struct call calls[CALLS_MAX];
	size_t count, live, under_way;
	bool is_driven, is_freed;
	bool knows;                     /* the model does; not where memory runs out */
};

static void submit(struct stage *stage, bool is_short);

/* The model */

static void came(struct call *call, const struct manner *manner)
{
	uint64_t now = call->stage->time, wait = call->tries * RETRY_WAIT * SECOND;

	call->last = manner;
	call->where = DECIDED;
	if (!manner->is_repeated || call->tries > MAX_RETRIES || now >= call->deadline || wait >= call->deadline - now)
		return;
	call->where = WAITING;
	call->until = now + wait;
}

static bool is_right(const struct call *call, hvac_status status)
{
	if (call->where == DECIDED)
		return status == call->last->status;
	if (status == HVAC_CANCELLED)
		return call->cancelled || call->cancelled_inside;
	return status == HVAC_TIMEOUT && call->stage->time >= call->deadline;
}

/* It has had its turn. */
static void demand_moved(const struct stage *stage)
{
	bool is_full = stage->under_way == CONNECTIONS;

	for (size_t i = 0; i < stage->count; i++) {
		const struct call *call = &stage->calls[i];

		if (call->where == ENDED)
			continue;
		demand(call->where != DECIDED && !call->cancelled && stage->time < call->deadline);
		demand(call->where != READY || is_full);
		demand(call->where != WAITING || is_full || stage->time < call->until);
	}
}

/* Those that have not begun go in their order. */
static void demand_first(const struct call *call)
{
	for (const struct call *other = call->stage->calls; call->tries == 0 && other < call; other++)
		demand(other->where != READY);
}

/* An adapter of a program's own, and its clock */

static uint64_t monotonic(void *context)
{
	return ((struct stage *)context)->time;
}

static int chance(void *context, void *bytes, size_t length)
{
	(void)context;
	memset(bytes, 0, length);
	return 0;
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
	unsigned long number = decimal(request->path + strlen("/v1/x/"));
	struct call *call = &stage->calls[number];
	uint64_t left = call->deadline - stage->time;

	demand(!strncmp(request->path, "/v1/x/", strlen("/v1/x/")) && number < stage->count);
	demand(!stage->is_driven && stage->under_way < CONNECTIONS);
	demand(call->where == READY || (call->where == WAITING && stage->time >= call->until));
	demand(!call->cancelled && stage->time < call->deadline);
	demand(request->timeout_ms == (int64_t)((left < TIMEOUT * SECOND ? left : TIMEOUT * SECOND) / MILLISECOND));
	if (stage->knows)
		demand_first(call);
	call->where = UNDER_WAY;
	call->until = stage->time + (uint64_t)request->timeout_ms * MILLISECOND;
	call->ticket = ticket;
	call->tries++;
	stage->under_way++;
	return HVAC_OK;
}

static void answer(struct call *call, hvac_adapter_done *done, void *context)
{
	const struct manner *manner = call->answer ? call->answer : LATE;
	hvac_outcome outcome = { .size = sizeof outcome, .kind = manner->kind, .http_status = manner->http_status, .sent = manner->kind != HVAC_OUTCOME_NOT_SENT };
	unsigned paused = shortage_pause();

	if (manner->http_status) {
		outcome.headers = text_copy("", 0);
		demand(outcome.headers && asprintf(&outcome.body, "{\"data\":{\"call\":%td}}", call - call->stage->calls) > 0);
		outcome.body_length = strlen(outcome.body);
	}
	shortage_resume(paused);
	call->answer = NULL;
	call->stage->under_way--;
	came(call, manner);
	done(context, call->ticket, &outcome);
}

/* What is waited for comes with time, which passes between two runs. */
static void drive(void *lane, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct stage *stage = lane;

	demand(timeout_ms == 0 && !stage->is_driven);
	stage->is_driven = true;
	for (struct call *call = stage->calls; call < stage->calls + stage->count; call++)
		if (call->where == UNDER_WAY && (call->answer || stage->time >= call->until))
			answer(call, done, context);
	stage->is_driven = false;
}

static void cancel(void *lane, void *ticket)
{
	struct stage *stage = lane;
	struct call *call = stage->calls;

	while (call < stage->calls + stage->count && (call->where != UNDER_WAY || call->ticket != ticket))
		call++;
	demand(call < stage->calls + stage->count && !stage->is_driven);
	/* it is about to end */
	call->where = READY;
	stage->under_way--;
}

static void resume(void *lane, void *ticket)
{
	(void)lane;
	(void)ticket;
	demand_failed("resumed", __FILE__, __LINE__);
}

static void leave_lane(void *lane)
{
	(void)lane;
}

static void leave_adapter(hvac_adapter *adapter)
{
	(void)adapter;
}

/* The program */

static void cancel_call(struct call *call, bool inside)
{
	if (call->where == ENDED)
		return;
	*(inside ? &call->cancelled_inside : &call->cancelled) = true;
	hvac_task_cancel(call->task);
}

static void end(hvac_queue *queue, hvac_response *response, void *context)
{
	struct call *call = context;
	struct stage *stage = call->stage;
	hvac_status status = hvac_response_status(response);
	int64_t number;

	demand(queue == stage->queue && call->where != ENDED && call->where != UNDER_WAY);
	demand(!stage->knows || (response && is_right(call, status)));
	if (status == HVAC_OK)
		demand(!stage->knows || (hvac_response_integer(response, "call", &number) && number == call - stage->calls));
	hvac_response_free(response);
	call->where = ENDED;
	stage->live--;
	if (call->then == call && !stage->is_freed)
		submit(stage, false);
	else if (call->then)
		cancel_call(call->then, true);
}

static void submit(struct stage *stage, bool is_short)
{
	struct call *call = &stage->calls[stage->count];
	hvac_status status;
	char path[32];

	if (stage->count == CALLS_MAX || !stage->clients[is_short])
		return;
	snprintf(path, sizeof path, "x/%zu", stage->count);
	*call = (struct call){ .stage = stage, .deadline = stage->time + (is_short ? SHORT_DEADLINE : DEADLINE) * SECOND };
	status = hvac_task_new_path(stage->clients[is_short], "GET", path, NULL, NULL, &call->task);
	demand(call->task ? status == HVAC_OK || shortage_failed() : shortage_failed());
	if (!call->task)
		return;
	status = hvac_queue_submit(stage->queue, call->task, end, call);
	demand(status == (stage->live < QUEUE_MAX ? HVAC_OK : HVAC_QUEUE_FULL) || (status == HVAC_NO_MEMORY && shortage_failed()));
	if (status != HVAC_OK) {
		hvac_task_free(call->task);
		return;
	}
	stage->count++;
	stage->live++;
}

static void run(struct stage *stage)
{
	hvac_status status = hvac_queue_run(stage->queue, 0);

	demand(status == HVAC_OK || (status == HVAC_NO_MEMORY && shortage_failed()));
	if (stage->knows)
		demand_moved(stage);
	for (size_t i = 0; i < stage->count; i++)
		stage->calls[i].cancelled |= stage->calls[i].cancelled_inside;
}

/* A child leaves its parent's queue alone; nothing of it looks for what it leaks. */
static void part(struct stage *stage)
{
	pid_t child = fork();
	int status;
	pid_t found;

	demand(child >= 0);
	if (child == 0) {
		bool is_alone = hvac_queue_pending(stage->queue) == 0 && hvac_queue_run(stage->queue, -1) == HVAC_PARAM_VALIDATION_ERROR;

		hvac_queue_free(stage->queue);
		kill(getpid(), is_alone ? SIGKILL : SIGQUIT);
	}
	/* the fuzzer's own clock interrupts */
	do
		found = waitpid(child, &status, 0);
	while (found < 0 && errno == EINTR);
	demand(found == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void leave(struct stage *stage)
{
	for (size_t i = 0; i < 2; i++) {
		hvac_client_free(stage->clients[i]);
		stage->clients[i] = NULL;
	}
	for (size_t i = 0; i < stage->count; i++)
		stage->calls[i].cancelled = true;
}

static unsigned long next_number(const char **text)
{
	char *end;
	unsigned long number = strtoul(*text + strcspn(*text, "0123456789"), &end, 10);

	*text = end;
	return number;
}

static void take_step(struct stage *stage, const char *line, bool *may_fork)
{
	const char *at = line;
	unsigned long first = next_number(&at), second = next_number(&at);
	struct call *call = stage->count ? &stage->calls[first % stage->count] : NULL;

	switch (*line) {
	case 's': submit(stage, strstr(line, "short")); break;
	case 'p': stage->time += first % 1000 * SECOND; break;
	case 'r': run(stage); break;
	case 'l': leave(stage); break;
	case 'f':
		if (*may_fork)
			part(stage);
		*may_fork = false;
		break;
	case 'a':
		if (call)
			call->answer = &manners[second % MANNERS];
		break;
	case 'c':
		if (call)
			cancel_call(call, false);
		break;
	case 't':
		if (call)
			call->then = &stage->calls[second % stage->count];
		break;
	default: break;
	}
	demand(hvac_queue_pending(stage->queue) == stage->live);
}

static bool begin(struct stage *stage)
{
	static const struct { const char *name; unsigned value; } options[] = {
		{ "retry_wait_min", RETRY_WAIT }, { "retry_wait_max", RETRY_WAIT }, { "max_retries", MAX_RETRIES }, { "timeout", TIMEOUT },
		{ "deadline", DEADLINE }, { "queue_connections", CONNECTIONS }, { "queue_max", QUEUE_MAX },
	};
	const hvac_clock clock = { .context = stage, .monotonic = monotonic, .random = chance };
	hvac_config *config = hvac_config_new();
	char text[32];

	demand(config);
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		snprintf(text, sizeof text, "%u", options[i].value);
		demand(hvac_config_set(config, options[i].name, text) == HVAC_OK);
	}
	snprintf(text, sizeof text, "%u", SHORT_DEADLINE);
	hvac_config_clock(config, &clock);
	hvac_config_adapter(config, &stage->adapter);
	demand(hvac_client_new(config, &stage->clients[0]) == HVAC_OK);
	demand(hvac_client_derive(stage->clients[0], &stage->clients[1], "deadline", text, NULL) == HVAC_OK);
	hvac_config_free(config);
	return hvac_queue_new(stage->clients[0], &stage->queue) == HVAC_OK;
}

void fuzz(struct sample *sample)
{
	struct stage stage = { .adapter = { .size = sizeof stage.adapter, .self = &stage, .open = open_lane, .start = start, .drive = drive,
	                                    .cancel = cancel, .resume = resume, .wake = leave_lane, .close = leave_lane, .free = leave_adapter },
	                       .time = 1000 * SECOND, .knows = !sample->shortage };
	bool may_fork = sample->may_fork;

	demand(begin(&stage));
	shortage_begin(sample->shortage);
	while (sample_has_more(sample)) {
		unsigned paused = shortage_pause();
		const char *line = sample_line(sample);

		shortage_resume(paused);
		take_step(&stage, line, &may_fork);
	}
	shortage_end();
	stage.is_freed = true;
	for (size_t i = 0; i < stage.count; i++)
		stage.calls[i].cancelled = true;
	hvac_queue_free(stage.queue);
	demand(stage.live == 0 && stage.under_way == 0);
	leave(&stage);
}
