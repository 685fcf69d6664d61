/* SPDX-License-Identifier: MIT */
#include "task.h"
#include "address.h"
#include "answer.h"
#include "clock.h"
#include "compose.h"
#include "doubt.h"
#include "failure.h"
#include "inline.h"
#include "login.h"
#include "login_steps.h"
#include "memory.h"
#include "policy.h"
#include "status.h"

#include <string.h>
#include <strings.h>

#define REQUEST_ID_LENGTH 36u   /* a UUID in text */

const struct settings *task_settings(const struct hvac_task *task)
{
	return task->client->settings;
}

static struct hvac_response *ensure_response(struct hvac_task *task)
{
	if (!task->response)
		task->response = response_new();
	return task->response;
}

/* The kept answer takes the place of the latest. */
static void use_kept(struct hvac_task *task)
{
	if (!task->kept)
		return;
	hvac_response_free(task->response);
	task->response = task->kept;
	task->kept = NULL;
}

void task_end(struct hvac_task *task, hvac_status status, const char *message, struct task_step *step)
{
	hvac_response *response;

	doubt_end(task);
	use_kept(task);
	response = ensure_response(task);
	if (response) {
		response->status = status;
		if (status != HVAC_OK && task->in_doubt)
			response->may_have_been_carried_out = true;
		text_free(response->message);
		response->message = status == HVAC_OK ? NULL : failure_text(task, response, message);
		if (task->has_own_answer) {
			response->own_answer = task->own_answer;
			response->has_own_answer = true;
			task->own_answer = NULL;
		}
	}
	task->phase = TASK_DONE;
	step->wants = WANTS_NOTHING;
}

static void end_without_memory(struct hvac_task *task, struct task_step *step)
{
	task_end(task, HVAC_NO_MEMORY, "memory ran out", step);
}

/* The answer stands: its status, or the hook's own result, decides. */
static void conclude(struct hvac_task *task, struct task_step *step)
{
	const char *why = NULL;
	hvac_status status;

	use_kept(task);
	status = task->answered ? HVAC_OK : task->response ? task->response->status : HVAC_OK;
	if (status == HVAC_OK && task->response && !task->dry)
		status = answer_take_login(task, &why);
	task_end(task, status, why, step);
}

void task_give_up(struct hvac_task *task, hvac_status status, const char *message, struct task_step *step)
{
	if (task->kept)
		conclude(task, step);
	else
		task_end(task, status, message, step);
}

static void want_send(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	task->sent_at = now;
	task->logged = false;
	step->wants = WANTS_SEND;
	step->request = &task->request;
}

/* Whether the draft may be sent now; else it is known what to wait for. */
static bool is_admitted(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	uint64_t begin;

	if (task->admitted || task->draft.external_base)
		return true;
	begin = limiter_take(&task->client->transport->limiter, now, task->deadline);
	if (begin == UINT64_MAX) {
		task_give_up(task, HVAC_TIMEOUT, "the deadline would pass while waiting for its turn (option rate_limit)", step);
		if (hvac_response_status(task->response) == HVAC_TIMEOUT)
			task->response->retryable = true;
	} else if (begin > now) {
		task->admitted = true;
		step->wants = WANTS_WAIT;
		step->until = begin;
	}
	return begin <= now;
}

/* Sends the draft: after a hook, after a wait, or for the first time. */
static void send_draft(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	const char *error;
	hvac_status status;

	task->redirects = 0;
	if (!task->dry && !is_admitted(task, now, step))
		return;
	task->admitted = false;
	status = compose(task, now, &error);
	if (status != HVAC_OK) {
		task_end(task, status, error, step);
		return;
	}
	want_send(task, now, step);
}

/* A new request of the task, counted from one again. */
static void begin_request(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	uint64_t wait = task->wait;

	/* the body may have been changed in place since it was sent */
	text_free(task->draft.body_text);
	task->draft.body_text = NULL;
	task->tries = 1;
	task->asked_again = false;
	task->refused_at = 0;
	/* its own status counts, unless an answer was kept */
	task->answered = task->answered && task->kept;
	task->address = atomic_load(&task->client->transport->address);
	task->addresses_tried = 1;
	task->wait = 0;
	if (inline_is_complete(task)) {
		task_end(task, HVAC_OK, NULL, step);
	} else if (now >= task->deadline) {
		task_give_up(task, HVAC_TIMEOUT, "the deadline passed before its next request", step);
	} else if (!wait) {
		send_draft(task, now, step);
	} else if (wait >= task->deadline - now) {
		task_give_up(task, HVAC_TIMEOUT, "the deadline would pass while waiting", step);
	} else {
		step->wants = WANTS_WAIT;
		step->until = now + wait;
	}
}

/* What a hook returned. */
static void after_hook(struct hvac_task *task, int result, uint64_t now, struct task_step *step)
{
	if (task->keep && !task->kept && task->response) {
		task->kept = task->response;
		task->response = NULL;
	}
	if (task->no_memory || task->draft.status == HVAC_NO_MEMORY) {
		end_without_memory(task, step);
	} else if (result < 0) {
		task_end(task, task->hook_status != HVAC_OK ? task->hook_status : HVAC_UNEXPECTED_ERROR,
		         task->hook_message ? task->hook_message : "its hook failed without a reason", step);
	} else if (result == HVAC_HOOK_DONE) {
		conclude(task, step);
	} else if (task->draft.status != HVAC_OK) {
		task_end(task, task->draft.status, task->draft.error, step);
	} else if (!task->wait && ++task->steps > task->steps_max) {
		task_end(task, HVAC_UNEXPECTED_ERROR, "its hook makes more requests than an operation may", step);
	} else {
		begin_request(task, now, step);
	}
}

/* Lists of arguments bring a request each, so they raise the limit. */
static unsigned count_items(const struct hvac_task *task)
{
	size_t count = 0;

	for (size_t i = 0; i < task->binding.given; i++)
		if (task->binding.list[i].kind == BOUND_TREE && json_object_is_type(task->binding.list[i].tree, json_type_array))
			count += json_object_array_length(task->binding.list[i].tree);
	return count < 1000000 ? (unsigned)count : 1000000;
}

static bool is_login(const struct hvac_task *task)
{
	return task->binding.row->operation->flags & HVAC_LOGIN;
}

static void prepare(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	after_hook(task, is_login(task) ? login_prepare(task) : hook_prepare(task), now, step);
}

static void finish(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	after_hook(task, is_login(task) ? login_finish(task, task->response) : hook_finish(task, task->response), now, step);
}

/* A hook that may block is called where that is allowed. */
static bool wants_worker(struct hvac_task *task, bool finishes, struct task_step *step)
{
	if (task->dry || !(task->binding.row->operation->flags & HVAC_MAY_BLOCK))
		return false;
	task->finishes = finishes;
	step->wants = WANTS_WORKER;
	return true;
}

/* What pipes give is waited for as long as the task may take. */
static hvac_status read_arguments(struct hvac_task *task, uint64_t now, const char **error)
{
	struct file_way *way = &task->binding.way;
	hvac_status status;

	*error = NULL;
	if (!binding_is_pending(&task->binding))
		return HVAC_OK;
	if (!way->cancelled)
		way->cancelled = &task->cancelled;
	way->until = task->deadline == UINT64_MAX ? 0 : clock_system() + (now < task->deadline ? task->deadline - now : 1);
	status = is_login(task) ? login_read(task, error) : HVAC_OK;
	if (status == HVAC_OK)
		status = binding_read(&task->binding, error);
	/* whoever writes to a pipe later is heard by the next login */
	if ((status == HVAC_TIMEOUT || status == HVAC_CANCELLED) && task->stored)
		atomic_store(&task->stored->begun, false);
	return status;
}

/* Begins the task's own requests. */
static void begin(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	const char *error = NULL;
	hvac_status status = read_arguments(task, now, &error);

	if (status == HVAC_OK && task->redact)
		status = binding_redact(&task->binding);
	/* filled already where there was nothing to read and is nothing to hide */
	if (status == HVAC_OK && (!task->draft.row || task->redact) && !draft_fill(&task->draft, &task->binding, task->binding.row)) {
		status = task->draft.status;
		error = task->draft.error;
	}
	task->steps_max = HVAC_HOOK_STEPS_MAX + count_items(task);
	if (status != HVAC_OK)
		task_end(task, status, error, step);
	else if (!wants_worker(task, false, step))
		prepare(task, now, step);
}

/* The login that goes with the requests wants something, or it is complete. */
static void after_login(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	const hvac_response *response = task->login->response;
	hvac_status status = hvac_response_status(response);
	const char *why = hvac_response_message(response);

	if (step->wants != WANTS_NOTHING)
		return;
	if (status == HVAC_OK)
		status = inline_take(task, &why);
	if (status == HVAC_OK)
		begin(task, now, step);
	else
		task_end(task, status, why, step);
}

void task_set_deadline(struct hvac_task *task, uint64_t now)
{
	task->deadline = task->stream || task->refused ? UINT64_MAX : now + task_settings(task)->deadline;
}

void task_begin(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	uint64_t bound = task->deadline;

	if (task->refused) {
		task->phase = TASK_DONE;
		step->wants = WANTS_NOTHING;
		return;
	}
	task->phase = TASK_RUNNING;
	task_set_deadline(task, now);
	/* of the task for which this one is, or since it was submitted */
	if (bound && bound < task->deadline)
		task->deadline = bound;
	if (inline_new(task, &task->login) != HVAC_OK) {
		end_without_memory(task, step);
	} else if (task->login) {
		task_begin(task->login, now, step);
		after_login(task, now, step);
	} else {
		begin(task, now, step);
	}
}

static enum decision decide(struct hvac_task *task, const hvac_outcome *outcome, uint64_t now, uint64_t *delay)
{
	const struct settings *settings = task_settings(task);
	bool single_use = compose_is_single_use(task);
	struct policy_input input = {
		.kind = outcome->kind,
		.sent = outcome->sent,
		.http_status = outcome->http_status,
		.success = answer_is_success(task, outcome->http_status),
		.no_active_node = answer_says_no_active_node(task->response),
		.retry_after = -1,
		.idempotent = compose_is_repeatable(task) || (settings->retry_writes && !single_use),
		.single_use = single_use,
		.replaceable_token = doubt_is_possible(task),
		.external = task->request.external,
		.restartable = !task->request.stream || !outcome->sent || (!task->request.stream->source && outcome->kind == HVAC_OUTCOME_ANSWER),
		.tries = task->tries,
		.max_retries = settings->max_retries,
		.redirects = task->redirects,
		.allow_redirects = settings->allow_redirects,
		.other_address = task->addresses_tried < task->client->transport->settings->addresses.count,
		.wait_min = settings->retry_wait_min,
		.wait_max = settings->retry_wait_max,
		.now = now,
		.deadline = task->deadline,
	};

	if (!input.success) {
		input.has_location = hvac_response_header(task->response, "Location");
		input.retry_after = answer_retry_after(task, task->response);
		/* chance only spreads the waits: without it the shortest is taken */
		if (hvac_task_random(task, &input.random, sizeof input.random) < 0)
			input.random = 0;
	}
	return policy_decide(&input, delay);
}

/* Without path and query, which may hold a secret; as may the host: one that does not stand so in the location, since libcurl has
 * decoded or mended it, is not shown; small letters are its own. */
static const char *shown_target(struct hvac_task *task, const char *location, const struct redirect *target)
{
	const char *host;
	size_t length;

	if (!target->base)
		return "something that is no address";
	if (!strcmp(target->base, task->request.base))
		return target->base;
	host = *location == '/' ? strchr(target->base, '/') : target->base;
	/* the port may be left out */
	length = (size_t)(strrchr(target->base, ':') - host);
	if (strncasecmp(location, host, length) || !failure_may_show(task, location, length) || !failure_may_show(task, host, length))
		return "an address that may hold a secret";
	return target->base;
}

static hvac_status resolve(const struct hvac_task *task, struct redirect *target)
{
	return redirect_resolve(&task->client->transport->settings->addresses, task->request.base, task->request.path,
	                        hvac_response_header(task->response, "Location"), target);
}

static void refuse_redirect(struct hvac_task *task, struct task_step *step)
{
	const char *location = hvac_response_header(task->response, "Location"), *why, *message;
	struct redirect target;
	hvac_status status = resolve(task, &target);

	why = !task_settings(task)->allow_redirects ? "redirects are switched off (option allow_redirects)"
	    : status == HVAC_REDIRECT_REFUSED && !task->request.external ? "one is followed only from https to an https address of the option address; add it there if it is trusted"
	    : task->redirects ? "it is the second redirect of this call, and one is followed" : "this request cannot be redirected";
	message = arena_format(&task->arena, "the server redirects to %s: %s", shown_target(task, location, &target), why);
	redirect_free(&target);
	/* a standby that forwards says so also when it does not know what became of it */
	if (!task->request.external && !compose_is_repeatable(task) && !compose_forbids_forwarding(task))
		task->response->may_have_been_carried_out = true;
	if (message && status != HVAC_NO_MEMORY && !task->no_memory)
		task_give_up(task, HVAC_REDIRECT_REFUSED, message, step);
	else
		task_end(task, HVAC_NO_MEMORY, message, step);
}

/* Of an answer that is not to be the last: it is the task's if no other comes. */
static void look_through(struct hvac_task *task)
{
	if (task->response && !failure_blot(task, task->response))
		response_drop(task->response);
}

/* Without a target the server that redirects is asked again: now it may forward the request, which it has certainly not done before. */
static void follow(struct hvac_task *task, const struct redirect *target, uint64_t now, struct task_step *step)
{
	hvac_request *request = &task->request;
	const char *message;
	hvac_status status;

	look_through(task);
	task->redirects++;
	status = compose(task, now, &message);
	if (status == HVAC_OK && target) {
		request->base = arena_copy(&task->arena, target->base, strlen(target->base));
		request->path = arena_copy(&task->arena, target->path, strlen(target->path));
		request->query = target->query ? arena_copy(&task->arena, target->query, strlen(target->query)) : NULL;
		if (!request->base || !request->path || (target->query && !request->query))
			status = HVAC_NO_MEMORY;
	}
	if (status != HVAC_OK) {
		end_without_memory(task, step);
		return;
	}
	log_line(&task->client->logger, HVAC_LOG_INFO, target ? "redirected to %s" : "asking %s to forward what it redirects", request->base);
	want_send(task, now, step);
}

static void redirect(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	struct redirect target;
	hvac_status status = resolve(task, &target);

	if (status == HVAC_OK)
		follow(task, &target, now, step);
	else if (status == HVAC_NO_MEMORY)
		end_without_memory(task, step);
	/* libcurl may call an address none for want of memory */
	else if (target.base && compose_forbids_forwarding(task))
		follow(task, NULL, now, step);
	else
		refuse_redirect(task, step);
	redirect_free(&target);
}

static hvac_status status_of_outcome(const hvac_outcome *outcome)
{
	switch (outcome->kind) {
	case HVAC_OUTCOME_NOT_SENT:
	case HVAC_OUTCOME_MAYBE_SENT: return HVAC_CONNECTION_ERROR;
	case HVAC_OUTCOME_TIMEOUT: return HVAC_TIMEOUT;
	case HVAC_OUTCOME_TLS: return HVAC_TLS_ERROR;
	case HVAC_OUTCOME_TOO_LARGE: return HVAC_TOO_LARGE;
	case HVAC_OUTCOME_STREAM: return HVAC_STREAM_ERROR;
	case HVAC_OUTCOME_MALFORMED: return HVAC_MALFORMED_ANSWER;
	case HVAC_OUTCOME_NO_MEMORY: return HVAC_NO_MEMORY;
	case HVAC_OUTCOME_ANSWER: break;
	}
	return HVAC_OK;
}

static const struct row *row_of_request(const struct hvac_task *task)
{
	return task->draft.row ? task->draft.row : task->binding.row;
}

static void log_exchange(struct hvac_task *task, const hvac_outcome *outcome, uint64_t now)
{
	const struct logger *logger = &task->client->logger;
	unsigned long ms = (unsigned long)((now - task->sent_at) / MILLISECOND);
	const char *id;

	if (!logger->function || task->logged || task->dry)
		return;
	task->logged = true;
	id = hvac_response_request_id(task->response);
	/* what is no such id may be anything that was sent */
	if (id && (strlen(id) != REQUEST_ID_LENGTH || id[strspn(id, "0123456789abcdef-")]))
		id = NULL;
	if (outcome->kind == HVAC_OUTCOME_ANSWER)
		log_line(logger, HVAC_LOG_DEBUG, "%s %s: %d in %lu ms%s%s", task->request.method, task->response->url, outcome->http_status, ms,
		         id ? ", request id " : "", id ? id : "");
	else
		log_line(logger, HVAC_LOG_DEBUG, "%s %s: %s after %lu ms", task->request.method, task->response->url,
		         outcome->detail ? outcome->detail : "failed", ms);
}

/* Why no answer came, in the adapter's words; which of two limits it was they do not say. */
static const char *why_none(struct hvac_task *task, const hvac_outcome *outcome, uint64_t now)
{
	const char *why = outcome->detail ? outcome->detail : hvac_status_name(status_of_outcome(outcome)), *longer = NULL;
	bool shortened = task->request.timeout_ms < (int64_t)(task_settings(task)->timeout / MILLISECOND);

	/* an adapter counts whole milliseconds */
	if (outcome->kind == HVAC_OUTCOME_TIMEOUT && shortened && now + MILLISECOND >= task->deadline)
		longer = arena_format(&task->arena, "%s (the option deadline left no more time)", why);
	return longer ? longer : why;
}

/* The answer will not be asked for again: the hook looks at it, or it is the task's. */
static void settle(struct hvac_task *task, const hvac_outcome *outcome, uint64_t now, struct task_step *step)
{
	hvac_response *response = task->response;
	const struct row *row = row_of_request(task);
	bool success = answer_is_success(task, outcome->http_status);
	const char *why = NULL;
	hvac_status status = status_of_outcome(outcome);

	if (status == HVAC_OK) {
		status = answer_read(task, success, &why);
		/* it has been, and what it gave is not known */
		if (status != HVAC_OK && success && !task->request.external && !compose_is_repeatable(task))
			response->may_have_been_carried_out = true;
	} else {
		why = why_none(task, outcome, now);
	}
	/* it was not looked through for secrets: nothing of it is to be told */
	if (status == HVAC_NO_MEMORY) {
		response_drop(response);
		why = "memory ran out";
	}
	log_exchange(task, outcome, now);
	if (status != HVAC_OK) {
		task_give_up(task, status, why, step);
		return;
	}
	if (!success && policy_is_redirect(response->http_status) && hvac_response_header(response, "Location")) {
		refuse_redirect(task, step);
		return;
	}
	response->status = success || answer_is_empty_list(task) ? HVAC_OK : status_of_http(response->http_status);
	response->answer = hvac_value_at(hvac_response_json(response), row_answer(row));
	if (!wants_worker(task, true, step))
		finish(task, now, step);
}

/* The server has refused the token: what comes of finding out why. */
static void doubted(struct hvac_task *task, enum doubt_result result, uint64_t now, struct task_step *step)
{
	const hvac_outcome refusal = { .kind = HVAC_OUTCOME_ANSWER, .http_status = 403 };

	if (result == DOUBT_ASKS_AGAIN) {
		look_through(task);
		task->asked_again = true;
		send_draft(task, now, step);
	} else if (result == DOUBT_ENDS) {
		settle(task, &refusal, now, step);
	}
}

static void try_again(struct hvac_task *task, uint64_t now, uint64_t delay, struct task_step *step)
{
	task->in_doubt = task->in_doubt || hvac_response_may_have_been_carried_out(task->response);
	look_through(task);
	task->tries++;
	task->addresses_tried = 1;
	log_line(&task->client->logger, HVAC_LOG_INFO, "%s %s: trying again in %lu ms", task->request.method, task->response->url,
	         (unsigned long)(delay / MILLISECOND));
	step->wants = WANTS_WAIT;
	step->until = now + delay;
}

static void ask_next_address(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	look_through(task);
	task->address++;
	task->addresses_tried++;
	log_line(&task->client->logger, HVAC_LOG_INFO, "asking %s instead", compose_address(task)->base);
	send_draft(task, now, step);
}

static bool note_index(struct hvac_task *task)
{
	const char *index = hvac_response_header(task->response, "X-Vault-Index");

	return !index || !text_is_printable(index, strlen(index)) || consistency_note(&task->client->transport->consistency, index);
}

static void take_outcome(struct hvac_task *task, hvac_outcome *outcome, uint64_t now, struct task_step *step)
{
	enum decision decision;
	uint64_t delay;

	hvac_response_free(task->response);
	task->response = answer_new(task, outcome);
	if (!task->response) {
		end_without_memory(task, step);
		if (task->response)
			task->response->may_have_been_carried_out = outcome->sent && !task->request.external && !compose_is_repeatable(task);
		return;
	}
	if (outcome->kind == HVAC_OUTCOME_ANSWER && !task->request.external)
		atomic_store(&task->client->transport->address, task->address);
	if (task_settings(task)->read_your_writes && !task->request.external && !note_index(task)) {
		end_without_memory(task, step);
		return;
	}
	if (outcome->kind == HVAC_OUTCOME_ANSWER && outcome->http_status == 403 && task->asked_again)
		token_refused_again(task->client->slot, now);
	decision = decide(task, outcome, now, &delay);
	if (decision != DECIDE_FINISH)
		log_exchange(task, outcome, now);
	switch (decision) {
	case DECIDE_FINISH:
		settle(task, outcome, now, step);
		break;
	case DECIDE_RETRY_AFTER:
		try_again(task, now, delay, step);
		break;
	case DECIDE_NEXT_ADDRESS:
		ask_next_address(task, now, step);
		break;
	case DECIDE_REDIRECT:
		redirect(task, now, step);
		break;
	case DECIDE_DOUBT:
		doubted(task, doubt_go_on(task, now, step), now, step);
		break;
	}
}

/* The task whose requests go before the task's own, or NULL. */
static struct hvac_task *foremost(const struct hvac_task *task)
{
	return task->beside ? task->beside : task->login && task->login->phase == TASK_RUNNING ? task->login : NULL;
}

/* That one has gone on. */
static void after_foremost(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	if (task->beside)
		doubted(task, doubt_after(task, now, step), now, step);
	else
		after_login(task, now, step);
}

/* What is on its way is on its way: nobody will learn what the server makes of it. */
void task_cancelled(struct hvac_task *task, bool under_way, struct task_step *step)
{
	if (under_way && !foremost(task) && !task->request.external && !compose_is_repeatable(task))
		task->in_doubt = true;
	task_end(task, HVAC_CANCELLED, "it was cancelled", step);
}

bool task_is_in_time(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	struct hvac_task *first = foremost(task);
	hvac_request *request = first ? &first->request : &task->request;
	int64_t left;

	if (now >= task->deadline) {
		task_give_up(task, HVAC_TIMEOUT, "the deadline passed before its request was sent", step);
		return false;
	}
	/* at least one: 0 would be no limit */
	left = (int64_t)((task->deadline - now - 1) / MILLISECOND) + 1;
	if (request->timeout_ms > left)
		request->timeout_ms = left;
	return true;
}

void task_due(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	struct hvac_task *first = foremost(task);

	if (first) {
		task_due(first, now, step);
		after_foremost(task, now, step);
	} else if (task->doubt) {
		doubted(task, doubt_go_on(task, now, step), now, step);
	} else {
		send_draft(task, now, step);
	}
}

void task_sent(struct hvac_task *task, hvac_outcome *outcome, uint64_t now, struct task_step *step)
{
	struct hvac_task *first = foremost(task);

	if (first) {
		/* the task may be on another than when that one began */
		first->lane = task->lane;
		take_outcome(first, outcome, now, step);
		after_foremost(task, now, step);
	} else {
		take_outcome(task, outcome, now, step);
	}
}

void task_work(struct hvac_task *task, uint64_t now, struct task_step *step)
{
	struct hvac_task *first = foremost(task);

	if (first) {
		task_work(first, now, step);
		after_foremost(task, now, step);
	} else if (task->finishes) {
		finish(task, now, step);
	} else {
		prepare(task, now, step);
	}
}

/* What is refused before it runs is an answer all the same. */
hvac_status task_refuse(struct hvac_task *task, hvac_status status, const char *why)
{
	struct task_step step;

	task_end(task, status, why, &step);
	task->phase = TASK_NEW;
	task->refused = true;
	return status;
}
