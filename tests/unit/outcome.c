/* SPDX-License-Identifier: MIT */
#include "outcome.h"

#include <stdlib.h>
#include <string.h>

/* A failed allocation of a test ends the test. */
static char *copy(const char *text, size_t *length)
{
	char *bytes;

	*length = text ? strlen(text) : 0;
	bytes = malloc(*length + 1);
	if (!bytes)
		abort();
	if (text)
		memcpy(bytes, text, *length);
	bytes[*length] = '\0';
	return bytes;
}

hvac_outcome outcome_answer(int http_status, const char *headers, const char *body)
{
	hvac_outcome outcome = { .size = sizeof outcome, .kind = HVAC_OUTCOME_ANSWER, .http_status = http_status, .sent = true };

	outcome.headers = copy(headers, &outcome.headers_length);
	outcome.body = copy(body, &outcome.body_length);
	return outcome;
}

hvac_outcome outcome_failure(hvac_outcome_kind kind, bool sent, const char *detail)
{
	return (hvac_outcome){ .size = sizeof(hvac_outcome), .kind = kind, .sent = sent, .detail = detail };
}
