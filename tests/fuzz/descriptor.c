/* SPDX-License-Identifier: MIT */
/* Tables of plugins, good and bad: each is refused with a reason, or bears being used.
 * Input: lines of fields with a tab between them, "-" where there is none:
 *	plugin KIND NAME VERSION HELP MINOR OPERATION-TAIL PARAMETER-TAIL
 *	row NAME VERB FLAGS PATH HELP WHEN ANSWER OK-STATUS STATE SINCE TAIL
 *	parameter NAME IN TYPE FLAGS WIRE DEFAULT HELP VALUES WRAPPED-PATH TAIL
 * Tails are bytes that the structs have more than the library's, and what stands in the last of them. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include "bind.h"
#include "draft.h"
#include "engine.h"
#include "memory.h"

#define FIELDS_MAX 12
#define ROWS_MAX 32
#define PARAMETERS_MAX 300
#define TAIL_MAX 64

/* A table as a linker would have laid it out. */
struct image {
	struct hvac_plugin plugin;
	struct hvac_area area;
	const struct hvac_area *areas[1];
	char *rows, *parameters;
	size_t n_rows, n_parameters;
};

static void split(const char *line, const char *fields[FIELDS_MAX])
{
	char *at = (char *)(uintptr_t)line; /* the input's own copy, for us */

	for (size_t i = 0; i < FIELDS_MAX; i++) {
		fields[i] = at && strcmp(at, "-") != 0 && strncmp(at, "-\t", 2) != 0 ? at : NULL;
		at = at ? strchr(at, '\t') : NULL;
		if (at)
			*at++ = '\0';
	}
}

static unsigned long number(const char *field)
{
	return field ? decimal(field) : 0;
}

static void begin(struct image *image, const char *const fields[FIELDS_MAX])
{
	image->areas[0] = &image->area;
	image->area = (struct hvac_area){ .name = "area" };
	image->plugin = (struct hvac_plugin){
		.struct_size = sizeof image->plugin, .abi_major = HVAC_ABI_MAJOR, .abi_minor = (uint16_t)number(fields[5]),
		.area_size = sizeof image->area,
		.operation_size = (uint16_t)(sizeof(struct hvac_operation) + number(fields[6]) % TAIL_MAX),
		.parameter_size = (uint16_t)(sizeof(struct hvac_parameter) + number(fields[7]) % TAIL_MAX),
		.areas = image->areas, .n_areas = 1, .kind = fields[1], .name = fields[2], .version = fields[3], .help = fields[4],
	};
	image->rows = calloc(ROWS_MAX, image->plugin.operation_size);
	image->parameters = calloc(PARAMETERS_MAX, image->plugin.parameter_size);
	demand(image->rows && image->parameters);
}

static struct hvac_operation *row_at(struct image *image, size_t index)
{
	return (void *)(image->rows + index * image->plugin.operation_size);
}

static void add_row(struct image *image, const char *const fields[FIELDS_MAX])
{
	const struct hvac_operation row = {
		.name = fields[1], .verb = (uint16_t)number(fields[2]), .flags = (uint32_t)number(fields[3]), .path = fields[4], .help = fields[5],
		.when = fields[6], .answer = fields[7], .ok_status = fields[8], .state_size = number(fields[9]), .since = fields[10],
		.parameters = (void *)(image->parameters + image->n_parameters * image->plugin.parameter_size),
	};
	char *place = (char *)row_at(image, image->n_rows);

	if (image->n_rows == ROWS_MAX)
		return;
	memcpy(place, &row, sizeof row);
	if (image->plugin.operation_size > sizeof row)
		place[image->plugin.operation_size - 1] = (char)number(fields[11]);
	image->n_rows++;
}

static void add_parameter(struct image *image, const char *const fields[FIELDS_MAX])
{
	const struct hvac_parameter parameter = {
		.name = fields[1], .in = (uint16_t)number(fields[2]), .type = (uint16_t)number(fields[3]), .flags = (uint32_t)number(fields[4]),
		.wire = fields[5], .dflt = fields[6], .help = fields[7], .values = fields[8], .wrapped_path = fields[9],
	};
	char *place = image->parameters + image->n_parameters * image->plugin.parameter_size;

	if (!image->n_rows || image->n_parameters == PARAMETERS_MAX)
		return;
	memcpy(place, &parameter, sizeof parameter);
	if (image->plugin.parameter_size > sizeof parameter)
		place[image->plugin.parameter_size - 1] = (char)number(fields[10]);
	image->n_parameters++;
	row_at(image, image->n_rows - 1)->n_parameters++;
}

/* Rows of a size that is not aligned are never read, nor made. */
static bool read_image(struct image *image, struct sample *sample)
{
	const char *fields[FIELDS_MAX];

	split(sample_line(sample), fields);
	begin(image, fields);
	if (image->plugin.operation_size % sizeof(void *) || image->plugin.parameter_size % sizeof(void *)) {
		image->n_rows = 1;
	} else {
		while (sample_has_more(sample)) {
			split(sample_line(sample), fields);
			if (fields[0] && !strcmp(fields[0], "row"))
				add_row(image, fields);
			else if (fields[0] && !strcmp(fields[0], "parameter"))
				add_parameter(image, fields);
		}
	}
	image->area.operations = image->n_rows ? (const void *)image->rows : NULL;
	image->area.n_operations = (uint32_t)image->n_rows;
	return image->n_rows;
}

/* The same text for each parameter, whatever it is. */
static void use_row(const struct engine *engine, const struct row *row, const char *text, unsigned shortage)
{
	struct operation_rows rows;
	hvac_argument arguments[PARAMETERS_MAX + LOGIN_PARAMETERS + 1] = { { .kind = HVAC_ARGUMENT_END } };
	struct arena arena = { NULL };
	struct binding binding;
	struct draft draft = { 0 };
	const char *error;
	hvac_status status;

	for (size_t i = 0; text && i < row_n_parameters(row); i++)
		arguments[i] = hvac_typed(row_parameter(engine, row, i)->name, text);
	shortage_begin(shortage);
	demand(engine_find(engine, row->operation->name, &rows) && rows.count);
	status = binding_new(&binding, &arena, engine, &rows, arguments, false, &error);
	if (status == HVAC_OK) {
		draft_fill(&draft, &binding, binding.row);
		status = draft.status;
	}
	demand(shortage_end() || status == HVAC_OK || status == HVAC_PARAM_VALIDATION_ERROR);
	draft_reset(&draft);
	binding_free(&binding);
	arena_free(&arena);
}

static void use(const struct engine *engine, unsigned shortage)
{
	demand(row_answer(&engine->rows[0]));
	for (size_t i = 0; i < engine->n_rows; i++) {
		/* of one that is refused not even the names are known to be there */
		if (engine->rows[i].refused)
			continue;
		use_row(engine, &engine->rows[i], NULL, shortage);
		use_row(engine, &engine->rows[i], "1", shortage);
		use_row(engine, &engine->rows[i], "{\"a\":[null]}", shortage);
	}
}

void fuzz(struct sample *sample)
{
	struct image image = { 0 };
	struct engine *engine = NULL;
	char *error = NULL;
	hvac_status status, plain;
	bool failed;

	read_image(&image, sample);
	plain = engine_new(&image.plugin, "secrets/x_fuzz", "/x_fuzz.so", &engine, &error);
	demand(plain == HVAC_OK ? engine != NULL : plain == HVAC_PLUGIN_REFUSED && error && *error);
	engine_free(engine);
	free(error);
	engine = NULL;
	error = NULL;
	shortage_begin(sample->shortage);
	status = engine_new(&image.plugin, "secrets/x_fuzz", "/x_fuzz.so", &engine, &error);
	failed = shortage_end();
	demand(status == plain || (failed && status == HVAC_NO_MEMORY));
	demand((status == HVAC_OK) == (engine != NULL));
	if (engine)
		use(engine, sample->shortage);
	engine_free(engine);
	free(error);
	free(image.rows);
	free(image.parameters);
}
