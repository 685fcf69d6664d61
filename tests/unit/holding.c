/* SPDX-License-Identifier: MIT */
#include "holding.h"
#include "clock.h"
#include "outcome.h"
#include "scripted.h"

#include <check.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* instead of an HTTP status */
#define LOST 0
#define REFUSED (-1)
#define START (1000 * SECOND)

struct holding_answer {
	struct holding_answer *next;
	const char *pattern, *body;
	unsigned times;
	int http_status;                /* 0: it is lost */
};

/* A request that is under way. */
struct held {
	struct held *next;
	const hvac_request *request;
	void *ticket;
	bool paused;
};

struct holding_lane {
	struct holding *holding;
	struct held *held;              /* in their order */
	unsigned certificates;
	bool woken;
};

static hvac_status lane_open(hvac_adapter *adapter, void **handle, const char **detail)
{
	struct holding *holding = adapter->self;
	struct holding_lane *lane;

	*detail = holding->open_status == HVAC_CONFIG_ERROR ? "there is no way out" : NULL;
	if (holding->open_status != HVAC_OK)
		return holding->open_status;
	lane = calloc(1, sizeof *lane);
	if (!lane)
		return HVAC_NO_MEMORY;
	lane->holding = holding;
	pthread_mutex_lock(&holding->mutex);
	lane->certificates = holding->certificates;
	holding->opened++;
	pthread_mutex_unlock(&holding->mutex);
	*handle = lane;
	return HVAC_OK;
}

static hvac_status lane_start(void *handle, const hvac_request *request, void *ticket)
{
	struct holding_lane *lane = handle;
	struct holding *holding = lane->holding;
	struct held *held, **last = &lane->held;

	if (holding->start_status != HVAC_OK)
		return holding->start_status;
	held = calloc(1, sizeof *held);
	if (!held)
		return HVAC_NO_MEMORY;
	held->request = request;
	held->ticket = ticket;
	while (*last)
		last = &(*last)->next;
	*last = held;
	pthread_mutex_lock(&holding->mutex);
	holding->started++;
	pthread_cond_broadcast(&holding->changed);
	holding->under_way++;
	if (holding->most < holding->under_way)
		holding->most = holding->under_way;
	holding->timeout_ms = request->timeout_ms;
	ck_assert_int_eq(hvac_value_adopt_item(holding->seen, request_value(request)), HVAC_OK);
	pthread_mutex_unlock(&holding->mutex);
	return HVAC_OK;
}

/* The caller is inside. */
static void take_out(struct holding_lane *lane, struct held *held)
{
	struct held **place = &lane->held;

	while (*place != held)
		place = &(*place)->next;
	*place = held->next;
	lane->holding->under_way--;
}

static struct held *find_for(const struct holding_lane *lane, const struct holding_answer *answer)
{
	for (struct held *held = lane->held; held; held = held->next)
		if (!held->paused && fnmatch(answer->pattern, held->request->path, 0) == 0)
			return held;
	return NULL;
}

/* A request that has an answer; taken out, and the answer is used. The caller is inside. */
static struct held *take_answered(struct holding_lane *lane, struct holding_answer *used)
{
	for (struct holding_answer **place = &lane->holding->answers; *place; place = &(*place)->next) {
		struct holding_answer *answer = *place;
		struct held *held = find_for(lane, answer);

		if (!held)
			continue;
		*used = *answer;
		if (--answer->times == 0) {
			*place = answer->next;
			free(answer);
		}
		take_out(lane, held);
		return held;
	}
	return NULL;
}

/* Whether the sink took it. */
static bool feed_sink(const hvac_request *request, const struct holding_answer *answer)
{
	const hvac_stream *stream = request->stream;

	return !stream || !stream->sink || !answer->body || stream->sink(stream->context, answer->body, strlen(answer->body)) != HVAC_STREAM_PAUSE;
}

/* It goes on when it is resumed. */
static void hold_again(struct holding_lane *lane, struct held *held, const struct holding_answer *answer)
{
	pthread_mutex_lock(&lane->holding->mutex);
	held->paused = true;
	held->next = lane->held;
	lane->held = held;
	lane->holding->under_way++;
	pthread_mutex_unlock(&lane->holding->mutex);
	holding_answer(lane->holding, answer->pattern, 1, answer->http_status, answer->body);
}

static hvac_outcome outcome_of(const struct holding_answer *answer, const hvac_request *request)
{
	if (answer->http_status == LOST)
		return outcome_failure(HVAC_OUTCOME_MAYBE_SENT, true, "it was lost");
	if (answer->http_status == REFUSED)
		return outcome_failure(HVAC_OUTCOME_TLS, false, "it was refused");
	return outcome_answer(answer->http_status, NULL, request->stream ? NULL : answer->body);
}

static bool answer_one(struct holding_lane *lane, hvac_adapter_done *done, void *context)
{
	struct holding_answer answer;
	hvac_outcome outcome;
	struct held *held;

	pthread_mutex_lock(&lane->holding->mutex);
	held = take_answered(lane, &answer);
	pthread_mutex_unlock(&lane->holding->mutex);
	if (!held)
		return false;
	if (!feed_sink(held->request, &answer)) {
		hold_again(lane, held, &answer);
		return true;
	}
	outcome = outcome_of(&answer, held->request);
	done(context, held->ticket, &outcome);
	free(held);
	return true;
}

/* Whether there is something to do. The caller is inside. */
static bool is_called(const struct holding_lane *lane)
{
	for (const struct holding_answer *answer = lane->holding->answers; answer; answer = answer->next)
		if (find_for(lane, answer))
			return true;
	return lane->woken;
}

static void wait_until_called(struct holding_lane *lane, int timeout_ms)
{
	struct holding *holding = lane->holding;

	pthread_mutex_lock(&holding->mutex);
	while (!is_called(lane) && (timeout_ms < 0 || (timeout_ms > 0 && holding->patient)))
		pthread_cond_wait(&holding->changed, &holding->mutex);
	if (!is_called(lane) && timeout_ms > 0)
		atomic_fetch_add(&holding->now, (uint64_t)timeout_ms * MILLISECOND);
	lane->woken = false;
	pthread_mutex_unlock(&holding->mutex);
}

static void lane_drive(void *handle, int timeout_ms, hvac_adapter_done *done, void *context)
{
	bool any = false;

	while (answer_one(handle, done, context))
		any = true;
	if (!any)
		wait_until_called(handle, timeout_ms);
}

static struct held *find_ticket(const struct holding_lane *lane, const void *ticket)
{
	struct held *held = lane->held;

	while (held && held->ticket != ticket)
		held = held->next;
	ck_assert_msg(held, "a request is cancelled or resumed that is not under way");
	return held;
}

static void lane_cancel(void *handle, void *ticket)
{
	struct holding_lane *lane = handle;
	struct held *held = find_ticket(lane, ticket);

	pthread_mutex_lock(&lane->holding->mutex);
	take_out(lane, held);
	lane->holding->cancelled++;
	pthread_mutex_unlock(&lane->holding->mutex);
	free(held);
}

static void lane_resume(void *handle, void *ticket)
{
	struct holding_lane *lane = handle;

	find_ticket(lane, ticket)->paused = false;
	pthread_mutex_lock(&lane->holding->mutex);
	lane->holding->resumed++;
	pthread_mutex_unlock(&lane->holding->mutex);
}

static void lane_wake(void *handle)
{
	struct holding_lane *lane = handle;

	pthread_mutex_lock(&lane->holding->mutex);
	lane->woken = true;
	lane->holding->woken++;
	pthread_cond_broadcast(&lane->holding->changed);
	pthread_mutex_unlock(&lane->holding->mutex);
}

static bool lane_fresh(void *handle)
{
	struct holding_lane *lane = handle;
	bool fresh;

	pthread_mutex_lock(&lane->holding->mutex);
	fresh = lane->certificates == lane->holding->certificates;
	pthread_mutex_unlock(&lane->holding->mutex);
	return fresh;
}

static void lane_close(void *handle)
{
	struct holding_lane *lane = handle;

	ck_assert_ptr_null(lane->held);
	pthread_mutex_lock(&lane->holding->mutex);
	lane->holding->closed++;
	pthread_mutex_unlock(&lane->holding->mutex);
	free(lane);
}

static void adapter_free(hvac_adapter *adapter)
{
	((struct holding *)adapter->self)->freed++;
}

static uint64_t monotonic(void *context)
{
	return atomic_load(&((struct holding *)context)->now);
}

static int shortest(void *context, void *bytes, size_t length)
{
	(void)context;
	memset(bytes, 0, length);
	return 0;
}

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

struct holding *holding_new(void)
{
	struct holding *holding = must(calloc(1, sizeof *holding));

	pthread_mutex_init(&holding->mutex, NULL);
	pthread_cond_init(&holding->changed, NULL);
	holding->seen = must(hvac_value_new_list());
	atomic_init(&holding->now, START);
	holding->clock = (hvac_clock){ .context = holding, .monotonic = monotonic, .random = shortest };
	holding->adapter = (hvac_adapter){
		.size = sizeof holding->adapter, .self = holding, .open = lane_open, .start = lane_start, .drive = lane_drive, .cancel = lane_cancel,
		.resume = lane_resume, .wake = lane_wake, .fresh = lane_fresh, .close = lane_close, .free = adapter_free,
	};
	return holding;
}

void holding_free(struct holding *holding)
{
	ck_assert_uint_eq(holding->freed, 1);
	ck_assert_uint_eq(holding->opened, holding->closed);
	ck_assert_uint_eq(holding->under_way, 0);
	while (holding->answers) {
		struct holding_answer *answer = holding->answers;

		holding->answers = answer->next;
		free(answer);
	}
	hvac_value_free(holding->seen);
	pthread_cond_destroy(&holding->changed);
	pthread_mutex_destroy(&holding->mutex);
	free(holding);
}

void holding_answer(struct holding *holding, const char *pattern, unsigned times, int http_status, const char *body)
{
	struct holding_answer *answer = must(calloc(1, sizeof *answer)), **last = &holding->answers;

	*answer = (struct holding_answer){ .pattern = pattern, .times = times, .http_status = http_status, .body = body };
	pthread_mutex_lock(&holding->mutex);
	while (*last)
		last = &(*last)->next;
	*last = answer;
	pthread_cond_broadcast(&holding->changed);
	pthread_mutex_unlock(&holding->mutex);
}

void holding_wait(struct holding *holding, unsigned started)
{
	pthread_mutex_lock(&holding->mutex);
	while (holding->started < started)
		pthread_cond_wait(&holding->changed, &holding->mutex);
	pthread_mutex_unlock(&holding->mutex);
}

void holding_lose(struct holding *holding, const char *pattern, unsigned times)
{
	holding_answer(holding, pattern, times, LOST, NULL);
}

void holding_refuse(struct holding *holding, const char *pattern, unsigned times)
{
	holding_answer(holding, pattern, times, REFUSED, NULL);
}

void holding_wait_woken(struct holding *holding, unsigned woken)
{
	pthread_mutex_lock(&holding->mutex);
	while (holding->woken < woken)
		pthread_cond_wait(&holding->changed, &holding->mutex);
	pthread_mutex_unlock(&holding->mutex);
}
