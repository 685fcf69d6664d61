/* SPDX-License-Identifier: MIT */
#include "policy.h"
#include "clock.h"

#define RETRY_AFTER_MAX 60      /* seconds of a server's wish that are obeyed */
#define LOGIN_INTERVAL (10 * SECOND)

bool policy_is_redirect(int http_status)
{
	return http_status == 301 || http_status == 302 || http_status == 307 || http_status == 308;
}

/* The server certainly did not carry the request out. */
static bool is_certain(const struct policy_input *input)
{
	if (input->kind == HVAC_OUTCOME_NOT_SENT || !input->sent)
		return true;
	return input->kind == HVAC_OUTCOME_ANSWER && (input->http_status == 403 || input->http_status == 412 || input->http_status == 429 || input->http_status == 503 ||
	                                              input->no_active_node);
}

/* Kinds of failure after which another try makes sense at all. */
static bool is_transient(const struct policy_input *input)
{
	switch (input->kind) {
	case HVAC_OUTCOME_NOT_SENT:
	case HVAC_OUTCOME_MAYBE_SENT:
		return true;
	case HVAC_OUTCOME_ANSWER:
		switch (input->http_status) {
		case 412: case 429: case 500: case 502: case 503: case 504:
			return true;
		default:
			return false;
		}
	default:
		return false;
	}
}

static bool may_repeat(const struct policy_input *input)
{
	if (!input->restartable || (input->single_use && input->sent))
		return false;
	return is_certain(input) || input->idempotent;
}

bool policy_may_have_been_carried_out(hvac_outcome_kind kind, bool sent, int http_status, bool no_active_node)
{
	struct policy_input input = { .kind = kind, .sent = sent, .http_status = http_status, .no_active_node = no_active_node };

	if (kind == HVAC_OUTCOME_ANSWER)
		return is_transient(&input) && !is_certain(&input);
	return sent && kind != HVAC_OUTCOME_TLS;
}

bool policy_is_retryable(hvac_outcome_kind kind, int http_status)
{
	struct policy_input input = { .kind = kind, .http_status = http_status };

	return is_transient(&input) || kind == HVAC_OUTCOME_TIMEOUT;
}

/* Linear with jitter: random(min..max) * try; what the server asks for wins. */
static uint64_t wait_of(const struct policy_input *input)
{
	uint64_t span = input->wait_max - input->wait_min;

	if (input->retry_after >= 0)
		return (uint64_t)(input->retry_after > RETRY_AFTER_MAX ? RETRY_AFTER_MAX : input->retry_after) * SECOND;
	return (input->wait_min + (span ? input->random % (span + 1) : 0)) * input->tries;
}

enum decision policy_decide(const struct policy_input *input, uint64_t *delay)
{
	bool unreachable = input->kind == HVAC_OUTCOME_NOT_SENT || (input->kind == HVAC_OUTCOME_TIMEOUT && !input->sent);
	bool standby = input->kind == HVAC_OUTCOME_ANSWER && (input->http_status == 503 || input->no_active_node);

	*delay = 0;
	if (input->kind == HVAC_OUTCOME_ANSWER && input->success)
		return DECIDE_FINISH;
	if (input->kind == HVAC_OUTCOME_ANSWER && policy_is_redirect(input->http_status) && input->has_location && input->allow_redirects &&
	    !input->external && input->restartable && input->redirects == 0)
		return DECIDE_REDIRECT;
	if (!may_repeat(input) || input->now >= input->deadline)
		return DECIDE_FINISH;
	if (input->kind == HVAC_OUTCOME_ANSWER && input->http_status == 403 && input->replaceable_token)
		return DECIDE_DOUBT;
	if ((unreachable || standby) && input->other_address && !input->external)
		return DECIDE_NEXT_ADDRESS;
	if (!is_transient(input) || input->tries > input->max_retries)
		return DECIDE_FINISH;
	*delay = wait_of(input);
	/* a wait that would pass the deadline is not begun */
	return *delay < input->deadline - input->now ? DECIDE_RETRY_AFTER : DECIDE_FINISH;
}

enum doubt_verdict policy_doubt(const struct doubt_input *input, uint64_t *until)
{
	bool expired = input->expires_at && input->now >= input->expires_at;

	if (!input->can_login)
		return DOUBT_STANDS;
	if (!expired && ((input->alive_at && input->alive_at >= input->refused_at) || input->now < input->denied_until))
		return DOUBT_STANDS;
	if (!expired && !input->dead && !input->limited)
		return DOUBT_PROBE;
	if (!input->login_at || input->now >= input->login_at + LOGIN_INTERVAL)
		return DOUBT_LOGIN;
	*until = input->login_at + LOGIN_INTERVAL;
	return input->login_failed ? DOUBT_FAILED : DOUBT_LATER;
}
