/* SPDX-License-Identifier: MIT */
#include "pool.h"
#include "curl.h"
#include "memory.h"
#include "task.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define LANES_KEPT 64u

struct pool {
	struct guard_block block;
	struct lane *idle;
	unsigned n_idle;
	struct hvac_task *running;      /* linked by task->next_running */
};

static struct pool *enter(struct transport *transport)
{
	return guard_enter(&transport->guard, sizeof(struct pool));
}

static hvac_status check_adapter(const hvac_adapter *adapter, char **error)
{
	if (!adapter->error)
		return HVAC_OK;
	*error = text_copy(adapter->error, strlen(adapter->error));
	return *error ? HVAC_CONFIG_ERROR : HVAC_NO_MEMORY;
}

/* The adapter in use: the given one, libcurl's, or the given one around libcurl's. */
static hvac_status take_adapter(struct transport *transport, const struct passphrase *passphrase, hvac_adapter *adapter, char **error)
{
	hvac_status status = adapter ? check_adapter(adapter, error) : HVAC_OK;
	hvac_adapter *curl = NULL;

	if (status != HVAC_OK)
		return status;
	if (!adapter || adapter->wraps) {
		curl = curl_adapter_new(transport->settings, passphrase);
		if (!curl)
			return HVAC_NO_MEMORY;
	}
	transport->adapter = adapter ? adapter : curl;
	transport->given = adapter;
	if (adapter && adapter->wraps)
		adapter->inner = curl;
	return adapter ? HVAC_OK : check_adapter(curl, error);
}

static struct transport *transport_of(struct settings *settings)
{
	struct transport *transport = calloc(1, sizeof *transport);

	if (!transport)
		return NULL;
	atomic_init(&transport->references, 1);
	transport->settings = settings_ref(settings);
	transport->limiter.interval = settings->rate_interval;
	transport->limiter.burst = settings->rate_burst;
	return transport;
}

hvac_status transport_new(struct settings *settings, const struct passphrase *passphrase, hvac_adapter *adapter,
                          struct transport **result, char **error)
{
	struct transport *transport = transport_of(settings);
	hvac_status status = HVAC_NO_MEMORY;

	*error = NULL;
	*result = transport;
	if (transport)
		status = take_adapter(transport, passphrase, adapter, error);
	if (status != HVAC_OK) {
		transport_unref(transport);
		*result = NULL;
	}
	return status;
}

hvac_status transport_derive(struct transport *from, struct settings *settings, const struct passphrase *passphrase,
                             struct transport **result, char **error)
{
	struct transport *transport;

	if (!from->given)
		return transport_new(settings, passphrase, NULL, result, error);
	*error = NULL;
	*result = NULL;
	transport = transport_of(settings);
	if (!transport)
		return HVAC_NO_MEMORY;
	transport->owner = transport_ref(from);
	transport->adapter = from->adapter;
	transport->given = true;
	*result = transport;
	return HVAC_OK;
}

struct transport *transport_ref(struct transport *transport)
{
	atomic_fetch_add(&transport->references, 1);
	return transport;
}

static void lane_free(struct transport *transport, struct lane *lane)
{
	transport->adapter->close(lane->handle);
	json_parser_free(&lane->parser);
	free(lane);
}

void transport_unref(struct transport *transport)
{
	struct pool *pool;

	if (!transport || atomic_fetch_sub(&transport->references, 1) != 1)
		return;
	pool = guard_last(&transport->guard);
	while (pool && pool->idle) {
		struct lane *lane = pool->idle;

		pool->idle = lane->next;
		lane_free(transport, lane);
	}
	guard_free(&transport->guard);
	consistency_free(&transport->consistency);
	if (transport->adapter && !transport->owner)
		transport->adapter->free(transport->adapter);
	transport_unref(transport->owner);
	settings_unref(transport->settings);
	free(transport);
}

static hvac_status open_lane(struct transport *transport, struct lane **lane, const char **detail)
{
	hvac_status status;

	*lane = calloc(1, sizeof **lane);
	if (!*lane)
		return HVAC_NO_MEMORY;
	status = transport->adapter->open(transport->adapter, &(*lane)->handle, detail);
	if (status != HVAC_OK) {
		free(*lane);
		*lane = NULL;
	}
	return status;
}

/* Takes a kept lane, if there is one. */
static struct lane *take_kept(struct transport *transport)
{
	struct pool *pool = enter(transport);
	struct lane *lane = pool ? pool->idle : NULL;

	if (lane) {
		pool->idle = lane->next;
		pool->n_idle--;
	}
	if (pool)
		guard_leave(pool);
	return lane;
}

bool pool_is_fresh(const struct transport *transport, const struct lane *lane)
{
	return !transport->adapter->fresh || transport->adapter->fresh(lane->handle);
}

/* An adapter that was built with older headers ends before these. */
static bool has_descriptor(const hvac_adapter *adapter)
{
	return adapter->size >= offsetof(hvac_adapter, due) + sizeof adapter->due && adapter->descriptor && adapter->due;
}

int pool_descriptor(const struct transport *transport, const struct lane *lane)
{
	return has_descriptor(transport->adapter) ? transport->adapter->descriptor(lane->handle) : -1;
}

int pool_due(const struct transport *transport, const struct lane *lane)
{
	return has_descriptor(transport->adapter) ? transport->adapter->due(lane->handle) : -1;
}

hvac_status pool_open(struct transport *transport, struct lane **lane, const char **detail)
{
	*detail = NULL;
	while ((*lane = take_kept(transport))) {
		if (pool_is_fresh(transport, *lane))
			return HVAC_OK;
		lane_free(transport, *lane);
	}
	return open_lane(transport, lane, detail);
}

void pool_close(struct transport *transport, struct lane *lane)
{
	struct pool *pool = enter(transport);
	bool keep = pool && pool->n_idle < LANES_KEPT;

	if (keep) {
		lane->next = pool->idle;
		pool->idle = lane;
		pool->n_idle++;
	}
	if (pool)
		guard_leave(pool);
	if (!keep)
		lane_free(transport, lane);
}

static bool enter_task(struct transport *transport, struct hvac_task *task, struct lane *lane, struct guard_block *block)
{
	struct pool *pool = enter(transport);

	if (!pool)
		return false;
	if (!task->in_flight) {
		task->next_running = pool->running;
		if (pool->running)
			pool->running->previous_running = task;
		pool->running = task;
	}
	task->in_flight = true;
	task->lane = lane;
	task->waits_on = block;
	guard_leave(pool);
	return true;
}

bool pool_enter(struct transport *transport, struct hvac_task *task, struct lane *lane)
{
	return enter_task(transport, task, lane, NULL);
}

bool pool_enter_waiting(struct transport *transport, struct hvac_task *task, struct guard_block *block)
{
	return enter_task(transport, task, NULL, block);
}

void pool_leave(struct transport *transport, struct hvac_task *task)
{
	struct pool *pool = task->in_flight ? enter(transport) : NULL;

	if (!pool)
		return;
	if (task->previous_running)
		task->previous_running->next_running = task->next_running;
	else
		pool->running = task->next_running;
	if (task->next_running)
		task->next_running->previous_running = task->previous_running;
	task->next_running = task->previous_running = NULL;
	task->in_flight = false;
	task->lane = NULL;
	task->waits_on = NULL;
	pthread_cond_broadcast(&pool->block.changed);
	guard_leave(pool);
}

/* The caller is inside. */
static void wake(struct transport *transport, struct hvac_task *task)
{
	if (task->waits_on)
		guard_wake(task->waits_on);
	if (!task->lane)
		return;
	atomic_store(&task->lane->woken, true);
	transport->adapter->wake(task->lane->handle);
}

void pool_wake(struct transport *transport, struct hvac_task *task)
{
	struct pool *pool = enter(transport);

	if (!pool)
		return;
	wake(transport, task);
	guard_leave(pool);
}

void pool_cancel_all(struct transport *transport, const struct hvac_client *client)
{
	struct pool *pool = enter(transport);
	bool any = pool;

	while (any) {
		any = false;
		for (struct hvac_task *task = pool->running; task; task = task->next_running)
			if (task->client == client) {
				any = any || !task->queue;
				if (!atomic_exchange(&task->cancelled, true))
					wake(transport, task);
			}
		if (any)
			pthread_cond_wait(&pool->block.changed, &pool->block.mutex);
	}
	if (pool)
		guard_leave(pool);
}
