/* SPDX-License-Identifier: MIT */
#include "doubt.h"
#include "clock.h"
#include "login.h"
#include "memory.h"
#include "policy.h"

#include <string.h>

/* What is asked about the token itself has another answer with another token. A namespace may stand before it. */
static bool is_about_itself(const struct draft *draft)
{
	static const char *const paths[] = { "/auth/token/lookup-self", "/auth/token/renew-self", "/auth/token/revoke-self" };
	const struct buffer *path = &draft->path;

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		size_t length = strlen(paths[i]);

		if (path->length >= length && !strcmp(path->bytes + path->length - length, paths[i]))
			return true;
	}
	return false;
}

bool doubt_is_possible(const struct hvac_task *task)
{
	return task->token && !task->asked_again && !is_about_itself(&task->draft);
}

static void drop_beside(struct hvac_task *task)
{
	hvac_task_free(task->beside);
	task->beside = NULL;
}

/* It says nothing about the token, nor about the login. */
static enum doubt_result end_without_memory(struct hvac_task *task, struct task_step *step)
{
	task_end(task, HVAC_NO_MEMORY, "memory ran out", step);
	return DOUBT_GOES_ON;
}

/* The task beside is bounded by the deadline of the one that needs it, and cancelled with it where it waits for a pipe. */
static enum doubt_result begin(struct hvac_task *task, hvac_status status, enum doubt_step doubt, uint64_t now, struct task_step *step)
{
	if (status == HVAC_NO_MEMORY)
		return end_without_memory(task, step);
	task->doubt = (int)doubt;
	task->beside->deadline = task->deadline;
	task->beside->binding.way.cancelled = &task->cancelled;
	task_begin(task->beside, now, step);
	return doubt_after(task, now, step);
}

static enum doubt_result probe(struct hvac_task *task, struct stored_login *login, uint64_t now, struct task_step *step)
{
	return begin(task, stored_login_ask(login, task->client, "GET", "auth/token/lookup-self", &task->beside), DOUBT_PROBES, now, step);
}

static enum doubt_result log_in(struct hvac_task *task, struct stored_login *login, uint64_t now, struct task_step *step)
{
	/* false [core.NullDereference]: policy_doubt() wants a login only where there is one */
	log_line(&task->client->logger, HVAC_LOG_INFO, "the token is no longer valid: logging in again by %s", login->engine);
	token_login_began(task->client->slot, now);
	return begin(task, stored_login_task(login, task->client, task->token, &task->beside), DOUBT_LOGS_IN, now, step);
}

static enum doubt_result wait(uint64_t until, struct task_step *step)
{
	step->wants = WANTS_TOKEN;
	step->until = until;
	return DOUBT_GOES_ON;
}

/* The answer is what the server said of the token; the sentence what came of the login that would have helped. */
static enum doubt_result fail(struct hvac_task *task, struct task_step *step)
{
	hvac_status status;
	bool retryable;
	char *why = token_login_failure(task->client->slot, &status, &retryable);

	doubt_end(task);
	if (task->response)
		task->response->retryable = retryable;
	task_end(task, why ? status : HVAC_NO_MEMORY,
	         why ? arena_format(&task->arena, "the token is no longer valid, and logging in again failed: %s", why) : "memory ran out", step);
	text_free(why);
	return DOUBT_GOES_ON;
}

enum doubt_result doubt_go_on(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	struct stored_login *login = token_login(task->client->slot);
	/* the others log in on their own connections */
	bool can_login = login && login->transport == task->client->transport;
	enum doubt_result result = DOUBT_ENDS;
	uint64_t until = 0;

	if (!task->refused_at)
		task->refused_at = now;
	task->doubt = DOUBT_WAITS;
	if (now >= task->deadline || client_read_token_again(task->client)) {
		doubt_end(task);
		result = now >= task->deadline ? DOUBT_ENDS : DOUBT_ASKS_AGAIN;
		goto done;
	}
	switch (token_doubt(task->client->slot, task, can_login, now, &until)) {
	case DOUBT_STANDS:
		doubt_end(task);
		break;
	case DOUBT_REPLACED:
		doubt_end(task);
		result = DOUBT_ASKS_AGAIN;
		break;
	case DOUBT_ELSEWHERE:
		result = wait(until < task->deadline ? until : task->deadline, step);
		break;
	case DOUBT_LATER:
		/* a wait that would pass the deadline is not begun */
		if (until < task->deadline)
			result = wait(until, step);
		else
			doubt_end(task);
		break;
	case DOUBT_PROBE:
		result = probe(task, login, now, step);
		break;
	case DOUBT_LOGIN:
		result = log_in(task, login, now, step);
		break;
	case DOUBT_FAILED:
		result = fail(task, step);
		break;
	}
done:
	stored_login_unref(login);
	return result;
}

/* Alive, dead, or nobody can tell now: then the refusal stands. */
static enum doubt_result after_probe(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	hvac_status status = hvac_response_status(task->beside->response);

	if (status == HVAC_NO_MEMORY)
		return end_without_memory(task, step);
	if (status != HVAC_OK && status != HVAC_FORBIDDEN) {
		doubt_end(task);
		return DOUBT_ENDS;
	}
	drop_beside(task);
	token_answered(task->client->slot, task->token->text, status == HVAC_OK, now);
	return doubt_go_on(task, now, step);
}

/* By the deadline of the task that needs it: that says nothing about the login. */
static bool was_cut_short(const struct hvac_task *login)
{
	int64_t whole = (int64_t)(task_settings(login)->timeout / MILLISECOND);

	return hvac_response_status(login->response) == HVAC_TIMEOUT && (!hvac_response_method(login->response) || login->request.timeout_ms < whole);
}

static enum doubt_result after_login(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	hvac_response *response = task->beside->response;
	hvac_status status = hvac_response_status(response);
	bool retryable = hvac_response_retryable(response);

	if (status == HVAC_OK) {
		doubt_end(task);
		return DOUBT_ASKS_AGAIN;
	}
	if (status == HVAC_NO_MEMORY)
		return end_without_memory(task, step);
	if (was_cut_short(task->beside)) {
		doubt_end(task);
		return DOUBT_ENDS;
	}
	/* one that came too late has not failed */
	if (status != HVAC_CANCELLED &&
	    token_login_failed(task->client->slot, task, retryable ? status : HVAC_FORBIDDEN, retryable, hvac_response_message(response)))
		return fail(task, step);
	/* another call did not wait for it, or the program has set a token */
	drop_beside(task);
	return doubt_go_on(task, now, step);
}

enum doubt_result doubt_after(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	if (step->wants != WANTS_NOTHING)
		return DOUBT_GOES_ON;
	return task->doubt == DOUBT_PROBES ? after_probe(task, now, step) : after_login(task, now, step);
}

void doubt_end(struct hvac_task *task)
{
	drop_beside(task);
	if (task->doubt == DOUBT_NONE)
		return;
	task->doubt = DOUBT_NONE;
	token_withdraw(task->client->slot, task);
}
