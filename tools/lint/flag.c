/* SPDX-License-Identifier: MIT */
/* Rules on flags that say two things at once. */
#include "lint.h"

#include <string.h>

static bool has_raw_body(const struct lint *lint)
{
	for (size_t i = 0; i < lint->operation->n_parameters; i++)
		if (parameter_at(lint, lint->operation, i)->in == HVAC_IN_RAW)
			return true;
	return false;
}

/* A GET may make something (credentials); what only reads can always be asked again. */
static bool only_reads(const struct hvac_operation *operation)
{
	static const char *const prefixes[] = { "read_", "list_", "lookup", "is_" };
	bool reads = operation->verb == HVAC_LIST || operation->verb == HVAC_SCAN || operation->verb == HVAC_HEAD;

	for (size_t i = 0; operation->verb == HVAC_GET && i < sizeof prefixes / sizeof prefixes[0]; i++)
		reads = reads || strncmp(operation->name, prefixes[i], strlen(prefixes[i])) == 0;
	return reads;
}

/* Rows of one name agree in HVAC_MAY_BLOCK. */
static bool has_hook_in_any_row(const struct lint *lint)
{
	for (size_t i = 0; i < row_count(lint->plugin); i++) {
		const struct hvac_operation *row = row_at(lint->plugin, i);

		if (strcmp(row->name, lint->operation->name) == 0 && (row->prepare || row->finish))
			return true;
	}
	return false;
}

void check_operation_flags(struct lint *lint)
{
	const struct hvac_operation *operation = lint->operation;
	uint32_t flags = operation->flags;

	if (flags & HVAC_SINGLE_USE && flags & HVAC_IDEMPOTENT)
		complain(lint, "choose between HVAC_SINGLE_USE and HVAC_IDEMPOTENT");
	if (!(flags & (HVAC_IDEMPOTENT | HVAC_SINGLE_USE)) && only_reads(operation))
		complain(lint, "give HVAC_IDEMPOTENT: what only reads may be repeated");
	if (flags & HVAC_MERGE_PATCH && operation->verb != HVAC_PATCH)
		complain(lint, "leave out HVAC_MERGE_PATCH, which is for HVAC_PATCH");
	if (flags & HVAC_STREAM_IN && !has_raw_body(lint))
		complain(lint, "leave out HVAC_STREAM_IN: there is no raw body to come from a stream");
	if (flags & HVAC_STREAM_OUT && !(flags & HVAC_RAW))
		complain(lint, "give HVAC_RAW too: a stream is no JSON");
	if (flags & HVAC_SUDO && flags & (HVAC_LOGIN | HVAC_NO_TOKEN))
		complain(lint, "leave out HVAC_SUDO: no policy is asked where no token is sent");
	if (flags & HVAC_MAY_BLOCK && !has_hook_in_any_row(lint))
		complain(lint, "leave out HVAC_MAY_BLOCK: there is no hook");
	if (operation->state_size && !operation->prepare && !operation->finish)
		complain(lint, "leave out .state_size: there is no hook");
}

void check_parameter_flags(struct lint *lint)
{
	const struct hvac_parameter *parameter = lint->parameter;
	uint32_t flags = parameter->flags;
	uint16_t type = parameter->type;
	bool text = type == HVAC_TYPE_MAP || type == HVAC_TYPE_LIST || type == HVAC_TYPE_ANY || type == HVAC_TYPE_STRING;

	if (flags & HVAC_PRETTY && !(flags & HVAC_TEXT))
		complain(lint, "give HVAC_TEXT too, or leave out HVAC_PRETTY");
	if (flags & HVAC_COMMA && type != HVAC_TYPE_LIST)
		complain(lint, "leave out HVAC_COMMA: it is no list");
	if (flags & HVAC_COMMA && flags & HVAC_TEXT)
		complain(lint, "choose between HVAC_COMMA and HVAC_TEXT");
	if (flags & HVAC_TEXT && !text)
		complain(lint, "leave out HVAC_TEXT: it is neither map nor list");
	if (flags & HVAC_SLASHES && (parameter->in != HVAC_IN_PATH || type != HVAC_TYPE_STRING))
		complain(lint, "leave out HVAC_SLASHES, which is for strings in the path");
	if (flags & HVAC_REQUIRED && parameter->dflt && !lint->operation->prepare)
		complain(lint, "choose between HVAC_REQUIRED and a default");
	if (parameter->wrapped_path && type != HVAC_TYPE_STRING)
		complain(lint, "leave out .wrapped_path: only a string can be given as a wrapping token");
}
