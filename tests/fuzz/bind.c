/* SPDX-License-Identifier: MIT */
/* Arguments held against the table of each engine, and the request that comes of them: fit to be sent, the same when the arguments are
 * given again, and the same or none when memory runs out.
 * Input: an operation and arguments (given.h). */
#include "given.h"

#include <string.h>
#include "bind.h"
#include "draft.h"
#include "json.h"
#include "memory.h"
#include "option.h"

static void demand_bare(const char *text)
{
	for (; *text; text++)
		demand((unsigned char)*text > 0x20 && (unsigned char)*text < 0x7f && *text != '#');
}

static void demand_fit(const struct draft *draft)
{
	demand(*draft->path.bytes == '/' && !strchr(draft->path.bytes, '?'));
	demand_bare(draft->path.bytes);
	if (draft->query.length)
		demand_bare(draft->query.bytes);
	for (size_t i = 0; i < draft->n_headers; i++)
		demand(text_is_printable(draft->headers[i].value, strlen(draft->headers[i].value)));
}

/* As text, to be compared. */
static void write_request(struct buffer *text, const struct draft *draft)
{
	char *body = json_write(draft->body, false, NULL);

	buffer_format(text, "%d %s?%s\n", draft->verb, draft->path.bytes, draft->query.length ? draft->query.bytes : "");
	for (size_t i = 0; i < draft->n_headers; i++)
		buffer_format(text, "%s: %s\n", draft->headers[i].name, draft->headers[i].value);
	buffer_text(text, body);
	buffer_append(text, draft->raw, draft->raw_length);
	demand(!text->failed);
	text_free(body);
}

/* A status, and the request where it is HVAC_OK. `again`: in the way that a login is repeated. */
static hvac_status request_of(const struct given *given, bool again, unsigned shortage, struct buffer *text, bool *failed)
{
	struct arena arena = { NULL };
	struct binding binding, second;
	struct draft draft = { 0 };
	const char *error = NULL;
	const hvac_argument *arguments;
	hvac_status status;

	shortage_begin(shortage);
	status = binding_new(&binding, &arena, given->engine, &given->rows, given->list, false, &error);
	if (status == HVAC_OK && again) {
		arguments = binding_arguments(&binding, &arena);
		demand(arguments && binding_new(&second, &arena, given->engine, &given->rows, arguments, false, &error) == HVAC_OK);
		binding_free(&binding);
		binding = second;
	}
	if (status == HVAC_OK)
		status = binding_read(&binding, &error);
	if (status == HVAC_OK && !draft_fill(&draft, &binding, binding.row)) {
		status = draft.status;
		error = draft.error;
	}
	*failed = shortage_end();
	demand(status == HVAC_OK || status == HVAC_NO_MEMORY || (error && *error));
	demand(status == HVAC_OK || status == HVAC_PARAM_VALIDATION_ERROR || (*failed && status == HVAC_NO_MEMORY));
	if (status == HVAC_OK) {
		demand_fit(&draft);
		write_request(text, &draft);
		demand(binding_redact(&binding) == HVAC_OK);
	}
	draft_reset(&draft);
	binding_free(&binding);
	arena_free(&arena);
	return status;
}

static void demand_same(const struct buffer *a, const struct buffer *b)
{
	demand(a->length == b->length && (!a->length || !memcmp(a->bytes, b->bytes, a->length)));
}

void fuzz(struct sample *sample)
{
	struct buffer plain = { 0 }, other = { 0 };
	struct given given;
	hvac_status status, second;
	bool failed;

	given_read(&given, sample, sample_line(sample));
	if (given.engine) {
		status = request_of(&given, false, 0, &plain, &failed);
		second = request_of(&given, !sample->shortage, sample->shortage, &other, &failed);
		demand(second == status || (failed && second == HVAC_NO_MEMORY));
		if (second == HVAC_OK)
			demand_same(&plain, &other);
	}
	buffer_free(&plain);
	buffer_free(&other);
	given_free(&given);
}
