/* SPDX-License-Identifier: MIT */
/* What can be read of an answer, good or bad, also after a secret was blotted out of it.
 * Input: a JSON pointer, a secret, headers up to an empty line, the body. */
#include "fuzz.h"

#include <string.h>
#include "accessors.h"
#include "memory.h"
#include "response.h"

static hvac_outcome outcome_of(struct sample *sample)
{
	hvac_outcome outcome = { .size = sizeof outcome, .kind = HVAC_OUTCOME_ANSWER, .http_status = 200, .sent = true };
	struct buffer headers = { 0 };
	const char *line, *body;

	while (*(line = sample_line(sample)))
		demand(buffer_format(&headers, "%s\r\n", line));
	outcome.headers_length = headers.length;
	outcome.headers = buffer_take(&headers);
	body = sample_rest(sample, &outcome.body_length);
	outcome.body = text_copy(body, outcome.body_length);
	demand(outcome.headers && outcome.body);
	return outcome;
}

static hvac_status status_of(const hvac_outcome *outcome)
{
	hvac_outcome copy = *outcome;
	hvac_response *response = response_new();
	hvac_status status;

	copy.headers = text_copy(outcome->headers, outcome->headers_length);
	copy.body = text_copy(outcome->body, outcome->body_length);
	demand(response && copy.headers && copy.body);
	response_take(response, &copy);
	status = response_parse(response, NULL, 64);
	hvac_response_free(response);
	return status;
}

static void blot(hvac_response *response, struct arena *arena, const char *secret)
{
	struct blots blots = { .arena = arena }, all = { .arena = arena };
	size_t length = strlen(secret);
	bool was_json = response->json;

	if (!blots_expect(&blots, response->body_length) || !response_blot(response, &blots))
		return;
	blots_add(&blots, secret, length);
	blots_add(&all, secret, length);
	if (!blots_prepare(&blots) || !response_blot(response, &blots))
		return;
	/* one that is too short without its blanks is not looked for */
	demand(was_json || !all.count || !response->body_length || !memmem(response->body, response->body_length, secret, length));
}

void fuzz(struct sample *sample)
{
	const char *pointer = sample_line(sample), *secret = sample_line(sample);
	hvac_response *response = response_new();
	hvac_outcome outcome = outcome_of(sample);
	struct arena arena = { NULL };
	hvac_status status, plain = status_of(&outcome);
	bool failed;

	demand(response);
	demand(plain == HVAC_OK || plain == HVAC_MALFORMED_ANSWER || plain == HVAC_TOO_LARGE);
	response_take(response, &outcome);
	shortage_begin(sample->shortage);
	status = response_parse(response, NULL, 64);
	response->answer = hvac_value_at(hvac_response_json(response), "/data");
	accessors_read(response, pointer, pointer);
	blot(response, &arena, secret);
	accessors_read(response, pointer, pointer);
	failed = shortage_end();
	demand(status == plain || (failed && status == HVAC_NO_MEMORY));
	hvac_response_free(response);
	arena_free(&arena);
}
