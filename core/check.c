/* SPDX-License-Identifier: MIT */
#include "check.h"
#include "draft.h"
#include "json.h"
#include "login_steps.h"
#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#define PARAMETER_FLAGS (HVAC_REQUIRED | HVAC_SECRET | HVAC_SLASHES | HVAC_COMMA | HVAC_TEXT | HVAC_REST | HVAC_PRETTY)
#define OPERATION_FLAGS (HVAC_LOGIN | HVAC_NO_TOKEN | HVAC_IDEMPOTENT | HVAC_SINGLE_USE | HVAC_RAW | HVAC_STREAM_IN | HVAC_STREAM_OUT | \
                         HVAC_MERGE_PATCH | HVAC_MAY_BLOCK | HVAC_SUDO | HVAC_UNWRAPPED)
#define STATE_SIZE_MAX ((size_t)65536)

static const char needs_newer[] = "needs a newer libhvac";

static bool refuse(struct verdict *verdict, const char *format, ...) HVAC_FORMAT(2, 3);

static bool refuse(struct verdict *verdict, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	verdict->error = text_format(format, list);
	va_end(list);
	verdict->status = verdict->error ? HVAC_PLUGIN_REFUSED : HVAC_NO_MEMORY;
	return false;
}

/* 0: it is none. */
static size_t identifier_length(const char *name)
{
	size_t length = name ? identifier_span(name) : 0;

	return length && !name[length] ? length : 0;
}

static bool check_id(const struct hvac_plugin *plugin, const char *id, struct verdict *verdict)
{
	if (!plugin->kind || !plugin->name)
		return refuse(verdict, "the descriptor names no kind or no name");
	if (!engine_id_is_of(id, plugin))
		return refuse(verdict, "the descriptor says that it is %s/%s", plugin->kind, plugin->name);
	return true;
}

bool check_descriptor(const struct hvac_plugin *plugin, const char *id, size_t *count, struct verdict *verdict)
{
	*count = 0;
	if (plugin->struct_size < sizeof *plugin)
		return refuse(verdict, "its descriptor is %u bytes long, at least %zu are needed", plugin->struct_size, sizeof *plugin);
	if (plugin->abi_major != HVAC_ABI_MAJOR)
		return refuse(verdict, "it is made for plugin ABI %u.%u, this library has %d.%d", plugin->abi_major, plugin->abi_minor,
		              HVAC_ABI_MAJOR, HVAC_ABI_MINOR);
	if (plugin->area_size < sizeof(struct hvac_area) || plugin->operation_size < sizeof(struct hvac_operation) ||
	    plugin->parameter_size < sizeof(struct hvac_parameter))
		return refuse(verdict, "its structs are shorter (%u, %u, %u bytes) than those of plugin ABI 1.0", plugin->area_size,
		              plugin->operation_size, plugin->parameter_size);
	if (plugin->operation_size % sizeof(void *) || plugin->parameter_size % sizeof(void *))
		return refuse(verdict, "its structs are of a size that is not aligned");
	if (!check_id(plugin, id, verdict))
		return false;
	if (!plugin->version || !plugin->help)
		return refuse(verdict, "the descriptor has no version or no help");
	if (!plugin->areas || !plugin->n_areas)
		return refuse(verdict, "it has no operations");
	for (size_t i = 0; i < plugin->n_areas; i++) {
		const struct hvac_area *area = plugin->areas[i];

		if (!area || !area->name || !area->operations || !area->n_operations)
			return refuse(verdict, "area %zu has no name or no operations", i);
		*count += area->n_operations;
		if (*count > HVAC_OPERATIONS_MAX)
			return refuse(verdict, "it has more than %u operations", HVAC_OPERATIONS_MAX);
	}
	return true;
}

static bool tail_is_zero(const void *of, size_t known, size_t size)
{
	const unsigned char *bytes = of;

	for (size_t i = known; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

#define SLOTS 256u
#define MARKS 1024u

/* A table on its way through the rules, row by row. */
struct check {
	const struct engine *engine;
	const struct row *row;
	struct verdict *verdict;
	struct json_parser parser;
	/* Rows have many parameters in common. One that equals a good one to the byte, so that its texts are the same ones too, is
	 * good, but for what depends on its row. They stand here by the address of their names. */
	const struct hvac_parameter *good[SLOTS];
	uint16_t mark[SLOTS];           /* of the good one's name */
	uint16_t marked[MARKS];         /* the last row, from 1 on, with a name of this mark */
};

/* What the row uses and this library does not know; NULL when it knows all. */
static const char *unknown_use(const struct engine *engine, const struct row *row)
{
	const struct hvac_operation *operation = row->operation;

	if (!tail_is_zero(operation, sizeof *operation, engine->plugin->operation_size))
		return "a field";
	if (operation->verb < HVAC_GET || operation->verb > HVAC_SCAN)
		return "a verb";
	if (operation->flags & ~(uint32_t)OPERATION_FLAGS)
		return "a flag";
	for (size_t i = 0; i < operation->n_parameters; i++) {
		const struct hvac_parameter *parameter = row_parameter(engine, row, i);

		if (!tail_is_zero(parameter, sizeof *parameter, engine->plugin->parameter_size))
			return "a parameter's field";
		if (parameter->type < HVAC_TYPE_STRING || parameter->type > HVAC_TYPE_ANY)
			return "a parameter's type";
		if (parameter->in < HVAC_IN_PATH || parameter->in > HVAC_IN_LOCAL)
			return "a parameter's place";
		if (parameter->flags & ~(uint32_t)PARAMETER_FLAGS)
			return "a parameter's flag";
	}
	return NULL;
}

static bool is_named(const struct hvac_parameter *parameter, const char *name, size_t length)
{
	return *parameter->name == *name && !strncmp(parameter->name, name, length) && !parameter->name[length];
}

/* The index of the one of that name; `count` for none. */
static size_t find_named(const struct hvac_parameter *const *parameters, size_t count, const char *name, size_t length)
{
	size_t i = 0;

	while (i < count && !is_named(parameters[i], name, length))
		i++;
	return i;
}

/* Each brace of the path has its path parameter, and each path parameter its brace, once. Those that have it come to stand
 * in front of the others. */
static bool check_braces(const struct hvac_operation *operation, const struct hvac_parameter **paths, size_t count, struct verdict *verdict)
{
	const char *begin = strchr(operation->path, '{'), *end = strchr(operation->path, '}');
	size_t done = 0;

	for (; begin || end; begin = strchr(end + 1, '{'), end = strchr(end + 1, '}')) {
		const struct hvac_parameter *found;
		const char *name;
		size_t length, i;

		if (!end)
			return refuse(verdict, "operation %s: a brace in %s does not end", operation->name, operation->path);
		if (!begin || end < begin)
			return refuse(verdict, "operation %s: a brace in %s does not begin", operation->name, operation->path);
		name = begin + 1;
		length = (size_t)(end - name);
		i = done + find_named(paths + done, count - done, name, length);
		if (i == count && find_named(paths, done, name, length) < done)
			return refuse(verdict, "operation %s: path parameter %.*s stands there twice, in %s", operation->name, (int)length, name,
			              operation->path);
		if (i == count)
			return refuse(verdict, "operation %s: {%.*s} in its path is no path parameter", operation->name, (int)length, name);
		found = paths[i];
		paths[i] = paths[done];
		paths[done++] = found;
	}
	return done == count || refuse(verdict, "operation %s: path parameter %s does not stand in %s", operation->name, paths[done]->name,
	                               operation->path);
}

static bool default_fits(const struct hvac_parameter *parameter, const struct json_object *tree)
{
	enum json_type type = json_object_get_type(tree);

	switch (parameter->type) {
	case HVAC_TYPE_STRING:
		return type == json_type_string || (parameter->flags & HVAC_TEXT && (type == json_type_object || type == json_type_array));
	case HVAC_TYPE_INTEGER: return type == json_type_int;
	case HVAC_TYPE_BOOLEAN: return type == json_type_boolean;
	case HVAC_TYPE_NUMBER: return type == json_type_int || type == json_type_double;
	case HVAC_TYPE_DURATION: return type == json_type_string || type == json_type_int;
	case HVAC_TYPE_BYTES: return type == json_type_string;
	case HVAC_TYPE_LIST: return type == json_type_array || type == json_type_string;
	case HVAC_TYPE_MAP: return type == json_type_object;
	/* null is sent in a body alone */
	default: return tree || parameter->in != HVAC_IN_QUERY;
	}
}

/* The library holds what is given for these against them. */
static bool default_is_allowed(const struct hvac_parameter *parameter)
{
	const char *dflt = parameter->dflt;
	size_t quote = *dflt == '"';

	return parameter->in != HVAC_IN_LOCAL || !parameter->values || is_word_of(parameter->values, dflt + quote, strlen(dflt) - 2 * quote);
}

/* "{other}": another parameter of the row, whose own default is none of this form. */
static bool check_reference(const struct check *check, const struct hvac_parameter *parameter)
{
	const struct hvac_operation *operation = check->row->operation;
	size_t length = default_reference(parameter->dflt);

	if (!length)
		return true;
	for (size_t i = 0; i < operation->n_parameters; i++) {
		const struct hvac_parameter *other = row_parameter(check->engine, check->row, i);

		/* those behind the parameter are still to be checked */
		if (!other->name || !is_named(other, parameter->dflt + 1, length))
			continue;
		return !other->dflt || !default_reference(other->dflt) ||
		       refuse(check->verdict, "operation %s: the default of %s names %s, whose default names another one", operation->name,
		              parameter->name, other->name);
	}
	return refuse(check->verdict, "operation %s: the default of %s names %s, which is no parameter", operation->name, parameter->name,
	              parameter->dflt);
}

/* JSON text of the parameter's type, or "{other}". */
static bool check_default(struct check *check, const struct hvac_parameter *parameter)
{
	const char *dflt = parameter->dflt;
	struct json_object *tree;
	size_t length;
	hvac_status status;
	bool fits;

	if (!dflt || default_reference(dflt))
		return true;
	length = strlen(dflt);
	if (!json_is_utf8(dflt, length))
		return refuse(check->verdict, "operation %s: the default of %s is not UTF-8", check->row->operation->name, parameter->name);
	if (!default_is_allowed(parameter))
		return refuse(check->verdict, "operation %s: the default of %s is none of its values: %s", check->row->operation->name, parameter->name, dflt);
	/* plain text in quotes for a string, as most are, needs no parser */
	if (parameter->type == HVAC_TYPE_STRING && length >= 2 && dflt[0] == '"' && strcspn(dflt + 1, "\"\\") == length - 2 && dflt[length - 1] == '"')
		return true;
	status = json_parse(&check->parser, dflt, length, JSON_DEPTH_MAX, &tree);
	fits = status == HVAC_OK && default_fits(parameter, tree);
	json_free(tree);
	if (status == HVAC_NO_MEMORY) {
		check->verdict->status = status;
		return false;
	}
	return fits || refuse(check->verdict, "operation %s: the default of %s is not %s: %s", check->row->operation->name, parameter->name,
	                      status == HVAC_OK ? "of its type" : "JSON", dflt);
}

/* A name on the wire; in a body, names with dots between them. */
static bool is_wire(const char *wire)
{
	return *wire && *wire != '.' && wire[strlen(wire) - 1] != '.' && !strstr(wire, "..");
}

static const char *misplaced(const struct hvac_parameter *parameter)
{
	if (parameter->wire && !is_wire(parameter->wire))
		return "has nothing for a name on the wire, or between two dots of it";
	switch (parameter->in) {
	case HVAC_IN_PATH:
		if (parameter->type == HVAC_TYPE_MAP || parameter->type == HVAC_TYPE_LIST || parameter->type == HVAC_TYPE_ANY)
			return "is a path parameter of a type that no path can hold";
		if (!(parameter->flags & HVAC_REQUIRED) && !parameter->dflt)
			return "is a path parameter and must be required or have a default";
		break;
	case HVAC_IN_WHOLE:
		if (parameter->type != HVAC_TYPE_MAP)
			return "is the whole body and must be a map";
		break;
	case HVAC_IN_RAW:
		if (parameter->type != HVAC_TYPE_BYTES)
			return "is a raw body and must be bytes";
		break;
	case HVAC_IN_HEADER:
		if (parameter->type == HVAC_TYPE_MAP || parameter->type == HVAC_TYPE_ANY)
			return "is a header of a type that no header can hold";
		if (parameter->wire && !is_header_name(parameter->wire))
			return "is a header of a name that none can have";
		break;
	case HVAC_IN_QUERY:
		if (parameter->type == HVAC_TYPE_MAP && !(parameter->flags & HVAC_REST))
			return "is in the query and of a type that no query can hold";
		break;
	case HVAC_IN_TLS:
		if (!parameter->wire || (strcmp(parameter->wire, "client_cert") != 0 && strcmp(parameter->wire, "client_key") != 0 && strcmp(parameter->wire, "ca_cert") != 0))
			return "is of TLS and must be on the wire as client_cert, client_key or ca_cert";
		break;
	default:
		break;
	}
	if (parameter->flags & HVAC_REST && parameter->in != HVAC_IN_WHOLE)
		return "takes the rest and must be in the whole body";
	/* listings and typed calls call it so, and what it takes has a name of its own, by which nothing is known of it */
	if (parameter->flags & HVAC_REST && strcmp(parameter->name, "more") != 0)
		return "takes the rest and must be called more";
	if (parameter->flags & HVAC_REST && parameter->flags & HVAC_SECRET)
		return "takes the rest, which cannot be kept secret: give what is secret a parameter of its own";
	return NULL;
}

static bool has_body(const struct hvac_operation *operation)
{
	return operation->verb == HVAC_POST || operation->verb == HVAC_PUT || operation->verb == HVAC_PATCH || operation->verb == HVAC_DELETE;
}

static bool is_in_body(const struct hvac_parameter *parameter)
{
	return parameter->in == HVAC_IN_BODY || parameter->in == HVAC_IN_WHOLE || parameter->in == HVAC_IN_RAW;
}

static bool is_of_every_login(const char *name)
{
	for (size_t i = 0; i < LOGIN_PARAMETERS; i++)
		if (same_name(login_parameters[i].name, name))
			return true;
	return false;
}

static bool is_word_list(const char *text)
{
	return *text && *text != ' ' && text[strlen(text) - 1] != ' ' && !strstr(text, "  ");
}

/* One of MARKS that a name of this length has; most rows have no two names of the same. */
static uint16_t mark_of(const char *name, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)name;

	return (uint16_t)((bytes[0] * 7u + bytes[length / 2] * 31u + bytes[length - 1] * 3u + length) % MARKS);
}

/* What a parameter is in any row. */
static bool check_parameter(struct check *check, const struct hvac_parameter *parameter, size_t index, size_t slot)
{
	const char *operation = check->row->operation->name, *error;
	size_t length = identifier_length(parameter->name);

	if (!length)
		return refuse(check->verdict, "operation %s: parameter %zu has no name or an odd one", operation, index);
	if (!parameter->help)
		return refuse(check->verdict, "operation %s: parameter %s has no help", operation, parameter->name);
	if (parameter->values && !is_word_list(parameter->values))
		return refuse(check->verdict, "operation %s: the values of %s are not words with one blank between them: \"%s\"", operation,
		              parameter->name, parameter->values);
	error = misplaced(parameter);
	if (error)
		return refuse(check->verdict, "operation %s: parameter %s %s", operation, parameter->name, error);
	if (!check_default(check, parameter))
		return false;
	check->good[slot] = parameter;
	check->mark[slot] = mark_of(parameter->name, length);
	return true;
}

/* What it is in this row. */
static bool check_in_row(struct check *check, const struct hvac_parameter *parameter, size_t index, uint16_t mark)
{
	const struct hvac_operation *operation = check->row->operation;
	uint16_t row = (uint16_t)(check->row - check->engine->rows + 1);

	if (operation->flags & HVAC_LOGIN && is_of_every_login(parameter->name))
		return refuse(check->verdict, "operation %s: parameter %s is one that the library gives every login", operation->name,
		              parameter->name);
	if (check->marked[mark] == row && row_find_parameter(check->engine, check->row, parameter->name) != index)
		return refuse(check->verdict, "operation %s: parameter %s stands there twice", operation->name, parameter->name);
	check->marked[mark] = row;
	if (!has_body(operation) && is_in_body(parameter))
		return refuse(check->verdict, "operation %s: parameter %s is in the body of a request that has none", operation->name,
		              parameter->name);
	return !parameter->dflt || check_reference(check, parameter);
}

/* Whether what goes out by this name, or within it, is the other's, too. Maps are put together with what stands within them. */
static bool is_one_with(const char *wire, const struct hvac_parameter *parameter, const struct hvac_parameter *other)
{
	const char *other_wire = other->wire ? other->wire : other->name;
	size_t length;

	/* most differ in their first character */
	if (*wire != *other_wire || other->in != parameter->in)
		return false;
	length = strlen(other_wire);
	if (strncmp(wire, other_wire, length) != 0)
		return false;
	return !wire[length] || (wire[length] == '.' && other->in == HVAC_IN_BODY && other->type != HVAC_TYPE_MAP && other->type != HVAC_TYPE_ANY);
}

/* Of a parameter that has another name there: names alone differ. */
static bool check_wire(const struct check *check, const struct hvac_parameter *parameter)
{
	for (size_t i = 0; i < check->row->operation->n_parameters; i++) {
		const struct hvac_parameter *other = row_parameter(check->engine, check->row, i);

		if (other != parameter && other->name && is_one_with(parameter->wire, parameter, other))
			return refuse(check->verdict, "operation %s: parameters %s and %s are one on the wire: %s", check->row->operation->name,
			              parameter->name, other->name, parameter->wire);
	}
	return true;
}

static bool check_parameters(struct check *check)
{
	const struct hvac_operation *operation = check->row->operation;
	const struct hvac_parameter *paths[HVAC_PARAMETERS_MAX];
	size_t n_paths = 0, raw = 0, json = 0;

	for (size_t i = 0; i < operation->n_parameters; i++) {
		const struct hvac_parameter *parameter = row_parameter(check->engine, check->row, i);
		size_t slot = (uintptr_t)parameter->name / 4 % SLOTS;

		if ((!check->good[slot] || memcmp(check->good[slot], parameter, sizeof *parameter) != 0) &&
		    !check_parameter(check, parameter, i, slot))
			return false;
		if (!check_in_row(check, parameter, i, check->mark[slot]))
			return false;
		if (parameter->wire && !check_wire(check, parameter))
			return false;
		if (parameter->in == HVAC_IN_PATH)
			paths[n_paths++] = parameter;
		raw += parameter->in == HVAC_IN_RAW;
		json += parameter->in == HVAC_IN_BODY || parameter->in == HVAC_IN_WHOLE;
	}
	if (raw > 1 || (raw && json))
		return refuse(check->verdict, "operation %s: its parameters make more than one body", operation->name);
	return check_braces(operation, paths, n_paths, check->verdict);
}

static bool has_dot_segment(const char *path)
{
	while ((path = strstr(path, "/."))) {
		size_t length = strcspn(++path, "/");

		if (length == strspn(path, ".") && length <= 2)
			return true;
	}
	return false;
}

static bool check_row(const struct row *row, size_t index, struct verdict *verdict)
{
	const struct hvac_operation *operation = row->operation;

	if (!identifier_length(operation->name))
		return refuse(verdict, "operation %zu has no name or an odd one", index);
	if (!operation->path || operation->path[0] != '/' || strpbrk(operation->path, "?# \t\n\v\f\r"))
		return refuse(verdict, "operation %s: its path must begin with / and have neither query nor blanks", operation->name);
	if (has_dot_segment(operation->path))
		return refuse(verdict, "operation %s: its path has a segment . or ..: %s", operation->name, operation->path);
	if (!operation->help)
		return refuse(verdict, "operation %s has no help", operation->name);
	if (operation->n_parameters > HVAC_PARAMETERS_MAX)
		return refuse(verdict, "operation %s has more than %u parameters", operation->name, HVAC_PARAMETERS_MAX);
	if (operation->n_parameters && !operation->parameters)
		return refuse(verdict, "operation %s counts parameters that it has not", operation->name);
	if (operation->answer && *operation->answer && *operation->answer != '/')
		return refuse(verdict, "operation %s: its answer %s is no JSON pointer", operation->name, operation->answer);
	if (operation->ok_status && (!*operation->ok_status || operation->ok_status[strspn(operation->ok_status, "0123456789 ")]))
		return refuse(verdict, "operation %s: its statuses of success are not numbers: %s", operation->name, operation->ok_status);
	if (operation->state_size > STATE_SIZE_MAX)
		return refuse(verdict, "operation %s wants %zu bytes of state, at most %zu are given", operation->name, operation->state_size,
		              STATE_SIZE_MAX);
	return true;
}

/* A row that uses what this library does not know is refused alone when it is of a newer plugin. */
static bool check_use(const struct engine *engine, struct row *row, struct verdict *verdict)
{
	const char *unknown = unknown_use(engine, row);

	if (!unknown)
		return true;
	row->refused = needs_newer;
	/* arguments are held against it all the same, so that no other row is taken for it */
	for (size_t i = 0; i < row->operation->n_parameters; i++)
		if (!identifier_length(row_parameter(engine, row, i)->name))
			return refuse(verdict, "operation %s: parameter %zu has no name or an odd one", row->operation->name, i);
	return engine->plugin->abi_minor > HVAC_ABI_MINOR ||
	       refuse(verdict, "operation %s uses %s that plugin ABI %u.%u does not have", row->operation->name, unknown,
	              engine->plugin->abi_major, engine->plugin->abi_minor);
}

bool check_rows(struct engine *engine, struct verdict *verdict)
{
	struct check check = { .engine = engine, .verdict = verdict };
	bool good = true;

	for (size_t i = 0; good && i < engine->n_rows; i++) {
		struct row *row = &engine->rows[i];

		check.row = row;
		good = check_row(row, i, verdict) && check_use(engine, row, verdict) && (row->refused || check_parameters(&check));
	}
	json_parser_free(&check.parser);
	return good;
}

/* Every condition names a parameter of the operation. */
static bool check_when(const struct engine *engine, const struct row *first, const struct row *row, struct verdict *verdict)
{
	const char *when = row->operation->when;

	while (*when) {
		size_t length = strcspn(when, " "), name = strcspn(when, "= ");
		bool found = false;

		for (const struct row *other = first; other && !found; other = other->next)
			for (size_t i = 0; !other->refused && i < other->operation->n_parameters && !found; i++)
				found = is_named(row_parameter(engine, other, i), when, name);
		if (!found)
			return refuse(verdict, "operation %s: its condition \"%s\" names no parameter of it", row->operation->name, row->operation->when);
		when += length + (when[length] == ' ');
	}
	return true;
}

static bool check_operation(const struct engine *engine, const struct row *first, struct verdict *verdict)
{
	const char *name = first->operation->name;
	const struct row *last = NULL;

	for (const struct row *row = first; row; row = row->next) {
		if ((row->operation->flags ^ first->operation->flags) & HVAC_MAY_BLOCK)
			return refuse(verdict, "operation %s: some of its rows have HVAC_MAY_BLOCK, and some have not", name);
		if (row_is_step(row))
			continue;
		if (last && !last->operation->when)
			return refuse(verdict, "operation %s stands there twice: only its last row may be without a condition", name);
		last = row;
		if (row->operation->when && !row->refused && !check_when(engine, first, row, verdict))
			return false;
	}
	return (last && !last->operation->when) ||
	       refuse(verdict, "operation %s has no row without a condition, which must be its last", name);
}

bool check_operations(const struct engine *engine, struct verdict *verdict)
{
	for (size_t i = 0; i < engine->n_slots; i++)
		if (engine->by_name[i] && !check_operation(engine, engine->by_name[i], verdict))
			return false;
	return true;
}
