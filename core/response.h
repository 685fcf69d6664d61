/* SPDX-License-Identifier: MIT */
/* An answer while it is made, and when it is handed out. */
#ifndef HVAC_CORE_RESPONSE_H
#define HVAC_CORE_RESPONSE_H

#include <stdatomic.h>
#include <hvac/adapter.h>
#include <hvac/response.h>
#include "blot.h"
#include "json.h"

struct decoded;

struct hvac_response {
	atomic_uint references;         /* more than the caller's when it is kept in a cache */
	hvac_status status;
	int http_status;
	char *message;                  /* NULL: none */
	char *headers;                  /* lines, each ended by NUL */
	size_t headers_length;
	char *body;
	size_t body_length;
	struct json_object *json;
	struct json_object *own_answer; /* a hook's result */
	bool has_own_answer;
	const hvac_value *answer;       /* within json */
	const char *method;             /* static */
	char *url, *namespace_name;
	bool retryable, may_have_been_carried_out;
	/* made when they are first asked for, by whichever thread */
	_Atomic(hvac_value *) headers_map;
	_Atomic(struct decoded *) decoded;
};

hvac_response *response_new(void);
/* One more to be freed; takes NULL. */
hvac_response *response_ref(hvac_response *response);
/* Takes headers and body out of the outcome. */
void response_take(hvac_response *response, hvac_outcome *outcome);
/* Parses the body. HVAC_OK also for an empty one; HVAC_MALFORMED_ANSWER (not a JSON object), HVAC_TOO_LARGE (too deep),
 * HVAC_NO_MEMORY. */
hvac_status response_parse(hvac_response *response, struct json_parser *parser, int depth_max);
/* Forgets the body. */
void response_drop(hvac_response *response);
/* Overwrites every occurrence of the secrets: in the strings of the parsed body, and so in its text, else in that alone. False
 * when memory ran out: then there is no body. */
bool response_blot(hvac_response *response, struct blots *blots);

#endif
