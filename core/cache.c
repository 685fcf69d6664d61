/* SPDX-License-Identifier: MIT */
#include "clock.h"
#include "compose.h"
#include "json.h"
#include "memory.h"
#include "task.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <hvac/cache.h>

#define TRY_AGAIN (1 * SECOND)  /* after a failure, while there is something to give */

/* A request under way, and what came of it, for all who want that. */
struct fetch {
	hvac_response *response;
	unsigned users;
	bool done;
};

/* What one request gives. */
struct item {
	char *key;
	struct item *newer, *older;     /* by the time it was last asked for */
	struct fetch *fetch;            /* NULL: none is under way */
	hvac_response *kept;            /* the last good answer; NULL: none */
	uint64_t kept_at, tried_at;
};

/* Of one process. */
struct shelf {
	struct guard_block block;
	void *items;                    /* by key: a tree of tsearch(3) */
	struct item *newest, *oldest;
	size_t bytes;
};

struct hvac_cache {
	hvac_client *client;
	struct guard guard;
};

static struct shelf *enter(hvac_cache *cache)
{
	return guard_enter(&cache->guard, sizeof(struct shelf));
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->key, ((const struct item *)b)->key);
}

static size_t size_of(const struct item *item)
{
	return sizeof *item + strlen(item->key) + (item->kept ? item->kept->body_length + item->kept->headers_length : 0);
}

static void unlink_item(struct shelf *shelf, struct item *item)
{
	*(item->newer ? &item->newer->older : &shelf->newest) = item->older;
	*(item->older ? &item->older->newer : &shelf->oldest) = item->newer;
}

static void link_newest(struct shelf *shelf, struct item *item)
{
	item->newer = NULL;
	item->older = shelf->newest;
	*(item->older ? &item->older->newer : &shelf->oldest) = item;
	shelf->newest = item;
}

static void item_free(struct item *item)
{
	hvac_response_free(item->kept);
	text_free(item->key);
	free(item);
}

/* Whoever fetches it finds it gone. */
static void remove_item(struct shelf *shelf, struct item *item)
{
	tdelete(item, &shelf->items, compare);
	unlink_item(shelf, item);
	shelf->bytes -= size_of(item);
	item_free(item);
}

static struct item *add_item(struct shelf *shelf, const char *key)
{
	struct item *item = calloc(1, sizeof *item);

	if (!item)
		return NULL;
	item->key = text_copy(key, strlen(key));
	if (!item->key || !tsearch(item, &shelf->items, compare)) {
		item_free(item);
		return NULL;
	}
	link_newest(shelf, item);
	shelf->bytes += size_of(item);
	return item;
}

static struct item *find_item(struct shelf *shelf, char *key)
{
	const struct item wanted = { .key = key };
	struct item *const *found = tfind(&wanted, &shelf->items, compare);

	return found ? *found : NULL;
}

/* Drops what was not asked for longest. What is under way stays: who wants that shall find it. */
static void make_room(struct shelf *shelf, size_t max)
{
	struct item *newer;

	for (struct item *item = shelf->oldest; item && shelf->bytes > max; item = newer) {
		newer = item->newer;
		if (!item->fetch)
			remove_item(shelf, item);
	}
}

/* Puts a good answer in the place of what was kept; without one, and when it alone is more than `max`, the item goes. */
static void keep(struct shelf *shelf, struct item *item, hvac_response *response, uint64_t now, size_t max)
{
	shelf->bytes -= size_of(item);
	hvac_response_free(item->kept);
	item->kept = response_ref(response);
	item->kept_at = now;
	shelf->bytes += size_of(item);
	if (!response || size_of(item) > max)
		remove_item(shelf, item);
	make_room(shelf, max);
}

/* Why nothing is kept of what the task asks for; NULL: it may be. */
static const char *why_not(const hvac_cache *cache, struct hvac_task *task)
{
	const struct hvac_client *client = task->client;

	if (task->phase != TASK_NEW)
		return "it has run before";
	if (client->slot != cache->client->slot)
		return "the cache's client has another token";
	if (client->transport != cache->client->transport)
		return "the cache's client has other connections";
	if (task->stream || binding_is_pending(&task->binding))
		return "no cache keeps streams, and what files and callbacks give";
	if (!draft_is_read(&task->draft) || !compose_is_repeatable(task) || compose_flags(task) & HVAC_LOGIN)
		return "no cache keeps what writes, logs in, or may make something";
	if (client->settings->wrap_ttl || hvac_task_value(task, "wrap_ttl"))
		return "no cache keeps wrapped answers, which can be unwrapped once";
	return NULL;
}

/* Runs it to its end, and tells what came of it. */
static hvac_response *response_of(struct hvac_task *task)
{
	hvac_task_run(task);
	return hvac_task_take(task);
}

/* The response that says so. */
static hvac_response *refuse(struct hvac_task *task, hvac_status status, const char *why)
{
	task_refuse(task, status, why);
	return response_of(task);
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

/* Arguments in the table's order, defaults included. */
static bool add_arguments(struct buffer *key, struct binding *binding)
{
	hvac_status status = HVAC_OK;

	for (size_t i = 0; i < row_n_parameters(binding->row); i++) {
		struct bound *bound = binding_value(binding, binding->row, row_parameter(binding->engine, binding->row, i)->name, &status);

		if (status != HVAC_OK || (bound && !add_argument(key, bound)))
			return false;
	}
	return true;
}

/* What is a token's own is another's after a new login; all else is the same to both. */
static bool add_token(struct buffer *key, const struct hvac_task *task)
{
	const char *path = task->draft.path.bytes;
	struct token *token = NULL;

	if (!strstr(path, "/cubbyhole") && !strstr(path, "/auth/token/lookup-self"))
		return true;
	if (token_get(task->client->slot, &token) != HVAC_OK)
		return false;
	buffer_format(key, "\n%s", token ? token->text : "");
	token_release(token);
	return true;
}

/* All that tells one answer from another, of the same token slot and connections: what is asked, and how. NULL when memory ran out. */
static char *key_of(struct hvac_task *task)
{
	const struct settings *settings = task_settings(task);
	const char *headers = settings->texts.list[OPTION_HEADERS];
	struct buffer key = { 0 };

	buffer_format(&key, "%s %s\n%s\n%d", task->engine_name, task->operation_name, settings->namespace_name ? settings->namespace_name : "",
	              settings->empty_list);
	if (!add_arguments(&key, &task->binding) || !add_token(&key, task)) {
		buffer_free(&key);
		return NULL;
	}
	/* JSON as it was given, with line ends of its own: behind all else */
	buffer_format(&key, "\n%s", headers ? headers : "");
	return buffer_take(&key);
}

/* Not what ends by itself: a lease, or a wrapping token, by which servers also answer who needs somebody's consent. */
static bool may_be_kept(const hvac_response *response)
{
	return hvac_response_status(response) == HVAC_OK && !hvac_response_lease_id(response) && !hvac_response_wrap_info(response);
}

/* The server has not said what is there now: what was there is given on. */
static bool is_no_answer(const hvac_response *response)
{
	int status = hvac_response_http_status(response);

	return !status || status >= 500 || hvac_response_retryable(response) || hvac_response_status(response) == HVAC_MALFORMED_ANSWER;
}

static uint64_t since(uint64_t then, uint64_t now)
{
	return now > then ? now - then : 0;
}

/* What came of asking, unless what is kept is given on; keeps it if it is good. */
static hvac_response *note(struct shelf *shelf, struct item *item, hvac_response *response, uint64_t now, uint64_t stale, size_t max)
{
	item->fetch = NULL;
	item->tried_at = now;
	if (item->kept && is_no_answer(response) && since(item->kept_at, now) < stale) {
		hvac_response_free(response);
		return response_ref(item->kept);
	}
	keep(shelf, item, may_be_kept(response) ? response : NULL, now, max);
	return response;
}

static void leave_fetch(struct fetch *fetch)
{
	if (--fetch->users)
		return;
	hvac_response_free(fetch->response);
	free(fetch);
}

/* What comes of it goes to all who wait for that; it is kept unless the item was dropped meanwhile. */
static hvac_response *run(hvac_cache *cache, struct fetch *fetch, struct hvac_task *task, char *key)
{
	hvac_response *response;
	struct shelf *shelf;
	struct item *item;
	uint64_t now;

	response = response_of(task);
	now = clock_now(&task->client->clock);
	/* the block is this process's, and was made: it is there */
	shelf = enter(cache);
	item = find_item(shelf, key);
	if (item && item->fetch == fetch)
		response = note(shelf, item, response, now, task_settings(task)->cache_stale, cache->client->settings->cache_size);
	fetch->response = response_ref(response);
	fetch->done = true;
	pthread_cond_broadcast(&shelf->block.changed);
	leave_fetch(fetch);
	guard_leave(shelf);
	return response;
}

/* What comes of somebody else's asking, of which the task is a user, unless that takes too long, the task is cancelled, or the other may
 * wait for what goes on only when this thread does. */
static hvac_response *wait_for(hvac_cache *cache, struct shelf *shelf, struct fetch *fetch, struct hvac_task *task, const struct timespec *end)
{
	struct hvac_client *client = task->client;
	bool alone = token_is_settled_here(client->slot), waits = !alone && pool_enter_waiting(client->transport, task, &shelf->block), late = false, done;
	hvac_response *response;

	/* the block is this process's, and was made: it is there */
	enter(cache);
	while (waits && !fetch->done && !late && !atomic_load(&task->cancelled))
		late = pthread_cond_timedwait(&shelf->block.changed, &shelf->block.mutex, end) == ETIMEDOUT;
	done = fetch->done;
	response = done ? response_ref(fetch->response) : NULL;
	leave_fetch(fetch);
	guard_leave(shelf);
	pool_leave(client->transport, task);
	if (done || (!alone && !waits))
		return response;
	if (alone || atomic_load(&task->cancelled))
		return response_of(task);
	return refuse(task, HVAC_TIMEOUT, "the deadline passed while another call asked for the same");
}

/* Whether what is kept will do: it is fresh, or somebody is fetching another, or nobody could just now. */
static bool will_do(const struct item *item, const struct settings *settings, uint64_t now)
{
	uint64_t age = since(item->kept_at, now);

	if (!item->kept)
		return false;
	if (age < settings->cache_fresh)
		return true;
	return age < settings->cache_stale && (item->fetch || (item->tried_at > item->kept_at && since(item->tried_at, now) < TRY_AGAIN));
}

/* What is kept; or *fetch, of which the caller is a user: its own, or somebody else's. Neither: memory ran out. */
static hvac_response *look(struct shelf *shelf, struct hvac_task *task, char *key, uint64_t now, struct fetch **fetch, bool *own)
{
	struct item *item = find_item(shelf, key);

	*fetch = NULL;
	if (item) {
		unlink_item(shelf, item);
		link_newest(shelf, item);
	} else {
		item = add_item(shelf, key);
	}
	if (!item)
		return NULL;
	if (will_do(item, task_settings(task), now))
		return response_ref(item->kept);
	*own = !item->fetch;
	if (*own)
		item->fetch = calloc(1, sizeof **fetch);
	/* false [analyzer-malloc-leak]: the item has it, too */
	*fetch = item->fetch;
	if (*fetch)
		(*fetch)->users++;
	else if (!item->kept)
		remove_item(shelf, item);
	return NULL;
}

/* Its deadline counts from here on, whoever asks in the end. */
static hvac_response *get(hvac_cache *cache, struct hvac_task *task, char *key)
{
	const struct timespec end = clock_end(task_settings(task)->deadline);
	hvac_response *response = NULL;

	task_set_deadline(task, clock_now(&task->client->clock));
	/* that another's call was cancelled says nothing: one of those who waited asks in its place */
	do {
		uint64_t now = clock_now(&task->client->clock);
		struct shelf *shelf = enter(cache);
		struct fetch *fetch;
		bool own;

		hvac_response_free(response);
		if (!shelf)
			return NULL;
		response = look(shelf, task, key, now, &fetch, &own);
		guard_leave(shelf);
		if (fetch && own)
			return run(cache, fetch, task, key);
		if (fetch)
			response = wait_for(cache, shelf, fetch, task, &end);
	} while (hvac_response_status(response) == HVAC_CANCELLED && !atomic_load(&task->cancelled));
	return response;
}

hvac_status hvac_cache_get(hvac_cache *cache, hvac_task *task, hvac_response **response)
{
	hvac_response *own = NULL;
	hvac_status status;
	const char *why;
	char *key = NULL;

	if (!response)
		response = &own;
	*response = NULL;
	if (!cache || !task)
		goto done;
	why = task->refused ? NULL : why_not(cache, task);
	if (why) {
		*response = refuse(task, HVAC_PARAM_VALIDATION_ERROR, why);
	} else if (task->refused) {
		*response = response_of(task);
	} else {
		key = key_of(task);
		*response = key ? get(cache, task, key) : NULL;
	}
done:
	text_free(key);
	hvac_task_free(task);
	status = hvac_response_status(*response);
	hvac_response_free(own);
	return status;
}

void hvac_cache_flush(hvac_cache *cache)
{
	struct shelf *shelf = cache ? enter(cache) : NULL;

	if (!shelf)
		return;
	while (shelf->oldest)
		remove_item(shelf, shelf->oldest);
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
	if (!cache)
		return;
	hvac_cache_flush(cache);
	guard_free(&cache->guard);
	client_unref(cache->client);
	free(cache);
}
