/* SPDX-License-Identifier: MIT */
#include "token.h"
#include "arena.h"
#include "clock.h"
#include "login.h"
#include "memory.h"
#include "queue.h"
#include "task.h"

#include <stdlib.h>
#include <string.h>

#define DENIED_FOR (60 * SECOND)        /* no login for a refusal after a fresh token was refused too */
#define PATIENCE SECOND                 /* of a queue's task with another queue of its thread */

/* Of one process: a forked child waits for nobody of its parent's. */
struct slot_block {
	struct guard_block block;
	struct hvac_task *settler;      /* finds out about the token */
	bool logs_in;                   /* the settler */
	struct hvac_task *waiting;      /* for it; linked by task->next_waiting */
	struct token_listener *listeners;
};

struct token_slot {
	atomic_uint references;
	struct guard guard;
	/* Outside the guarded block, but changed under its lock: a forked child goes on with the parent's. */
	_Atomic(struct token *) current;
	_Atomic(struct stored_login *) login;
	struct unwrapped *left;         /* by the last login that was given, used a wrapping token up, and failed; NULL: none */
	struct token *from_file;        /* what a token file gave last */
	uint64_t login_at, denied_until;
	bool login_failed, login_retryable;
	hvac_status login_status;
	char *login_failure;
};

static struct slot_block *enter(struct token_slot *slot)
{
	return guard_enter(&slot->guard, sizeof(struct slot_block));
}

struct token_slot *token_slot_new(void)
{
	struct token_slot *slot = calloc(1, sizeof *slot);

	if (slot)
		atomic_init(&slot->references, 1);
	return slot;
}

struct token_slot *token_slot_ref(struct token_slot *slot)
{
	atomic_fetch_add(&slot->references, 1);
	return slot;
}

void token_slot_unref(struct token_slot *slot)
{
	if (!slot || atomic_fetch_sub(&slot->references, 1) != 1)
		return;
	token_release(atomic_load(&slot->current));
	stored_login_unref(atomic_load(&slot->login));
	unwrapped_free(slot->left);
	token_release(slot->from_file);
	text_free(slot->login_failure);
	guard_free(&slot->guard);
	free(slot);
}

hvac_status token_get(struct token_slot *slot, struct token **token)
{
	void *block;

	*token = NULL;
	if (!atomic_load(&slot->current))
		return HVAC_OK;
	block = enter(slot);
	if (!block)
		return HVAC_NO_MEMORY;
	*token = token_ref(atomic_load(&slot->current));
	guard_leave(block);
	return HVAC_OK;
}

struct token *token_ref(struct token *token)
{
	if (token)
		atomic_fetch_add(&token->references, 1);
	return token;
}

void token_release(struct token *token)
{
	if (!token || atomic_fetch_sub(&token->references, 1) != 1)
		return;
	text_free(token->text);
	text_free(token->accessor);
	free(token);
}

bool token_is_same(const struct token *one, const struct token *other)
{
	return one && other ? !strcmp(one->text, other->text) : one == other;
}

bool token_is_over(const struct token *token, uint64_t now)
{
	return token && token->life.known && token->life.lasts && now >= token->life.expires_at;
}

static struct token *token_new(const char *text, const char *accessor, const struct token_life *life)
{
	struct token *token = calloc(1, sizeof *token);

	if (!token)
		return NULL;
	atomic_init(&token->references, 1);
	token->text = text_copy(text, strlen(text));
	token->accessor = accessor ? text_copy(accessor, strlen(accessor)) : NULL;
	if (life)
		token->life = *life;
	if (!token->text || (accessor && !token->accessor)) {
		token_release(token);
		return NULL;
	}
	return token;
}

/* Lets those who wait look again. The caller is inside, which keeps them from going away. */
static void wake_waiting(struct slot_block *block)
{
	for (struct hvac_task *task = block->waiting; task; task = task->next_waiting) {
		atomic_store(&task->woken, true);
		pool_wake(task->client->transport, task);
	}
	block->waiting = NULL;
	/* false [analyzer-malloc-leak]: the slot has the token that was put there before */
}

/* The caller is inside. */
static void replace(struct token_slot *slot, struct slot_block *block, struct token *token)
{
	token_release(atomic_exchange(&slot->current, token));
	wake_waiting(block);
	for (struct token_listener *listener = block->listeners; listener; listener = listener->next)
		listener->changed(listener->context);
}

bool token_listen(struct token_slot *slot, struct token_listener *listener)
{
	struct slot_block *block = enter(slot);

	if (!block)
		return false;
	listener->next = block->listeners;
	block->listeners = listener;
	guard_leave(block);
	return true;
}

void token_unlisten(struct token_slot *slot, struct token_listener *listener)
{
	struct slot_block *block = enter(slot);

	if (!block)
		return;
	for (struct token_listener **place = &block->listeners; *place; place = &(*place)->next)
		if (*place == listener) {
			*place = listener->next;
			break;
		}
	guard_leave(block);
}

/* Whether the token of a login is still wanted. */
static bool is_in_time(const struct token_slot *slot, const struct hvac_task *login)
{
	return !login->for_library || (token_is_same(atomic_load(&slot->current), login->replaces) && atomic_load(&slot->login) == login->stored);
}

/* The caller is inside, and frees the login before. */
static struct stored_login *store(struct token_slot *slot, struct stored_login *login)
{
	slot->login_failed = false;
	return atomic_exchange(&slot->login, login);
}

hvac_status token_set(struct token_slot *slot, const char *text, const char *accessor, const struct token_life *life)
{
	return token_log_in(slot, NULL, text, accessor, life);
}

hvac_status token_log_in(struct token_slot *slot, const struct hvac_task *login, const char *text, const char *accessor, const struct token_life *life)
{
	struct token *token = text && *text ? token_new(text, accessor, life) : NULL;
	struct stored_login *before = NULL;
	struct slot_block *block;
	bool in_time;

	if (text && *text && !token)
		return HVAC_NO_MEMORY;
	block = enter(slot);
	if (!block) {
		token_release(token);
		return HVAC_NO_MEMORY;
	}
	in_time = !login || is_in_time(slot, login);
	if (login && login->stored && !login->for_library)
		before = store(slot, stored_login_ref(login->stored));
	if (in_time)
		replace(slot, block, token);
	guard_leave(block);
	stored_login_unref(before);
	if (!in_time)
		token_release(token);
	return in_time ? HVAC_OK : HVAC_CANCELLED;
}

hvac_status token_forget(struct token_slot *slot, const struct token *token)
{
	struct slot_block *block = enter(slot);

	if (!block)
		return HVAC_NO_MEMORY;
	if (token_is_same(atomic_load(&slot->current), token))
		replace(slot, block, NULL);
	guard_leave(block);
	return HVAC_OK;
}

hvac_status token_renewed(struct token_slot *slot, const char *text, const struct token_life *life)
{
	struct slot_block *block = enter(slot);
	struct token *current, *renewed;
	hvac_status status = HVAC_OK;

	if (!block)
		return HVAC_NO_MEMORY;
	current = atomic_load(&slot->current);
	if (current && !strcmp(current->text, text)) {
		renewed = token_new(text, current->accessor, life);
		if (renewed) {
			renewed->life.made = current->life.made;
			replace(slot, block, renewed);
		} else {
			status = HVAC_NO_MEMORY;
		}
	}
	guard_leave(block);
	return status;
}

hvac_status token_set_from_file(struct token_slot *slot, const char *text, bool *news)
{
	struct token *token = token_new(text, NULL, NULL), *before = token, *current;
	struct slot_block *block = token ? enter(slot) : NULL;

	*news = false;
	if (!block) {
		token_release(token);
		return HVAC_NO_MEMORY;
	}
	if (!slot->from_file || strcmp(slot->from_file->text, text) != 0) {
		before = slot->from_file;
		slot->from_file = token;
		current = atomic_load(&slot->current);
		*news = !current || strcmp(current->text, text) != 0;
	}
	if (*news)
		replace(slot, block, token_ref(token));
	guard_leave(block);
	token_release(before);
	return HVAC_OK;
}

hvac_status token_store_login(struct token_slot *slot, struct stored_login *login)
{
	struct stored_login *before;
	void *block = enter(slot);

	if (!block) {
		stored_login_unref(login);
		return HVAC_NO_MEMORY;
	}
	before = store(slot, login);
	guard_leave(block);
	stored_login_unref(before);
	return HVAC_OK;
}

struct stored_login *token_login(struct token_slot *slot)
{
	struct stored_login *login;
	void *block;

	if (!atomic_load(&slot->login))
		return NULL;
	block = enter(slot);
	if (!block)
		return NULL;
	login = stored_login_ref(atomic_load(&slot->login));
	guard_leave(block);
	return login;
}

bool token_keep_unwrapped(struct token_slot *slot, struct stored_login *login, const char *wrapping, const char *wrapped)
{
	struct unwrapped *unwrapped = unwrapped_new(wrapping, wrapped), *before = unwrapped;
	void *block = unwrapped ? enter(slot) : NULL;

	if (block) {
		before = login->unwrapped;
		login->unwrapped = unwrapped;
		guard_leave(block);
	}
	unwrapped_free(before);
	return block;
}

bool token_unwrapped(struct token_slot *slot, const struct stored_login *login, const char *wrapping, struct arena *arena, const char **wrapped)
{
	const struct unwrapped *unwrapped;
	void *block = enter(slot);
	bool known;

	*wrapped = NULL;
	if (!block)
		return false;
	unwrapped = login->unwrapped && !strcmp(login->unwrapped->wrapping, wrapping) ? login->unwrapped : slot->left;
	known = unwrapped && !strcmp(unwrapped->wrapping, wrapping);
	if (known)
		*wrapped = arena_copy(arena, unwrapped->wrapped, strlen(unwrapped->wrapped));
	guard_leave(block);
	return !known || *wrapped;
}

bool token_used_up(struct token_slot *slot, const struct stored_login *login, struct arena *arena, const char **wrapping)
{
	void *block = enter(slot);
	bool known;

	*wrapping = NULL;
	if (!block)
		return false;
	known = login->unwrapped;
	if (known)
		*wrapping = arena_copy(arena, login->unwrapped->wrapping, strlen(login->unwrapped->wrapping));
	guard_leave(block);
	return !known || *wrapping;
}

void token_leave_unwrapped(struct token_slot *slot, struct stored_login *login)
{
	struct unwrapped *before = NULL;
	void *block = enter(slot);

	if (!block)
		return;
	/* one that has unwrapped nothing changes nothing */
	if (!login || login->unwrapped) {
		before = slot->left;
		slot->left = login ? login->unwrapped : NULL;
		if (login)
			login->unwrapped = NULL;
	}
	guard_leave(block);
	unwrapped_free(before);
}

/* The caller is inside. */
static void forget_waiting(struct slot_block *block, struct hvac_task *task)
{
	for (struct hvac_task **place = &block->waiting; *place; place = &(*place)->next_waiting)
		if (*place == task) {
			*place = task->next_waiting;
			return;
		}
}

static void wait_here(struct slot_block *block, struct hvac_task *task)
{
	task->next_waiting = block->waiting;
	block->waiting = task;
}

/* The caller is inside. */
static void end_settling(struct slot_block *block)
{
	block->settler = NULL;
	wake_waiting(block);
}

static bool is_driven_here(const struct hvac_task *settler)
{
	return settler->queue && queue_is_driven_here(settler->queue);
}

bool token_is_settled_here(struct token_slot *slot)
{
	struct slot_block *block = enter(slot);
	bool here = block && block->settler && is_driven_here(block->settler);

	if (block)
		guard_leave(block);
	return here;
}

/* Until when the task waits for the settler. One in another queue of its own thread goes on only when the thread runs that: a call that
 * blocks would wait for itself, and a task of a queue cannot know whether the two are run in turn. */
static uint64_t patience(const struct hvac_task *task, const struct hvac_task *settler)
{
	if (settler->queue == task->queue || !is_driven_here(settler))
		return UINT64_MAX;
	return task->queue ? task->refused_at + PATIENCE : 0;
}

enum doubt_verdict token_doubt(struct token_slot *slot, struct hvac_task *task, bool can_login, uint64_t now, uint64_t *until)
{
	struct slot_block *block = enter(slot);
	const struct token *current;
	enum doubt_verdict verdict;
	bool elsewhere;

	if (!block)
		return DOUBT_STANDS;
	forget_waiting(block, task);
	elsewhere = block->settler && block->settler != task;
	if (elsewhere)
		*until = patience(task, block->settler);
	current = atomic_load(&slot->current);
	if (!token_is_same(current, task->token)) {
		verdict = current ? DOUBT_REPLACED : DOUBT_STANDS;
	} else if (elsewhere && now < *until) {
		wait_here(block, task);
		verdict = DOUBT_ELSEWHERE;
	} else {
		struct doubt_input input = {
			.can_login = can_login, .limited = current->life.uses, .dead = current->dead,
			.now = now, .refused_at = task->refused_at, .alive_at = current->alive_at,
			.expires_at = current->life.known && current->life.lasts ? current->life.expires_at : 0,
			/* a login that is held up is none to wait for */
			.login_at = elsewhere && block->logs_in ? 0 : slot->login_at, .login_failed = slot->login_failed,
			.denied_until = slot->denied_until,
		};

		verdict = policy_doubt(&input, until);
		if (verdict == DOUBT_PROBE || verdict == DOUBT_LOGIN) {
			block->settler = task;
			block->logs_in = false;
			slot->login_at = input.login_at;
		} else if (block->settler == task) {
			end_settling(block);
		}
		/* somebody may log in sooner */
		if (verdict == DOUBT_LATER)
			wait_here(block, task);
	}
	guard_leave(block);
	return verdict;
}

void token_answered(struct token_slot *slot, const char *text, bool alive, uint64_t now)
{
	void *block = enter(slot);
	struct token *current;

	if (!block)
		return;
	current = atomic_load(&slot->current);
	if (current && !strcmp(current->text, text)) {
		current->dead = !alive;
		if (alive)
			current->alive_at = now;
	}
	guard_leave(block);
}

/* The caller is inside. */
static void log_in(struct token_slot *slot, struct slot_block *block, uint64_t now)
{
	block->logs_in = true;
	slot->login_at = now;
	slot->login_failed = false;
}

void token_login_began(struct token_slot *slot, uint64_t now)
{
	struct slot_block *block = enter(slot);

	if (!block)
		return;
	log_in(slot, block, now);
	guard_leave(block);
}

bool token_take_login(struct token_slot *slot, struct hvac_task *task, uint64_t now)
{
	struct slot_block *block = enter(slot);
	bool taken = block && !block->settler;

	if (taken) {
		block->settler = task;
		log_in(slot, block, now);
	}
	if (block)
		guard_leave(block);
	return taken;
}

bool token_login_failed(struct token_slot *slot, const struct hvac_task *task, hvac_status status, bool retryable, const char *why)
{
	char *copy = text_copy(why, strlen(why)), *before = copy;
	struct slot_block *block = enter(slot);
	bool counts = block && (!task || block->settler == task);

	if (counts) {
		slot->login_failed = true;
		slot->login_retryable = retryable;
		slot->login_status = status;
		before = slot->login_failure;
		slot->login_failure = copy;
	}
	if (block)
		guard_leave(block);
	text_free(before);
	return counts;
}

char *token_login_failure(struct token_slot *slot, hvac_status *status, bool *retryable)
{
	void *block = enter(slot);
	char *why = NULL;

	*status = HVAC_NO_MEMORY;
	*retryable = false;
	if (!block)
		return NULL;
	*status = slot->login_status;
	*retryable = slot->login_retryable;
	if (slot->login_failure)
		why = text_copy(slot->login_failure, strlen(slot->login_failure));
	guard_leave(block);
	return why;
}

void token_refused_again(struct token_slot *slot, uint64_t now)
{
	void *block = enter(slot);

	if (!block)
		return;
	slot->denied_until = now + DENIED_FOR;
	guard_leave(block);
}

void token_withdraw(struct token_slot *slot, struct hvac_task *task)
{
	struct slot_block *block = enter(slot);

	if (!block)
		return;
	forget_waiting(block, task);
	if (block->settler == task)
		end_settling(block);
	guard_leave(block);
}
