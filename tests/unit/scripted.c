/* SPDX-License-Identifier: MIT */
#include "scripted.h"
#include "outcome.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct scripted_lane {
	struct scripted *scripted;
	void *ticket;
	const struct scripted_answer *answer;
	bool woken;
};

static void add(hvac_value *map, const char *name, hvac_value *value)
{
	if (hvac_value_adopt_member(map, name, value) != HVAC_OK)
		abort();
}

hvac_value *request_value(const hvac_request *request)
{
	hvac_value *map = hvac_value_new_map(), *headers = hvac_value_new_map();

	if (!map || !headers)
		abort();
	for (size_t i = 0; i < request->n_headers; i++)
		add(headers, request->headers[i].name, hvac_value_new_string(request->headers[i].value));
	add(map, "method", hvac_value_new_string(request->method));
	add(map, "base", hvac_value_new_string(request->base));
	add(map, "path", hvac_value_new_string(request->path));
	add(map, "query", request->query ? hvac_value_new_string(request->query) : hvac_value_new_null());
	add(map, "headers", headers);
	add(map, "body", request->body ? hvac_value_new_text(request->body, request->body_length) : hvac_value_new_null());
	return map;
}

static hvac_status lane_open(hvac_adapter *adapter, void **handle, const char **detail)
{
	struct scripted_lane *lane = calloc(1, sizeof *lane);

	(void)detail;
	if (!lane)
		return HVAC_NO_MEMORY;
	lane->scripted = adapter->self;
	pthread_mutex_lock(&lane->scripted->mutex);
	lane->scripted->opened++;
	pthread_mutex_unlock(&lane->scripted->mutex);
	*handle = lane;
	return HVAC_OK;
}

static hvac_status lane_start(void *handle, const hvac_request *request, void *ticket)
{
	struct scripted_lane *lane = handle;
	struct scripted *scripted = lane->scripted;

	lane->ticket = ticket;
	pthread_mutex_lock(&scripted->mutex);
	if (hvac_value_adopt_item(scripted->seen, request_value(request)) != HVAC_OK)
		abort();
	lane->answer = scripted->answer ? scripted->answer(request) : NULL;
	scripted->started++;
	pthread_cond_broadcast(&scripted->changed);
	pthread_mutex_unlock(&scripted->mutex);
	return HVAC_OK;
}

static hvac_outcome outcome_of(const struct scripted_answer *answer)
{
	hvac_outcome outcome;

	if (!answer->http_status)
		return outcome_failure(answer->kind, answer->sent, "it was lost");
	outcome = outcome_answer(answer->http_status, answer->headers, answer->body);
	if (answer->kind)
		outcome.kind = answer->kind;
	return outcome;
}

/* The answer that the lane's request has by now. The mutex is held. */
static const struct scripted_answer *take_answer(struct scripted_lane *lane)
{
	struct scripted *scripted = lane->scripted;
	const struct scripted_answer *answer = lane->answer;

	if (!lane->ticket)
		return NULL;
	if (!answer && scripted->late) {
		answer = scripted->late;
		scripted->late = NULL;
	}
	if (!answer && scripted->next < scripted->count)
		answer = &scripted->script[scripted->next++];
	lane->answer = NULL;
	return answer;
}

static const struct scripted_answer *await_answer(struct scripted_lane *lane, int timeout_ms)
{
	const struct scripted_answer *answer = take_answer(lane);
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += timeout_ms / 1000;
	end.tv_nsec += timeout_ms % 1000 * 1000000L;
	if (end.tv_nsec >= 1000000000L) {
		end.tv_sec++;
		end.tv_nsec -= 1000000000L;
	}
	while (!answer && !lane->woken) {
		if (timeout_ms < 0)
			pthread_cond_wait(&lane->scripted->changed, &lane->scripted->mutex);
		else if (pthread_cond_timedwait(&lane->scripted->changed, &lane->scripted->mutex, &end) == ETIMEDOUT)
			break;
		answer = take_answer(lane);
	}
	lane->woken = lane->woken && answer;
	return answer;
}

/* The mutex is held. */
static void idle(struct scripted_lane *lane, int timeout_ms)
{
	struct scripted *scripted = lane->scripted;

	scripted->idle++;
	pthread_cond_broadcast(&scripted->changed);
	if (scripted->pass && timeout_ms >= 0)
		scripted->pass(timeout_ms);
	else
		await_answer(lane, timeout_ms);
	scripted->idle--;
}

static void lane_drive(void *handle, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct scripted_lane *lane = handle;
	struct scripted *scripted = lane->scripted;
	const struct scripted_answer *answer = NULL;
	void *ticket = lane->ticket;

	pthread_mutex_lock(&scripted->mutex);
	scripted->drives++;
	if (ticket)
		answer = await_answer(lane, timeout_ms);
	else
		idle(lane, timeout_ms);
	pthread_mutex_unlock(&scripted->mutex);
	if (answer) {
		hvac_outcome outcome = outcome_of(answer);

		lane->ticket = NULL;
		done(context, ticket, &outcome);
	}
}

static void lane_cancel(void *handle, void *ticket)
{
	struct scripted_lane *lane = handle;

	if (lane->ticket != ticket)
		abort();
	lane->ticket = NULL;
	pthread_mutex_lock(&lane->scripted->mutex);
	lane->scripted->cancelled++;
	pthread_mutex_unlock(&lane->scripted->mutex);
}

static void lane_resume(void *handle, void *ticket)
{
	(void)handle;
	(void)ticket;
}

static void lane_wake(void *handle)
{
	struct scripted_lane *lane = handle;

	pthread_mutex_lock(&lane->scripted->mutex);
	lane->woken = true;
	pthread_cond_broadcast(&lane->scripted->changed);
	pthread_mutex_unlock(&lane->scripted->mutex);
}

static void lane_close(void *handle)
{
	struct scripted_lane *lane = handle;

	pthread_mutex_lock(&lane->scripted->mutex);
	lane->scripted->closed++;
	pthread_mutex_unlock(&lane->scripted->mutex);
	free(lane);
}

static void adapter_free(hvac_adapter *adapter)
{
	((struct scripted *)adapter->self)->freed++;
}

struct scripted *scripted_new(const struct scripted_answer *script, size_t count)
{
	struct scripted *scripted = calloc(1, sizeof *scripted);

	if (!scripted)
		abort();
	pthread_mutex_init(&scripted->mutex, NULL);
	pthread_cond_init(&scripted->changed, NULL);
	scripted->script = script;
	scripted->count = count;
	scripted->seen = hvac_value_new_list();
	scripted->adapter = (hvac_adapter){
		.size = sizeof scripted->adapter, .self = scripted, .open = lane_open, .start = lane_start, .drive = lane_drive, .cancel = lane_cancel,
		.resume = lane_resume, .wake = lane_wake, .close = lane_close, .free = adapter_free,
	};
	return scripted;
}

void scripted_free(struct scripted *scripted)
{
	hvac_value_free(scripted->seen);
	pthread_cond_destroy(&scripted->changed);
	pthread_mutex_destroy(&scripted->mutex);
	free(scripted);
}

void scripted_wait(struct scripted *scripted, unsigned count)
{
	pthread_mutex_lock(&scripted->mutex);
	while (scripted->started < count)
		pthread_cond_wait(&scripted->changed, &scripted->mutex);
	pthread_mutex_unlock(&scripted->mutex);
}

void scripted_wait_idle(struct scripted *scripted, unsigned count)
{
	pthread_mutex_lock(&scripted->mutex);
	while (scripted->idle < count)
		pthread_cond_wait(&scripted->changed, &scripted->mutex);
	pthread_mutex_unlock(&scripted->mutex);
}

void scripted_release(struct scripted *scripted, const struct scripted_answer *answer)
{
	pthread_mutex_lock(&scripted->mutex);
	scripted->late = answer;
	pthread_cond_broadcast(&scripted->changed);
	pthread_mutex_unlock(&scripted->mutex);
}

const char *scripted_seen(const struct scripted *scripted, size_t index, const char *pointer)
{
	return hvac_value_string(hvac_value_at(hvac_value_item(scripted->seen, index), pointer), NULL);
}
