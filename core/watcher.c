/* SPDX-License-Identifier: MIT */
#include "clock.h"
#include "login.h"
#include "memory.h"
#include "queue.h"
#include "watch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#define ANSWER_MS 20            /* between two looks at an answer that is under way */
#define SLEEP_MAX_MS 60000      /* who sleeps does by a clock that stands still while the machine is suspended */

/* Another token has come (then the caller holds the slot's lock), or another secret is to be watched. */
static void wake(void *context)
{
	struct hvac_watcher *watcher = context;

	pthread_mutex_lock(&watcher->mutex);
	watcher->woken = true;
	pthread_cond_signal(&watcher->changed);
	pthread_mutex_unlock(&watcher->mutex);
}

/* Whether this process made it. */
static bool is_ours(const struct hvac_watcher *watcher)
{
	return watcher && queue_is_ours(watcher->queue);
}

/* Whether the program may drive it. */
static bool is_idle(const struct hvac_watcher *watcher)
{
	return is_ours(watcher) && !watcher->started && !watcher->stop;
}

static bool is_stopped(struct hvac_watcher *watcher)
{
	bool stop;

	pthread_mutex_lock(&watcher->mutex);
	stop = watcher->stop;
	pthread_mutex_unlock(&watcher->mutex);
	return stop;
}

static bool make_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;
	bool made;

	if (pthread_condattr_init(&attributes) != 0)
		return false;
	made = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 && pthread_cond_init(condition, &attributes) == 0;
	pthread_condattr_destroy(&attributes);
	return made;
}

hvac_status hvac_watcher_new(hvac_client *client, hvac_watcher **result)
{
	hvac_watcher *watcher = client ? calloc(1, sizeof *watcher) : NULL;
	hvac_status status = HVAC_NO_MEMORY;

	*result = NULL;
	if (!watcher)
		return status;
	if (pthread_mutex_init(&watcher->mutex, NULL) != 0)
		goto no_mutex;
	if (!make_condition(&watcher->changed))
		goto no_condition;
	status = hvac_queue_new(client, &watcher->queue);
	if (status != HVAC_OK)
		goto no_queue;
	watcher->token.watcher = watcher;
	watcher->listener = (struct token_listener){ .changed = wake, .context = watcher };
	if (!token_listen(client->slot, &watcher->listener)) {
		status = HVAC_NO_MEMORY;
		goto no_listener;
	}
	watcher->client = client_ref(client);
	*result = watcher;
	return HVAC_OK;
no_listener:
	hvac_queue_free(watcher->queue);
no_queue:
	pthread_cond_destroy(&watcher->changed);
no_condition:
	pthread_mutex_destroy(&watcher->mutex);
no_mutex:
	free(watcher);
	return status;
}

void hvac_watcher_on_event(hvac_watcher *watcher, hvac_event_function *function, void *context)
{
	if (!watcher)
		return;
	watcher->event = function;
	watcher->event_context = context;
}

/* NULL: it takes one. */
static const char *why_no_login(const struct hvac_watcher *watcher)
{
	if (!is_idle(watcher) || watcher->token.begun)
		return "it comes too late: a watcher is told how to log in before it starts, or is polled";
	if (watcher->client->inline_login)
		return "its client logs in with each of its requests and keeps no token";
	return NULL;
}

hvac_status hvac_watcher_login(hvac_watcher *watcher, const char *engine, const char *operation, const hvac_argument *arguments,
                               hvac_response **response)
{
	struct stored_login *login = NULL;
	hvac_task *task = NULL;
	hvac_status status = HVAC_NO_MEMORY;
	const char *why;

	if (response)
		*response = NULL;
	if (!watcher)
		return status;
	why = why_no_login(watcher);
	status = task_new_login(watcher->client, engine, operation, arguments, &task);
	if (task && why)
		status = task_refuse(task, HVAC_PARAM_VALIDATION_ERROR, why);
	if (status != HVAC_OK)
		hvac_task_run(task);
	else if (!(login = stored_login_new(watcher->client, engine, operation, arguments)))
		status = HVAC_NO_MEMORY;
	else
		status = token_store_login(watcher->client->slot, login);
	if (response)
		*response = hvac_task_take(task);
	hvac_task_free(task);
	if (status == HVAC_OK)
		watcher->login_first = true;
	return status;
}

hvac_status hvac_watcher_add(hvac_watcher *watcher, hvac_task *task, hvac_secret_function *secret, void *context)
{
	struct watch *watch;

	if (!watcher || !task)
		return HVAC_NO_MEMORY;
	if (!queue_takes(watcher->queue, task) || task->stream || task->refused || atomic_load(&task->cancelled) || is_stopped(watcher))
		return HVAC_PARAM_VALIDATION_ERROR;
	watch = calloc(1, sizeof *watch);
	if (!watch)
		return HVAC_NO_MEMORY;
	watch->watcher = watcher;
	watch->model = task;
	watch->secret = secret;
	watch->context = context;
	watch->next = atomic_load(&watcher->secrets);
	while (!atomic_compare_exchange_weak(&watcher->secrets, &watch->next, watch))
		continue;
	wake(watcher);
	return HVAC_OK;
}

/* Does what is due. */
static void look(struct hvac_watcher *watcher)
{
	uint64_t now = clock_now(&watcher->client->clock);

	watch_token(watcher);
	watch_look(&watcher->token, now);
	for (struct watch *watch = atomic_load(&watcher->secrets); watch; watch = watch->next)
		watch_look(watch, now);
}

/* Milliseconds until something is due, or the clock is to be looked at; -1 for never. */
static int due_in(struct hvac_watcher *watcher)
{
	uint64_t now = clock_now(&watcher->client->clock), due = watcher->token.begun ? watch_due(&watcher->token) : 0, ms;

	for (struct watch *watch = atomic_load(&watcher->secrets); watch; watch = watch->next)
		if (watch_due(watch) < due)
			due = watch_due(watch);
	if (due == UINT64_MAX)
		return -1;
	ms = due > now ? (due - now) / MILLISECOND + 1 : 0;
	return ms < SLEEP_MAX_MS ? (int)ms : SLEEP_MAX_MS;
}

/* Whether something was said to it; `heard`: and is now known. */
static bool is_woken(struct hvac_watcher *watcher, bool heard)
{
	bool woken;

	pthread_mutex_lock(&watcher->mutex);
	woken = watcher->woken;
	watcher->woken = woken && !heard;
	pthread_mutex_unlock(&watcher->mutex);
	return woken;
}

int hvac_watcher_due_in(hvac_watcher *watcher)
{
	int ms, queue_ms;

	if (!is_idle(watcher))
		return -1;
	ms = is_woken(watcher, false) ? 0 : due_in(watcher);
	queue_ms = queue_due_in(watcher->queue, ANSWER_MS);
	return ms < 0 || (queue_ms >= 0 && queue_ms < ms) ? queue_ms : ms;
}

void hvac_watcher_poll(hvac_watcher *watcher)
{
	if (!is_idle(watcher))
		return;
	if (hvac_queue_pending(watcher->queue))
		hvac_queue_run(watcher->queue, 0);
	is_woken(watcher, true);
	look(watcher);
	/* what was due is sent */
	if (hvac_queue_pending(watcher->queue))
		hvac_queue_run(watcher->queue, 0);
}

/* Until something is due, or is said to it. */
static void sleep_for(struct hvac_watcher *watcher, int ms)
{
	struct timespec end;

	if (ms < 0)
		ms = SLEEP_MAX_MS;
	end = clock_end((uint64_t)ms * MILLISECOND);
	pthread_mutex_lock(&watcher->mutex);
	while (!watcher->stop && !watcher->woken)
		if (pthread_cond_timedwait(&watcher->changed, &watcher->mutex, &end) == ETIMEDOUT)
			break;
	watcher->woken = false;
	pthread_mutex_unlock(&watcher->mutex);
}

static void *work(void *context)
{
	struct hvac_watcher *watcher = context;

	for (look(watcher); !is_stopped(watcher); look(watcher)) {
		int ms = due_in(watcher);

		if (hvac_queue_pending(watcher->queue))
			hvac_queue_run(watcher->queue, ms < 0 || ms > 1000 ? 1000 : ms);
		else
			sleep_for(watcher, ms);
	}
	return NULL;
}

hvac_status hvac_watcher_start(hvac_watcher *watcher)
{
	sigset_t all, before;
	bool started;

	if (!watcher)
		return HVAC_NO_MEMORY;
	if (!is_idle(watcher))
		return HVAC_PARAM_VALIDATION_ERROR;
	watcher->started = true;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_create(&watcher->thread, NULL, work, watcher) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	watcher->started = started;
	return started ? HVAC_OK : HVAC_NO_MEMORY;
}

/* The caller holds the mutex. */
static void cancel_all(struct hvac_watcher *watcher)
{
	if (watcher->token.running)
		hvac_task_cancel(watcher->token.running);
	for (struct watch *watch = atomic_load(&watcher->secrets); watch; watch = watch->next)
		if (watch->running)
			hvac_task_cancel(watch->running);
}

static void run_out(struct hvac_watcher *watcher)
{
	while (hvac_queue_pending(watcher->queue))
		hvac_queue_run(watcher->queue, -1);
}

/* Ends the thread, and what is under way. */
static void stop(struct hvac_watcher *watcher)
{
	pthread_mutex_lock(&watcher->mutex);
	watcher->stop = true;
	cancel_all(watcher);
	pthread_cond_signal(&watcher->changed);
	pthread_mutex_unlock(&watcher->mutex);
	if (watcher->started)
		pthread_join(watcher->thread, NULL);
	watcher->started = false;
	/* what the thread began in its last round, too; it ends now, but for hooks that block */
	pthread_mutex_lock(&watcher->mutex);
	cancel_all(watcher);
	pthread_mutex_unlock(&watcher->mutex);
	run_out(watcher);
}

static void take_note(struct hvac_watcher *watcher, hvac_status status)
{
	if (watcher->failure == HVAC_OK)
		watcher->failure = status;
}

static void taken_back(hvac_queue *queue, hvac_response *response, void *context)
{
	struct watch *watch = context;
	hvac_status status = hvac_response_status(response);

	(void)queue;
	watch->lease = (struct lease){ .next = LEASE_REST };
	take_note(watch->watcher, status);
	watch_say(watch, status == HVAC_OK ? HVAC_EVENT_REVOKED : HVAC_EVENT_FAILED, response);
	hvac_response_free(response);
}

/* The answer is waited for later, with the others. */
static void take_back_secret(struct watch *watch, uint64_t now, uint64_t until)
{
	hvac_queue *queue = watch->watcher->queue;
	hvac_status status;
	hvac_task *task;

	if (!watch_revocation(watch, now, &task))
		return;
	while ((status = hvac_queue_submit(queue, task, taken_back, watch)) == HVAC_QUEUE_FULL)
		hvac_queue_run(queue, -1);
	if (status != HVAC_OK) {
		hvac_task_free(task);
		taken_back(queue, NULL, watch);
	} else if (until < task->deadline) {
		task->deadline = until;
	}
}

/* With this token, whatever the program sets meanwhile, in the namespace in which it was made. NULL when memory ran out. */
static hvac_client *client_of(const struct hvac_watcher *watcher, const struct token *token)
{
	const hvac_client *like = watcher->client;
	struct stored_login *login = token_login(like->slot);
	hvac_client *client = client_alike(like, login ? login->settings : like->settings, login ? login->transport : like->transport);

	stored_login_unref(login);
	if (!client)
		return NULL;
	token_slot_unref(client->slot);
	client->slot = token_slot_new();
	if (client->slot && token_set(client->slot, token->text, token->accessor, &token->life) == HVAC_OK)
		return client;
	client_unref(client);
	return NULL;
}

static hvac_status revoke_token(struct hvac_watcher *watcher, const struct token *token, uint64_t until)
{
	hvac_client *client = client_of(watcher, token);
	hvac_status status = HVAC_NO_MEMORY;
	hvac_task *task = NULL;

	if (client)
		task_new_own(client, "PUT", "auth/token/revoke-self", NULL, &task);
	if (task) {
		task->deadline = until;
		status = hvac_task_run(task);
	}
	taken_back(watcher->queue, hvac_task_take(task), &watcher->token);
	hvac_task_free(task);
	client_unref(client);
	return status;
}

/* One that was not made by a login is not ours to end. */
static void take_back_token(struct hvac_watcher *watcher, uint64_t now, uint64_t until)
{
	struct token *token = NULL;
	hvac_status status = token_get(watcher->client->slot, &token);

	if (token && token->life.made) {
		if (!token_is_over(token, now))
			status = revoke_token(watcher, token, until);
		if (status == HVAC_OK)
			status = token_forget(watcher->client->slot, token);
	}
	take_note(watcher, status);
	token_release(token);
}

hvac_status hvac_watcher_revoke(hvac_watcher *watcher)
{
	uint64_t now, until;

	if (!is_ours(watcher))
		return HVAC_PARAM_VALIDATION_ERROR;
	stop(watcher);
	watcher->failure = HVAC_OK;
	now = clock_now(&watcher->client->clock);
	until = now + watcher->client->settings->deadline;
	for (struct watch *watch = atomic_load(&watcher->secrets); watch; watch = watch->next)
		take_back_secret(watch, now, until);
	run_out(watcher);
	take_back_token(watcher, now, until);
	return watcher->failure;
}

void hvac_watcher_free(hvac_watcher *watcher)
{
	struct watch *next;

	/* a child leaks what is its parent's */
	if (!is_ours(watcher))
		return;
	token_unlisten(watcher->client->slot, &watcher->listener);
	stop(watcher);
	hvac_queue_free(watcher->queue);
	for (struct watch *watch = atomic_load(&watcher->secrets); watch; watch = next) {
		next = watch->next;
		hvac_task_free(watch->model);
		hvac_response_free(watch->current);
		token_release(watch->maker);
		free(watch);
	}
	token_release(watcher->known);
	client_unref(watcher->client);
	pthread_cond_destroy(&watcher->changed);
	pthread_mutex_destroy(&watcher->mutex);
	free(watcher);
}
