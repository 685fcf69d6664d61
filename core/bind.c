/* SPDX-License-Identifier: MIT */
#include "bind.h"
#include "login_steps.h"
#include "memory.h"
#include "nearest.h"

#include <stdint.h>
#include <string.h>

/* A phrase for a person; memory running out is the caller's HVAC_NO_MEMORY. */
#define FAIL(...) ((*error = arena_format(binding->arena, __VA_ARGS__)) ? HVAC_PARAM_VALIDATION_ERROR : HVAC_NO_MEMORY)

static const struct hvac_parameter *find_parameter(const struct binding *binding, const char *name)
{
	for (size_t i = 0; i < binding->rows.count; i++) {
		const struct row *row = engine_row(binding->engine, &binding->rows, i);
		size_t index = row->refused ? SIZE_MAX : row_find_parameter(binding->engine, row, name);

		if (index != SIZE_MAX)
			return row_parameter(binding->engine, row, index);
	}
	return NULL;
}

static const struct hvac_parameter *rest_of(const struct binding *binding, const struct row *row)
{
	for (size_t i = 0; i < row_n_parameters(row); i++)
		if (row_parameter(binding->engine, row, i)->flags & HVAC_REST)
			return row_parameter(binding->engine, row, i);
	return NULL;
}

static bool takes_rest(const struct binding *binding)
{
	for (size_t i = 0; i < binding->rows.count; i++)
		if (!engine_row(binding->engine, &binding->rows, i)->refused && rest_of(binding, engine_row(binding->engine, &binding->rows, i)))
			return true;
	return false;
}

static hvac_status unknown(struct binding *binding, const char *name, const char **error)
{
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (size_t i = 0; i < binding->rows.count; i++) {
		const struct row *row = engine_row(binding->engine, &binding->rows, i);

		/* it may be one of this row's */
		if (row->refused)
			return FAIL("the operation %s", row->refused);
		for (size_t j = 0; j < row_n_parameters(row); j++)
			nearest_offer(&nearest, row_parameter(binding->engine, row, j)->name);
	}
	name = nearest_told(name);
	return nearest.name ? FAIL("there is no argument %s; did you mean %s?", name, nearest.name) : FAIL("there is no argument %s", name);
}

static bool is_given(const hvac_argument *argument)
{
	return argument->name || !argument->reserved;
}

static bool is_taken(const struct binding *binding, const char *name)
{
	for (size_t i = 0; i < binding->given; i++)
		if (same_name(binding->list[i].name, name))
			return true;
	return false;
}

static hvac_status take_all(struct binding *binding, const hvac_argument *arguments, const char **error)
{
	for (; arguments && arguments->kind != HVAC_ARGUMENT_END; arguments++) {
		struct bound *bound = &binding->list[binding->count];
		hvac_status status;

		if (!is_given(arguments))
			continue;
		if (!arguments->name || !*arguments->name)
			return FAIL("an argument has no name");
		bound->parameter = find_parameter(binding, arguments->name);
		if (!bound->parameter && (!takes_rest(binding) || !json_is_utf8(arguments->name, strlen(arguments->name))))
			return unknown(binding, arguments->name, error);
		if (is_taken(binding, arguments->name))
			return FAIL("argument %.64s is given twice", arguments->name);
		bound->name = bound->parameter ? bound->parameter->name : arena_copy(binding->arena, arguments->name, strlen(arguments->name));
		if (!bound->name)
			return HVAC_NO_MEMORY;
		binding->given = ++binding->count;
		status = bound_take(binding->arena, bound, arguments, error);
		if (status != HVAC_OK)
			return status;
	}
	return HVAC_OK;
}

static bool has_default(const struct binding *binding, const struct row *row, const char *name)
{
	size_t index = row_find_parameter(binding->engine, row, name);

	return index != SIZE_MAX && row_parameter(binding->engine, row, index)->dflt;
}

/* "name" is given, or "name=value" equal, what was given or by default. What is still to be read leaves it open. */
static bool condition_holds(struct binding *binding, const struct row *row, const char *condition, size_t length, hvac_status *status)
{
	size_t name = strcspn(condition, "= "), shown_length;
	char *copy = arena_copy(binding->arena, condition, name);
	struct bound *bound;
	const char *shown;

	if (!copy) {
		*status = HVAC_NO_MEMORY;
		return false;
	}
	bound = binding_given(binding, copy);
	if (name >= length)
		return bound && bound->kind != BOUND_NULL;
	/* what a newer library reads in its default is not known: better refused than asked for something else */
	if (!bound && row->refused)
		return has_default(binding, row, copy);
	if (!bound)
		bound = binding_value(binding, row, copy, status);
	if (bound && bound_is_pending(bound))
		binding->is_open = true;
	if (!bound || bound_is_pending(bound))
		return false;
	shown = bound_shown(bound, binding->arena, &shown_length, status);
	return shown && shown_length == length - name - 1 && !memcmp(shown, condition + name + 1, shown_length);
}

static bool row_holds(struct binding *binding, const struct row *row, hvac_status *status)
{
	const char *when = row->operation->when;

	while (when && *when && *status == HVAC_OK) {
		size_t length = strcspn(when, " ");

		if (!condition_holds(binding, row, when, length, status))
			return false;
		when += length + (when[length] == ' ');
	}
	return *status == HVAC_OK;
}

static hvac_status choose_row(struct binding *binding, const char **error)
{
	const struct row *row = NULL;
	hvac_status status = HVAC_OK;

	for (size_t i = 0; i < binding->rows.count && !row; i++) {
		const struct row *candidate = engine_row(binding->engine, &binding->rows, i);

		if (!row_is_step(candidate) && row_holds(binding, candidate, &status))
			row = candidate;
		if (status != HVAC_OK)
			return status;
	}
	binding->row = row;
	/* false [core.NullDereference]: check_operation() has seen to it that the last row has no condition */
	if (binding->row->refused && !binding->is_open)
		return FAIL("the operation %s", binding->row->refused);
	return HVAC_OK;
}

/* Given arguments must stand in the row, and what the row requires must be given. */
static hvac_status check_row(struct binding *binding, const char **error)
{
	const struct row *row = binding->row;

	for (size_t i = 0; i < binding->given; i++) {
		struct bound *bound = &binding->list[i];
		size_t index = bound->parameter ? row_find_parameter(binding->engine, row, bound->name) : SIZE_MAX;
		hvac_status status;

		/* rows may say different things of a parameter */
		if (index != SIZE_MAX)
			bound->parameter = row_parameter(binding->engine, row, index);
		status = bound_is_pending(bound) ? HVAC_OK : bound_check(binding->arena, bound, error);
		if (status != HVAC_OK)
			return status;
		if (bound->parameter ? index == SIZE_MAX : !rest_of(binding, row))
			return FAIL("argument %.64s does not go together with %s", bound->name, row->operation->when ? row->operation->when : "the others");
	}
	for (size_t i = 0; i < row_n_parameters(row); i++) {
		const struct hvac_parameter *parameter = row_parameter(binding->engine, row, i);
		const struct bound *bound = binding_given(binding, parameter->name);

		if (binding->streamed && parameter->in == HVAC_IN_RAW) {
			if (bound)
				return FAIL("argument %s is given, and a source for the body too", parameter->name);
			continue;
		}
		/* one with a default is required by hvac, and found by a hook where it is not given */
		if (parameter->flags & HVAC_REQUIRED && !bound && !parameter->dflt)
			return FAIL("argument %s is missing: %s", parameter->name, parameter->help);
	}
	return HVAC_OK;
}

/* The row that the arguments mean, and whether they fit it; that of an open one is found when all is read. */
static hvac_status find_row(struct binding *binding, const char **error)
{
	hvac_status status;

	binding->is_open = false;
	status = choose_row(binding, error);
	return status == HVAC_OK && !binding->is_open ? check_row(binding, error) : status;
}

hvac_status binding_new(struct binding *binding, struct arena *arena, const struct engine *engine, const struct operation_rows *rows,
                        const hvac_argument *arguments, bool streamed, const char **error)
{
	hvac_status status;

	*binding = (struct binding){ .arena = arena, .engine = engine, .rows = *rows, .streamed = streamed };
	*error = NULL;
	for (const hvac_argument *a = arguments; a && a->kind != HVAC_ARGUMENT_END; a++)
		binding->room++;
	for (size_t i = 0; i < rows->count; i++)
		binding->room += row_n_parameters(engine_row(engine, rows, i));
	binding->list = arena_alloc(arena, (binding->room + 1) * sizeof *binding->list);
	if (!binding->list)
		return HVAC_NO_MEMORY;
	status = take_all(binding, arguments, error);
	return status == HVAC_OK ? find_row(binding, error) : status;
}

/* Defaults stand behind what was given. */
static struct bound *make_given(struct binding *binding, struct bound *bound)
{
	struct bound *first_default = &binding->list[binding->given], swapped = *first_default;

	if (bound < first_default)
		return bound;
	*first_default = *bound;
	*bound = swapped;
	binding->given++;
	return first_default;
}

hvac_status binding_choose(struct binding *binding, const char *name, const char *text, const char **error)
{
	const hvac_argument argument = hvac_string(name, text);
	hvac_status status = HVAC_OK;
	struct bound *bound = binding_value(binding, binding->row, name, &status);

	*error = NULL;
	if (status != HVAC_OK)
		return status;
	if (!bound || !same_name(bound->name, name))
		return FAIL("argument %s, which its hook chooses, is not there", name);
	bound = make_given(binding, bound);
	json_free(bound->tree);
	*bound = (struct bound){ .name = bound->name, .parameter = bound->parameter };
	status = bound_take(binding->arena, bound, &argument, error);
	return status == HVAC_OK ? find_row(binding, error) : status;
}

bool binding_is_pending(const struct binding *binding)
{
	for (size_t i = 0; i < binding->given; i++)
		if (bound_is_pending(&binding->list[i]))
			return true;
	return false;
}

hvac_status binding_read(struct binding *binding, const char **error)
{
	hvac_status status = HVAC_OK;

	*error = NULL;
	for (size_t i = 0; i < binding->given && status == HVAC_OK; i++)
		if (binding->list[i].parameter != &login_parameters[LOGIN_MFA_PASSCODE])
			status = bound_read(binding->arena, &binding->list[i], &binding->way, error);
	return status == HVAC_OK ? find_row(binding, error) : status;
}

hvac_status binding_redact(struct binding *binding)
{
	hvac_status status = HVAC_OK;

	for (size_t i = 0; i < binding->count && status == HVAC_OK; i++)
		if (bound_is_secret(&binding->list[i]))
			status = bound_redact(&binding->list[i]);
	return status;
}

static hvac_argument argument_of(const struct bound *bound)
{
	switch (bound->kind) {
	case BOUND_TEXT: return hvac_text(bound->name, bound->text, bound->length);
	case BOUND_BYTES: return hvac_bytes(bound->name, bound->text, bound->length);
	case BOUND_FILE: return hvac_file(bound->name, bound->text);
	case BOUND_SOURCE: return hvac_source(bound->name, bound->source, bound->context);
	case BOUND_TREE: return hvac_value_argument(bound->name, json_value(bound->tree));
	case BOUND_NULL: break;
	}
	return hvac_null(bound->name);
}

const hvac_argument *binding_arguments(const struct binding *binding, struct arena *arena)
{
	hvac_argument *arguments = arena_alloc(arena, (binding->given + 1) * sizeof *arguments);

	if (!arguments)
		return NULL;
	for (size_t i = 0; i < binding->given; i++)
		arguments[i] = argument_of(&binding->list[i]);
	arguments[binding->given] = (hvac_argument){ .kind = HVAC_ARGUMENT_END };
	return arguments;
}

void binding_free(struct binding *binding)
{
	for (size_t i = 0; i < binding->count; i++)
		json_free(binding->list[i].tree);
	binding->count = binding->given = 0;
}

/* Null can be sent. Where it is not, it is what not giving it is: then hooks need know of no third state. */
static bool is_nothing(const struct bound *bound)
{
	return bound->kind == BOUND_NULL && bound->parameter && bound->parameter->in == HVAC_IN_LOCAL;
}

struct bound *binding_given(const struct binding *binding, const char *name)
{
	for (size_t i = 0; i < binding->given; i++)
		if (same_name(binding->list[i].name, name) && !is_nothing(&binding->list[i]))
			return &binding->list[i];
	return NULL;
}

/* Of the rows of the operation there is room for all defaults; a hook fills requests from others. */
static bool make_room(struct binding *binding, const struct row *row)
{
	size_t room = binding->count + row_n_parameters(row);
	struct bound *list = arena_alloc(binding->arena, room * sizeof *list);

	if (!list)
		return false;
	memcpy(list, binding->list, binding->count * sizeof *list);
	binding->list = list;
	binding->room = room;
	return true;
}

struct bound *binding_value(struct binding *binding, const struct row *row, const char *name, hvac_status *status)
{
	struct bound *bound = binding_given(binding, name);
	const struct hvac_parameter *parameter;
	size_t index, length;

	if (bound)
		return bound;
	index = row_find_parameter(binding->engine, row, name);
	parameter = index == SIZE_MAX ? NULL : row_parameter(binding->engine, row, index);
	if (!parameter || !parameter->dflt)
		return NULL;
	length = default_reference(parameter->dflt);
	for (size_t i = 0; length && i < row_n_parameters(row); i++) {
		const char *other = row_parameter(binding->engine, row, i)->name;

		if (!strncmp(other, parameter->dflt + 1, length) && !other[length])
			return binding_value(binding, row, other, status);
	}
	for (size_t i = binding->given; i < binding->count; i++)
		if (binding->list[i].parameter == parameter)
			return &binding->list[i];
	if (binding->count >= binding->room && !make_room(binding, row)) {
		*status = HVAC_NO_MEMORY;
		return NULL;
	}
	bound = &binding->list[binding->count];
	*bound = (struct bound){ .name = parameter->name, .parameter = parameter };
	*status = bound_take_default(binding->arena, bound, parameter->dflt);
	if (*status != HVAC_OK)
		return NULL;
	binding->count++;
	return bound;
}

hvac_status binding_take_defaults(struct binding *binding, const struct row *row)
{
	hvac_status status = HVAC_OK;

	for (size_t i = 0; i < row_n_parameters(row) && status == HVAC_OK; i++) {
		const struct hvac_parameter *parameter = row_parameter(binding->engine, row, i);

		if (parameter->dflt)
			binding_value(binding, row, parameter->name, &status);
	}
	return status;
}

