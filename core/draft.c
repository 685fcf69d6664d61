/* SPDX-License-Identifier: MIT */
#include "draft.h"
#include "address.h"
#include "option.h"
#include "path.h"

#include <stdarg.h>
#include <string.h>
#include <json-c/json.h>

#define HEADERS_FIRST 8u

void draft_reset(struct draft *draft)
{
	buffer_free(&draft->path);
	buffer_free(&draft->shown);
	buffer_free(&draft->query);
	json_free(draft->body);
	text_free(draft->body_text);
	*draft = (struct draft){ 0 };
}

bool draft_fail(struct draft *draft, struct arena *arena, hvac_status status, const char *format, ...)
{
	char *text;
	va_list list;

	if (draft->status != HVAC_OK)
		return false;
	va_start(list, format);
	text = text_format(format, list);
	va_end(list);
	draft->error = text ? arena_copy(arena, text, strlen(text)) : NULL;
	draft->status = draft->error ? status : HVAC_NO_MEMORY;
	text_free(text);
	return false;
}

static bool no_memory(struct draft *draft)
{
	if (draft->status == HVAC_OK)
		draft->status = HVAC_NO_MEMORY;
	return false;
}

bool draft_is_read(const struct draft *draft)
{
	return draft->verb == HVAC_GET || draft->verb == HVAC_LIST || draft->verb == HVAC_HEAD || draft->verb == HVAC_SCAN;
}

bool is_header_name(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")];
}

void draft_add_header(struct draft *draft, struct arena *arena, const char *name, const char *value, size_t length)
{
	if (!is_header_name(name))
		draft_fail(draft, arena, HVAC_PARAM_VALIDATION_ERROR, "a header's name must be of letters, digits, - and _");
	else if (!text_is_printable(value, length))
		draft_fail(draft, arena, HVAC_PARAM_VALIDATION_ERROR, "the value of header %s has an unprintable byte, or a blank at its begin or end",
		           name);
	if (draft->status != HVAC_OK)
		return;
	if (draft->n_headers == draft->headers_room) {
		size_t room = draft->headers_room ? 2 * draft->headers_room : HEADERS_FIRST;
		hvac_header *headers = arena_alloc(arena, room * sizeof *headers);

		if (!headers) {
			no_memory(draft);
			return;
		}
		if (draft->n_headers)
			memcpy(headers, draft->headers, draft->n_headers * sizeof *headers);
		draft->headers = headers;
		draft->headers_room = room;
	}
	name = arena_copy(arena, name, strlen(name));
	value = arena_copy(arena, value, length);
	if (!name || !value)
		no_memory(draft);
	else
		draft->headers[draft->n_headers++] = (hvac_header){ name, value };
}

/* An empty last segment is fine where it means the root of a listing; anywhere else it would be another path. */
static bool may_be_empty(const struct hvac_operation *operation, const struct hvac_parameter *parameter, const char *behind)
{
	return (operation->verb == HVAC_LIST || operation->verb == HVAC_SCAN) && parameter->flags & HVAC_SLASHES && !*behind;
}

static bool add_path_value(struct draft *draft, struct binding *binding, const struct row *row, const struct hvac_parameter *parameter,
                           const char *behind)
{
	hvac_status status = HVAC_OK;
	struct bound *bound = binding_value(binding, row, parameter->name, &status);
	size_t length = 0, before = draft->path.length;
	const char *text = bound ? bound_shown(bound, binding->arena, &length, &status) : NULL, *why;

	if (status != HVAC_OK)
		return no_memory(draft);
	if (!text)
		return draft_fail(draft, binding->arena, HVAC_PARAM_VALIDATION_ERROR, "argument %s is missing: %s", parameter->name, parameter->help);
	why = path_append(&draft->path, text, length, parameter->flags & HVAC_SLASHES);
	if (why)
		return draft_fail(draft, binding->arena, HVAC_PARAM_VALIDATION_ERROR, "argument %s %s", parameter->name, why);
	if (draft->path.failed)
		return no_memory(draft);
	if (draft->path.length == before && !may_be_empty(row->operation, parameter, behind))
		return draft_fail(draft, binding->arena, HVAC_PARAM_VALIDATION_ERROR, "argument %s must not be empty: it would lead to another path",
		                  parameter->name);
	if (parameter->flags & HVAC_SECRET) {
		if (!draft->shown.bytes)
			buffer_append(&draft->shown, draft->path.bytes, before);
		buffer_text(&draft->shown, "***");
	} else if (draft->shown.bytes) {
		buffer_append(&draft->shown, draft->path.bytes + before, draft->path.length - before);
	}
	return true;
}

static bool fill_path(struct draft *draft, struct binding *binding, const struct row *row)
{
	const char *template = row->operation->path;

	while (*template) {
		size_t literal = strcspn(template, "{"), name;

		buffer_append(&draft->path, template, literal);
		if (draft->shown.bytes)
			buffer_append(&draft->shown, template, literal);
		template += literal;
		if (!*template)
			break;
		name = strcspn(++template, "}");
		for (size_t i = 0; i < row_n_parameters(row); i++) {
			const struct hvac_parameter *parameter = row_parameter(binding->engine, row, i);

			if (parameter->in == HVAC_IN_PATH && strlen(parameter->name) == name && !strncmp(parameter->name, template, name) &&
			    !add_path_value(draft, binding, row, parameter, template + name + 1))
				return false;
		}
		template += name + 1;
	}
	/* the root of a listing: no slash at the end */
	while (draft->path.length > 1 && draft->path.bytes[draft->path.length - 1] == '/')
		draft->path.bytes[--draft->path.length] = '\0';
	return !draft->path.failed && !draft->shown.failed ? true : no_memory(draft);
}

/* The value as a body holds it; the tree is the caller's. */
static bool body_value(struct draft *draft, struct binding *binding, const struct hvac_parameter *parameter, struct bound *bound,
                       struct json_object **value)
{
	struct json_object *tree;
	hvac_status status = HVAC_OK;
	const char *text;
	char *written;
	size_t length;

	*value = NULL;
	if (bound_tree(bound, &tree) != HVAC_OK)
		return no_memory(draft);
	if (!tree)
		return true;
	if (parameter->flags & HVAC_COMMA && json_object_is_type(tree, json_type_array)) {
		text = bound_shown(bound, binding->arena, &length, &status);
		if (!text && status == HVAC_OK)
			return draft_fail(draft, binding->arena, HVAC_PARAM_VALIDATION_ERROR, "argument %s must be a list of texts, and none with a comma: it would become two", parameter->name);
		*value = text ? json_object_new_string_len(text, (int)length) : NULL;
	} else if (parameter->flags & HVAC_TEXT && !json_object_is_type(tree, json_type_string)) {
		written = json_write(tree, parameter->flags & HVAC_PRETTY, &length);
		*value = written ? json_object_new_string_len(written, (int)length) : NULL;
		text_free(written);
	} else {
		json_copy(tree, value);
	}
	return *value ? true : no_memory(draft);
}

/* Adds to the map at the dotted place, making the maps in between. Takes the value. */
static bool add_nested(struct draft *draft, struct binding *binding, const char *name, struct json_object *value)
{
	struct json_object *map = draft->body, *child;
	const char *dot;

	while ((dot = strchr(name, '.'))) {
		char *outer = arena_copy(binding->arena, name, (size_t)(dot - name));

		if (!outer)
			goto no_memory;
		if (!json_object_object_get_ex(map, outer, &child) || !json_object_is_type(child, json_type_object)) {
			child = json_object_new_object();
			if (!child || json_object_object_add(map, outer, child) < 0) {
				json_object_put(child);
				goto no_memory;
			}
		}
		map = child;
		name = dot + 1;
	}
	if (json_object_object_get_ex(map, name, &child) && json_object_is_type(child, json_type_object) &&
	    (!value || json_object_is_type(value, json_type_object))) {
		/* a nested parameter came first: its members stay, and a null takes none of them away */
		if (!value)
			return true;
		JSON_MEMBERS(child, member) {
			struct json_object *copy = NULL;

			if (!json_copy(lh_entry_v(member), &copy))
				goto no_memory;
			if (json_object_object_add(value, lh_entry_k(member), copy) < 0) {
				json_free(copy);
				goto no_memory;
			}
		}
	}
	if (json_object_object_add(map, name, value) < 0)
		goto no_memory;
	return true;
no_memory:
	json_free(value);
	return no_memory(draft);
}

/* NULL: there is none. */
static struct json_object *map_within(const struct json_object *map, const char *name, size_t length)
{
	if (json_object_is_type(map, json_type_object))
		JSON_MEMBERS(map, member)
			if (!strncmp(lh_entry_k(member), name, length) && !((const char *)lh_entry_k(member))[length])
				return lh_entry_v(member);
	return NULL;
}

struct json_object *draft_secret(const struct draft *draft, struct json_object *body, struct binding *binding, size_t index, const char **name)
{
	const struct hvac_parameter *parameter = row_parameter(binding->engine, draft->row, index);
	const char *rest = parameter->wire ? parameter->wire : parameter->name, *dot;

	if (parameter->in != HVAC_IN_BODY || !(parameter->flags & HVAC_SECRET))
		return NULL;
	for (; (dot = strchr(rest, '.')); rest = dot + 1)
		body = map_within(body, rest, (size_t)(dot - rest));
	*name = rest;
	return json_object_object_get_ex(body, rest, NULL) ? body : NULL;
}

static bool add_whole(struct draft *draft, struct bound *bound)
{
	struct json_object *tree;

	if (bound_tree(bound, &tree) != HVAC_OK)
		return no_memory(draft);
	JSON_MEMBERS(tree, member) {
		struct json_object *copy = NULL;

		if (!json_copy(lh_entry_v(member), &copy))
			return no_memory(draft);
		if (json_object_object_add(draft->body, lh_entry_k(member), copy) < 0) {
			json_free(copy);
			return no_memory(draft);
		}
	}
	return true;
}

/* The arguments that no row names go into the body as they are. */
static bool add_rest(struct draft *draft, struct binding *binding)
{
	for (size_t i = 0; i < binding->given; i++) {
		struct json_object *tree, *copy = NULL;

		if (binding->list[i].parameter)
			continue;
		if (bound_tree(&binding->list[i], &tree) != HVAC_OK || !json_copy(tree, &copy))
			return no_memory(draft);
		if (json_object_object_add(draft->body, binding->list[i].name, copy) < 0) {
			json_free(copy);
			return no_memory(draft);
		}
	}
	return true;
}

static bool need_body(struct draft *draft)
{
	if (!draft->body)
		draft->body = json_object_new_object();
	return draft->body ? true : no_memory(draft);
}

static bool add_tls(struct draft *draft, const struct hvac_parameter *parameter, const char *text)
{
	if (!strcmp(parameter->wire, "client_cert"))
		draft->client_cert = text;
	else if (!strcmp(parameter->wire, "client_key"))
		draft->client_key = text;
	else
		draft->ca_cert = text;
	return true;
}

static bool fill_parameter(struct draft *draft, struct binding *binding, const struct row *row, const struct hvac_parameter *parameter)
{
	const char *wire = parameter->wire ? parameter->wire : parameter->name, *text = NULL;
	struct json_object *value;
	hvac_status status = HVAC_OK;
	struct bound *bound;
	size_t length = 0;

	if (parameter->in == HVAC_IN_PATH || parameter->in == HVAC_IN_LOCAL)
		return true;
	if ((parameter->in == HVAC_IN_BODY || parameter->in == HVAC_IN_WHOLE) && !need_body(draft))
		return false;
	if (parameter->flags & HVAC_REST && !add_rest(draft, binding))
		return false;
	bound = binding_value(binding, row, parameter->name, &status);
	if (status != HVAC_OK)
		return no_memory(draft);
	if (!bound)
		return true;
	switch (parameter->in) {
	case HVAC_IN_BODY:
		return body_value(draft, binding, parameter, bound, &value) && add_nested(draft, binding, wire, value);
	case HVAC_IN_WHOLE:
		return add_whole(draft, bound);
	case HVAC_IN_RAW:
		draft->raw = bound->text;
		draft->raw_length = bound->length;
		return true;
	default:
		break;
	}
	text = bound_shown(bound, binding->arena, &length, &status);
	if (status != HVAC_OK)
		return no_memory(draft);
	if (!text)
		return draft_fail(draft, binding->arena, HVAC_PARAM_VALIDATION_ERROR, "argument %s cannot be shown as text, items with commas between them", parameter->name);
	if (parameter->in == HVAC_IN_TLS)
		return add_tls(draft, parameter, text);
	if (parameter->in == HVAC_IN_QUERY) {
		query_append(&draft->query, wire, text, length);
		return draft->query.failed ? no_memory(draft) : true;
	}
	draft_add_header(draft, binding->arena, wire, text, length);
	if (draft->status == HVAC_PARAM_VALIDATION_ERROR)
		draft->error = arena_format(binding->arena, "argument %s: %s", parameter->name, draft->error);
	if (draft->status != HVAC_OK && !draft->error)
		draft->status = HVAC_NO_MEMORY;
	return draft->status == HVAC_OK;
}

bool draft_fill(struct draft *draft, struct binding *binding, const struct row *row)
{
	draft_reset(draft);
	draft->row = row;
	draft->verb = row->operation->verb;
	if (!fill_path(draft, binding, row))
		return false;
	for (size_t i = 0; i < row_n_parameters(row); i++)
		if (!fill_parameter(draft, binding, row, row_parameter(binding->engine, row, i)))
			return false;
	return true;
}

/* Also where a default is what another argument will be. */
static bool path_is_pending(struct binding *binding, const struct row *row, hvac_status *status)
{
	for (size_t i = 0; i < row_n_parameters(row); i++) {
		const struct hvac_parameter *parameter = row_parameter(binding->engine, row, i);
		const struct bound *bound = parameter->in == HVAC_IN_PATH ? binding_value(binding, row, parameter->name, status) : NULL;

		if (bound && bound_is_pending(bound))
			return true;
	}
	return false;
}

bool draft_check(struct draft *draft, struct binding *binding, const struct row *row)
{
	hvac_status status = HVAC_OK;
	bool fits = path_is_pending(binding, row, &status) || (status == HVAC_OK ? fill_path(draft, binding, row) : no_memory(draft));
	const char *error;

	for (size_t i = 0; fits && i < row_n_parameters(row); i++) {
		const struct hvac_parameter *parameter = row_parameter(binding->engine, row, i);
		const struct bound *given = binding_given(binding, parameter->name);

		if ((parameter->in == HVAC_IN_QUERY || parameter->in == HVAC_IN_HEADER) && given && !bound_is_pending(given))
			fits = fill_parameter(draft, binding, row, parameter);
	}
	status = draft->status;
	error = draft->error;
	draft_reset(draft);
	draft->status = status;
	draft->error = error;
	return fits;
}

void draft_set_path(struct draft *draft, struct arena *arena, int verb, const char *path)
{
	const char *why;

	draft_reset(draft);
	draft->verb = verb;
	buffer_text(&draft->path, "/");
	why = path_append(&draft->path, path, strlen(path), true);
	if (why)
		draft_fail(draft, arena, HVAC_PARAM_VALIDATION_ERROR, "the path of a request %s", why);
	else if (draft->path.failed)
		no_memory(draft);
	else if (draft->path.length == 1)
		draft_fail(draft, arena, HVAC_PARAM_VALIDATION_ERROR, "the path of a request is empty");
}

void draft_set_url(struct draft *draft, struct arena *arena, int verb, const char *url)
{
	struct redirect parts;
	hvac_status status = url_take_apart(url, &parts);

	draft_reset(draft);
	draft->verb = verb;
	if (status == HVAC_OK) {
		draft->external_base = arena_copy(arena, parts.base, strlen(parts.base));
		buffer_text(&draft->path, parts.path);
		if (parts.query)
			buffer_text(&draft->query, parts.query);
		if (!draft->external_base || draft->path.failed || draft->query.failed)
			status = HVAC_NO_MEMORY;
	}
	if (status == HVAC_NO_MEMORY)
		no_memory(draft);
	else if (status != HVAC_OK)
		draft_fail(draft, arena, HVAC_PARAM_VALIDATION_ERROR, "an external request needs an http or https URL");
	redirect_free(&parts);
}
