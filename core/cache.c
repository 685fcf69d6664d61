/* SPDX-License-Identifier: MIT */
#include "clock.h"
#include "compose.h"
#include "json.h"
#include "memory.h"
#include "task.h"

#include <stdlib.h>
#include <string.h>
#include <json-c/linkhash.h>
#include <hvac/cache.h>

#define BUCKETS 64              /* at first; the table grows by itself */
#define TRY_AGAIN (1 * SECOND)  /* after a failure, while there is something to give */

/* What one request gives. It is used by whoever fetches it or waits for it, and outlives its removal as long as it is. */
struct entry {
	struct entry *newer, *older;    /* by the time it was last asked for */
	char *key;
	hvac_response *kept;            /* the last good answer; NULL: none */
	hvac_response *latest;          /* what came of the last fetch, for those who waited */
	uint64_t kept_at, tried_at;
	unsigned users;
	bool fetching, removed;
};

/* Of one process. */
struct shelf {
	struct guard_block block;
	struct lh_table *table;         /* entries by key */
	struct entry *newest, *oldest;
	size_t bytes;
};

struct hvac_cache {
	hvac_client *client;
	struct guard guard;
};

static struct shelf *enter(hvac_cache *cache)
{
	struct shelf *shelf = guard_enter(&cache->guard, sizeof *shelf);

	if (shelf && !shelf->table)
		shelf->table = lh_kchar_table_new(BUCKETS, NULL);
	if (!shelf || shelf->table)
		return shelf;
	guard_leave(shelf);
	return NULL;
}

static size_t size_of(const struct entry *entry)
{
	return sizeof *entry + strlen(entry->key) + (entry->kept ? entry->kept->body_length + entry->kept->headers_length : 0);
}

static void entry_free(struct entry *entry)
{
	hvac_response_free(entry->kept);
	hvac_response_free(entry->latest);
	text_free(entry->key);
	free(entry);
}

static void unlink_entry(struct shelf *shelf, struct entry *entry)
{
	*(entry->newer ? &entry->newer->older : &shelf->newest) = entry->older;
	*(entry->older ? &entry->older->newer : &shelf->oldest) = entry->newer;
}

static void link_newest(struct shelf *shelf, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = shelf->newest;
	*(entry->older ? &entry->older->newer : &shelf->oldest) = entry;
	shelf->newest = entry;
}

static void remove_entry(struct shelf *shelf, struct entry *entry)
{
	if (!entry->removed) {
		lh_table_delete(shelf->table, entry->key);
		unlink_entry(shelf, entry);
		shelf->bytes -= size_of(entry);
		entry->removed = true;
	}
	if (!entry->users)
		entry_free(entry);
}

static struct entry *entry_new(struct shelf *shelf, const char *key)
{
	struct entry *entry = calloc(1, sizeof *entry);

	if (entry)
		entry->key = text_copy(key, strlen(key));
	if (!entry || !entry->key || lh_table_insert(shelf->table, entry->key, entry) != 0) {
		if (entry)
			entry_free(entry);
		return NULL;
	}
	link_newest(shelf, entry);
	shelf->bytes += size_of(entry);
	return entry;
}

static struct entry *find(struct shelf *shelf, const char *key)
{
	void *found;

	if (!lh_table_lookup_ex(shelf->table, key, &found))
		return entry_new(shelf, key);
	unlink_entry(shelf, found);
	link_newest(shelf, found);
	return found;
}

/* Puts a good answer, or none, in the place of what was kept. */
static void keep(struct shelf *shelf, struct entry *entry, hvac_response *response, uint64_t now)
{
	if (!entry->removed)
		shelf->bytes -= size_of(entry);
	hvac_response_free(entry->kept);
	entry->kept = response_ref(response);
	entry->kept_at = now;
	if (!entry->removed)
		shelf->bytes += size_of(entry);
}

static void make_room(struct shelf *shelf, size_t max)
{
	struct entry *newer;

	for (struct entry *entry = shelf->oldest; entry && shelf->bytes > max; entry = newer) {
		newer = entry->newer;
		remove_entry(shelf, entry);
	}
}

static bool is_cacheable(const hvac_cache *cache, const struct hvac_task *task)
{
	return task->client->slot == cache->client->slot && task->client->transport == cache->client->transport && task->phase == TASK_NEW &&
	       !task->queue && !task->stream && task->draft.row && compose_is_repeatable(task) && draft_is_read(&task->draft) &&
	       !task->draft.external_base && !binding_is_pending(&task->binding, 0);
}

static bool add_argument(struct buffer *key, struct bound *bound)
{
	struct json_object *tree;
	char *text = bound_tree(bound, &tree) == HVAC_OK ? json_write(tree, false, NULL) : NULL;

	if (text)
		buffer_format(key, "\n%s=%s", bound->name, text);
	text_free(text);
	return text;
}

/* What is asked, and in whose name: all that tells one answer from another. NULL when memory ran out. */
static char *key_of(struct hvac_task *task)
{
	static const enum option_index options[] = { OPTION_NAMESPACE, OPTION_WRAP_TTL, OPTION_HEADERS, OPTION_EMPTY_LIST };
	struct buffer key = { 0 };

	buffer_format(&key, "%s %s", task->engine_name, task->operation_name);
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		const char *text = task_settings(task)->texts.list[options[i]];

		buffer_format(&key, "\n%s", text ? text : "");
	}
	for (size_t i = 0; i < task->binding.given; i++)
		if (!add_argument(&key, &task->binding.list[i])) {
			buffer_free(&key);
			return NULL;
		}
	return buffer_take(&key);
}

/* The server has not said what is there now: what was there is given on. */
static bool is_no_answer(const hvac_response *response)
{
	int status = hvac_response_http_status(response);

	return !status || status >= 500 || hvac_response_retryable(response);
}

/* The one who fetches: what came of it goes to all who wait, and is kept if it is good. */
static hvac_response *fetch(hvac_cache *cache, struct shelf *shelf, struct entry *entry, struct hvac_task *task)
{
	const struct settings *settings = task_settings(task);
	hvac_response *response;
	uint64_t now;

	entry->fetching = true;
	entry->users++;
	guard_leave(shelf);
	hvac_task_run(task);
	response = hvac_task_take(task);
	now = clock_now(&task->client->clock);
	/* the block is this process's, and was made: it is there */
	shelf = enter(cache);
	entry->tried_at = now;
	hvac_response_free(entry->latest);
	entry->latest = NULL;
	if (hvac_response_status(response) == HVAC_OK) {
		keep(shelf, entry, response, now);
	} else if (entry->kept && is_no_answer(response) && now - entry->kept_at < settings->cache_stale) {
		hvac_response_free(response);
		response = response_ref(entry->kept);
	} else {
		keep(shelf, entry, NULL, now);
	}
	entry->latest = response_ref(response);
	entry->fetching = false;
	entry->users--;
	if (!entry->kept || entry->removed)
		remove_entry(shelf, entry);
	make_room(shelf, settings->cache_size);
	pthread_cond_broadcast(&shelf->block.changed);
	guard_leave(shelf);
	return response;
}

static hvac_response *wait_for(struct shelf *shelf, struct entry *entry)
{
	hvac_response *response;

	entry->users++;
	while (entry->fetching)
		pthread_cond_wait(&shelf->block.changed, &shelf->block.mutex);
	response = response_ref(entry->latest);
	entry->users--;
	if (entry->removed)
		remove_entry(shelf, entry);
	guard_leave(shelf);
	return response;
}

/* Whether what is kept will do: it is fresh, or somebody is fetching another, or nobody could just now. */
static bool will_do(const struct entry *entry, const struct settings *settings, uint64_t now)
{
	uint64_t age = now - entry->kept_at;

	if (!entry->kept || age >= settings->cache_stale)
		return entry->kept && age < settings->cache_fresh;
	return age < settings->cache_fresh || entry->fetching || (entry->tried_at > entry->kept_at && now - entry->tried_at < TRY_AGAIN);
}

static hvac_response *get(hvac_cache *cache, struct hvac_task *task, const char *key)
{
	struct shelf *shelf = enter(cache);
	struct entry *entry = shelf ? find(shelf, key) : NULL;
	hvac_response *response;

	if (!entry) {
		if (shelf)
			guard_leave(shelf);
		return NULL;
	}
	if (will_do(entry, task_settings(task), clock_now(&task->client->clock))) {
		response = response_ref(entry->kept);
		guard_leave(shelf);
		return response;
	}
	return entry->fetching ? wait_for(shelf, entry) : fetch(cache, shelf, entry, task);
}

hvac_status hvac_cache_get(hvac_cache *cache, hvac_task *task, hvac_response **response)
{
	hvac_status status = HVAC_NO_MEMORY;
	char *key = NULL;

	*response = NULL;
	if (!cache || !task)
		goto done;
	if (task->refused) {
		status = hvac_task_run(task);
		*response = hvac_task_take(task);
		goto done;
	}
	status = is_cacheable(cache, task) ? HVAC_NO_MEMORY : HVAC_PARAM_VALIDATION_ERROR;
	if (status == HVAC_NO_MEMORY)
		key = key_of(task);
	if (key) {
		*response = get(cache, task, key);
		status = hvac_response_status(*response);
	}
done:
	text_free(key);
	hvac_task_free(task);
	return status;
}

void hvac_cache_flush(hvac_cache *cache)
{
	struct shelf *shelf = cache ? enter(cache) : NULL;

	if (!shelf)
		return;
	make_room(shelf, 0);
	guard_leave(shelf);
}

hvac_status hvac_cache_new(hvac_client *client, hvac_cache **result)
{
	hvac_cache *cache = NULL;

	*result = NULL;
	if (client && !client->settings)
		return HVAC_CONFIG_ERROR;
	if (client)
		cache = calloc(1, sizeof *cache);
	if (!cache)
		return HVAC_NO_MEMORY;
	cache->client = client_ref(client);
	*result = cache;
	return HVAC_OK;
}

void hvac_cache_free(hvac_cache *cache)
{
	struct shelf *shelf;

	if (!cache)
		return;
	hvac_cache_flush(cache);
	shelf = guard_last(&cache->guard);
	if (shelf && shelf->table)
		lh_table_free(shelf->table);
	guard_free(&cache->guard);
	client_unref(cache->client);
	free(cache);
}
