/* SPDX-License-Identifier: MIT */
#include "watch.h"
#include "answer.h"
#include "clock.h"
#include "login.h"
#include "memory.h"

#include <string.h>

#define SECONDS_MAX 3155760000          /* a hundred years */

static uint64_t now_of(const struct hvac_watcher *watcher)
{
	return clock_now(&watcher->client->clock);
}

/* Without chance waits are the shortest. */
static uint64_t chance(const struct hvac_watcher *watcher)
{
	const hvac_clock *clock = &watcher->client->clock;
	uint64_t number;

	return clock->random(clock->context, &number, sizeof number) == 0 ? number : 0;
}

void watch_say(struct watch *watch, hvac_event_kind kind, const hvac_response *response)
{
	struct hvac_watcher *watcher = watch->watcher;
	uint64_t due = lease_due(&watch->lease), now = now_of(watcher);
	hvac_event event = {
		.size = sizeof event, .kind = kind, .response = response,
		.engine = watch->model ? watch->model->engine_name : NULL,
		.operation = watch->model ? watch->model->operation_name : NULL,
		.next_ms = due == UINT64_MAX ? -1 : due > now ? (int64_t)((due - now) / MILLISECOND) : 0,
	};

	if (watcher->event)
		watcher->event(watcher, &event, watcher->event_context);
}

static bool has_lease(const struct watch *watch)
{
	const char *id = hvac_response_lease_id(watch->current);

	return id && *id;
}

static void get_now(struct watch *watch, uint64_t now)
{
	watch->lease.next = LEASE_GET;
	watch->lease.due = now;
}

/* Another token than one which has ended, or was refused, may come in its file. */
static void look_for_file(struct watch *watch, uint64_t now)
{
	if (!watch->model && watch->lease.next == LEASE_REST && client_token_path(watch->watcher->client))
		get_now(watch, now);
}

/* Leases end with the token that made them. */
static bool is_orphan(const struct watch *watch)
{
	struct token *token = NULL;
	bool orphan;

	if (!watch->maker || !has_lease(watch) || token_get(watch->model->client->slot, &token) != HVAC_OK)
		return false;
	orphan = token && !token_is_same(token, watch->maker);
	token_release(token);
	return orphan;
}

/* There is another token: what ended with the one before is got anew, and what has failed is tried again. */
static void look_after_secrets(struct hvac_watcher *watcher, uint64_t now)
{
	for (struct watch *watch = atomic_load(&watcher->secrets); watch; watch = watch->next) {
		if (!watch->running && is_orphan(watch))
			get_now(watch, now);
		else if (!watch->running && watch->lease.failures)
			watch->lease.due = now;
	}
}

/* The login to be repeated, if this client can. */
static struct stored_login *login_of(const struct hvac_watcher *watcher)
{
	struct stored_login *login = token_login(watcher->client->slot);

	if (login && login->transport == watcher->client->transport)
		return login;
	stored_login_unref(login);
	return NULL;
}

static bool can_log_in(const struct hvac_watcher *watcher)
{
	struct stored_login *login = login_of(watcher);

	stored_login_unref(login);
	return login;
}

/* Another token than before, wherever it came from. NULL: the program has taken it away, and what becomes of the next is its business. */
static void take_token(struct hvac_watcher *watcher, struct token *token, uint64_t now)
{
	struct lease *lease = &watcher->token.lease;

	token_release(watcher->known);
	watcher->known = token;
	watcher->tokens++;
	lease_begin(lease, token, token && can_log_in(watcher), now);
	if (token && token->life.known)
		lease_got(lease, token->life.expires_at - token->life.lasts, now, token->life.lasts, token->life.renewable, 0, chance(watcher));
}

void watch_token(struct hvac_watcher *watcher)
{
	struct watch *watch = &watcher->token;
	uint64_t now = now_of(watcher);
	bool first = !watch->begun;
	struct token *token;

	if (first)
		lease_begin(&watch->lease, false, can_log_in(watcher), now);
	watch->begun = true;
	if (token_get(watcher->client->slot, &token) != HVAC_OK)
		return;
	if (first && watcher->login_first) {
		watcher->known = token;
		return;
	}
	if (token_is_same(token, watcher->known)) {
		token_release(token);
		return;
	}
	take_token(watcher, token, now);
	if (first || !token)
		return;
	watch_say(watch, HVAC_EVENT_LOGGED_IN, NULL);
	look_after_secrets(watcher, now);
}

/* What was asked for has come. */

/* What has no lease may be replaced by the server at times, and says when it was: a static role's password. NULL: it is not. */
static const char *replaced_at(const hvac_response *response)
{
	return hvac_response_string(response, "last_vault_rotation");
}

static bool is_something(const hvac_value *value)
{
	return hvac_value_kind(value) != HVAC_KIND_ABSENT && hvac_value_kind(value) != HVAC_KIND_NULL;
}

/* What the response holds: the answer, a wrapping token, a new token, or JSON that is no envelope. NULL: none of these. */
static const hvac_value *content(const hvac_response *response)
{
	if (is_something(hvac_response_answer(response)))
		return hvac_response_answer(response);
	if (is_something(hvac_response_wrap_info(response)))
		return hvac_response_wrap_info(response);
	if (is_something(hvac_response_auth(response)))
		return hvac_response_auth(response);
	return hvac_response_request_id(response) ? NULL : hvac_response_json(response);
}

static bool has_same_body(const hvac_response *before, const hvac_response *response)
{
	return before->body_length == response->body_length &&
	       (!response->body_length || !memcmp(before->body, response->body, response->body_length));
}

static bool is_same(const hvac_response *before, const hvac_response *response)
{
	const char *at = replaced_at(before), *now_at = replaced_at(response);
	const hvac_value *held = content(before), *now_held = content(response);

	/* the time that is left of it is another */
	if (at && now_at)
		return !strcmp(at, now_at);
	if (!held && !now_held && !before->json && !response->json)
		return has_same_body(before, response);
	return hvac_value_equal(held, now_held);
}

/* A server's seconds; what is beyond all reason is cut. */
static uint64_t span(int64_t seconds)
{
	return seconds <= 0 ? 0 : (uint64_t)(seconds < SECONDS_MAX ? seconds : SECONDS_MAX) * SECOND;
}

/* Its lease's; without one, of what was made, until the end that its certificate has. 0: nothing is said of an end. */
static uint64_t life_of(const struct watch *watch, const hvac_task *task)
{
	const hvac_clock *clock = &watch->watcher->client->clock;
	const hvac_response *response = watch->current;
	int64_t now = clock->real(clock->context), ends;

	if (has_lease(watch))
		return span(hvac_response_lease_duration(response));
	/* what is only kept somewhere may be replaced sooner */
	if (draft_is_read(&task->draft) || !hvac_response_string(response, "certificate") ||
	    !hvac_response_integer(response, "expiration", &ends) || now < 0 || ends < now)
		return 0;
	return span(ends - now);
}

static void got_secret(struct watch *watch, hvac_task *task, hvac_response *response, uint64_t now)
{
	struct hvac_watcher *watcher = watch->watcher;
	uint64_t interval = task_settings(watch->model)->watch_interval;
	hvac_response *before = watch->current;
	bool changed;
	int64_t ttl;

	watch->current = response;
	token_release(watch->maker);
	watch->maker = task->token;
	task->token = NULL;
	changed = !before || has_lease(watch) || !is_same(before, response);
	if (replaced_at(response) && hvac_response_integer(response, "ttl", &ttl) && span(ttl) < interval)
		interval = span(ttl) + SECOND;
	lease_got(&watch->lease, watch->asked, now, life_of(watch, task), has_lease(watch) && hvac_response_renewable(response), interval,
	          chance(watcher));
	watch_say(watch, HVAC_EVENT_READ, response);
	if (changed && watch->secret)
		watch->secret(watcher, response, watch->context);
	hvac_response_free(before);
}

static void got_token(struct watch *watch, uint64_t now)
{
	struct hvac_watcher *watcher = watch->watcher;
	struct token *token;

	if (token_get(watcher->client->slot, &token) == HVAC_OK)
		take_token(watcher, token, now);
}

/* What a look-up says of a token that somebody has set. */
static void learned(struct watch *watch, const hvac_response *response, uint64_t now)
{
	struct hvac_watcher *watcher = watch->watcher;
	struct token_life life = answer_life(NULL, hvac_response_data(response), watch->asked);

	lease_got(&watch->lease, watch->asked, now, life.lasts, life.renewable, 0, chance(watcher));
	token_renewed(watcher->client->slot, watcher->known->text, &life);
}

/* The server has refused it, and will again. */
static bool is_for_good(const hvac_response *response)
{
	int status = hvac_response_http_status(response);

	return status >= 400 && status < 500 && !hvac_response_retryable(response);
}

/* `task`: NULL when there was no memory to make it. */
static void failed(struct watch *watch, hvac_task *task, const hvac_response *response, uint64_t now)
{
	struct token_slot *slot = watch->watcher->client->slot;

	lease_failed(&watch->lease, now, is_for_good(response), chance(watch->watcher));
	if (!watch->model && watch->step == LEASE_GET)
		token_login_failed(slot, task, hvac_response_retryable(response) ? hvac_response_status(response) : HVAC_FORBIDDEN,
		                   hvac_response_retryable(response), hvac_response_message(response));
	token_withdraw(slot, task);
	look_for_file(watch, now);
	watch_say(watch, HVAC_EVENT_FAILED, response);
}

static void set_running(struct watch *watch, hvac_task *task)
{
	pthread_mutex_lock(&watch->watcher->mutex);
	watch->running = task;
	pthread_mutex_unlock(&watch->watcher->mutex);
}

static void answered(hvac_queue *queue, hvac_response *response, void *context)
{
	struct watch *watch = context;
	struct hvac_watcher *watcher = watch->watcher;
	hvac_task *task = watch->running;
	uint64_t now = now_of(watcher);
	hvac_status status = hvac_response_status(response);
	bool replaced = !watch->model && watch->tokens != watcher->tokens;

	(void)queue;
	set_running(watch, NULL);
	/* who waits for the login goes on before the program is told, which may call; when there is another token, that has been told */
	if (status == HVAC_CANCELLED || replaced) {
		token_withdraw(watcher->client->slot, task);
	} else if (status != HVAC_OK) {
		failed(watch, task, response, now);
	} else if (watch->step == LEASE_LEARN) {
		learned(watch, response, now);
	} else if (watch->step == LEASE_RENEW) {
		lease_renewed(&watch->lease, watch->asked, now, span(hvac_response_lease_duration(response)), hvac_response_renewable(response),
		              chance(watcher));
		watch_say(watch, HVAC_EVENT_RENEWED, response);
	} else if (watch->model) {
		got_secret(watch, task, response, now);
		response = NULL;
	} else {
		got_token(watch, now);
		token_withdraw(watcher->client->slot, task);
		watch_say(watch, HVAC_EVENT_LOGGED_IN, response);
		look_after_secrets(watcher, now);
	}
	/* another token came meanwhile */
	if (status == HVAC_OK && watch->model && is_orphan(watch))
		get_now(watch, now);
	hvac_response_free(response);
}

/* What is due is asked for. */

/* About its lease. */
static hvac_status ask_lease(const struct watch *watch, const char *path, hvac_task **task)
{
	hvac_value *data = hvac_value_new_map();
	hvac_status status = hvac_value_adopt_member(data, "lease_id", hvac_value_new_string(hvac_response_lease_id(watch->current)));

	*task = NULL;
	if (status == HVAC_OK)
		status = task_new_own(watch->model->client, "PUT", path, data, task);
	hvac_value_free(data);
	return status;
}

/* About the token itself: in the namespace in which it was made. */
static hvac_status ask(struct hvac_watcher *watcher, struct stored_login *login, const char *method, const char *path, hvac_task **task)
{
	return login ? stored_login_ask(login, watcher->client, method, path, task)
	             : task_new_own(watcher->client, method, path, NULL, task);
}

static hvac_status new_task(struct watch *watch, hvac_task **task)
{
	struct hvac_watcher *watcher = watch->watcher;
	struct stored_login *login;
	hvac_status status;

	if (watch->model)
		return watch->step == LEASE_GET ? task_again(watch->model, task) : ask_lease(watch, "sys/leases/renew", task);
	login = login_of(watcher);
	*task = NULL;
	if (watch->step == LEASE_RENEW)
		status = ask(watcher, login, "PUT", "auth/token/renew-self", task);
	else if (watch->step == LEASE_LEARN)
		status = ask(watcher, login, "GET", "auth/token/lookup-self", task);
	else
		status = login ? stored_login_task(login, watcher->client, watcher->known, task) : HVAC_NO_MEMORY;
	stored_login_unref(login);
	return status;
}

static void begin(struct watch *watch, uint64_t now)
{
	struct hvac_watcher *watcher = watch->watcher;
	hvac_task *task;

	watch->step = watch->lease.next;
	watch->asked = now;
	watch->tokens = watcher->tokens;
	if (watch->step == LEASE_GET && !watch->lease.can_get) {
		/* no news in the file is no failure */
		if (!client_read_token_again(watcher->client))
			lease_failed(&watch->lease, now, false, chance(watcher));
		return;
	}
	new_task(watch, &task);
	/* a call that finds out about the token logs in for us, too */
	if (task && !watch->model && watch->step == LEASE_GET && !token_take_login(watcher->client->slot, task, now)) {
		hvac_task_free(task);
		watch->lease.due = now + SECOND;
		return;
	}
	set_running(watch, task);
	if (task && hvac_queue_submit(watcher->queue, task, answered, watch) == HVAC_OK)
		return;
	set_running(watch, NULL);
	failed(watch, task, NULL, now);
	hvac_task_free(task);
}

/* Without a token that is on its way nothing else can be had. */
static bool must_wait(const struct watch *watch)
{
	const struct hvac_watcher *watcher = watch->watcher;

	return watch->model && watch->model->client->slot == watcher->client->slot && watcher->token.lease.can_get &&
	       !watcher->token.lease.held;
}

uint64_t watch_due(const struct watch *watch)
{
	if (!watch->begun)
		return must_wait(watch) ? UINT64_MAX : 0;
	return watch->running || must_wait(watch) ? UINT64_MAX : lease_due(&watch->lease);
}

void watch_look(struct watch *watch, uint64_t now)
{
	if (!watch->begun)
		lease_begin(&watch->lease, false, true, now);
	watch->begun = true;
	if (lease_has_ended(&watch->lease, now)) {
		look_for_file(watch, now);
		watch_say(watch, HVAC_EVENT_EXPIRED, NULL);
	}
	if (watch_due(watch) <= now)
		begin(watch, now);
}

bool watch_revocation(struct watch *watch, uint64_t now, hvac_task **task)
{
	struct token *token = NULL;
	bool lives = has_lease(watch) && !lease_is_over(&watch->lease, now);

	/* it ends with the token that made it */
	if (lives && token_get(watch->model->client->slot, &token) == HVAC_OK)
		lives = !token_is_same(token, watch->maker) || !token_is_over(token, now);
	token_release(token);
	if (lives)
		ask_lease(watch, "sys/leases/revoke", task);
	return lives;
}
