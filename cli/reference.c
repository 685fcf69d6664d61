/* SPDX-License-Identifier: MIT */
/* Takes references apart. What an operation requires is read from the engine's own description. */
#define _GNU_SOURCE 1
#include <stdlib.h>
#include <string.h>
#include "failure.h"
#include "member.h"
#include "parameters.h"
#include "reference.h"

/* The operations that read a secret, by the name that they have in every engine. */
static const char *const usual[] = { "read_secret", "generate_credentials" };

bool reference_is_one(const char *word)
{
	return strchr(word, ':') != NULL;
}

const char *reference_usual(const hvac_value *operations)
{
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (parameters_named(operations, usual[i]))
			return usual[i];
	return NULL;
}

/* Where an engine's id ends: "sys", or its kind and its name. */
static size_t engine_length(const char *word, size_t length)
{
	const char *slash = memchr(word, '/', length), *second;
	if (!slash)
		return length;
	if (strncmp(word, "sys/", 4) == 0)
		return 3;
	second = memchr(slash + 1, '/', length - (size_t)(slash + 1 - word));
	return second ? (size_t)(second - word) : length;
}

/* False: no memory. */
static bool split(struct reference *reference, const char *word, const char *colon)
{
	const char *at = memchr(word, '@', (size_t)(colon - word)), *hash = strrchr(colon, '#');
	size_t before = (size_t)((at ? at : colon) - word), engine = engine_length(word, before);
	size_t source = hash ? (size_t)(hash - word) : strlen(word);
	reference->engine = strndup(word, engine);
	reference->operation = engine < before ? strndup(word + engine + 1, before - engine - 1) : NULL;
	reference->mount = at ? strndup(at + 1, (size_t)(colon - at - 1)) : NULL;
	reference->source = strndup(word, source);
	reference->name = strndup(colon + 1, source - (size_t)(colon + 1 - word));
	reference->pointer = strdup(hash ? hash + 1 : "");
	return reference->engine && (reference->operation || engine == before) && (reference->mount || !at) && reference->source &&
	       reference->name && reference->pointer;
}

/* The word is told where it begins as one does: else it may be the secret itself. */
static int refuse(const struct command_line *line, const char *word)
{
	bool told = strncmp(word, "secrets/", 8) == 0 || strncmp(word, "auth/", 5) == 0;
	return failure(line, HVAC_PARAM_VALIDATION_ERROR, "\"%s\" is not ENGINE:NAME#POINTER, as secrets/kv_v2:web/database#password", told ? word : "***");
}

static int describe(const struct reference *reference, const struct command_line *line, hvac_value **description)
{
	/* the first word is where the engine's name is looked at when it may be mistyped */
	struct command_line about = *line;
	char *error = NULL;
	hvac_status status = hvac_plugin_describe(reference->engine, description, &error);
	about.words = (char **)(uintptr_t)&reference->engine;
	about.n_words = 1;
	int code = status == HVAC_OK ? EXIT_OK : failure(&about, status, "%s", error ? error : "memory ran out");
	hvac_text_free(error);
	return code;
}

static int find_operation(struct reference *reference, const struct command_line *line, const hvac_value *operations)
{
	const char *found = reference_usual(operations);
	if (!reference->operation && found && !(reference->operation = strdup(found)))
		return failure_local(line, "memory ran out");
	if (!reference->operation)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s has neither %s nor %s: name the operation that reads it, %s/OPERATION:%s",
		               reference->engine, usual[0], usual[1], reference->engine, reference->name);
	if (!parameters_named(operations, reference->operation))
		return failure(line, HVAC_NO_SUCH_OPERATION, "%s has no operation %s; hvac help %s lists them", reference->engine,
		               reference->operation, reference->engine);
	return EXIT_OK;
}

/* The one parameter that must be given. */
static int find_parameter(struct reference *reference, const struct command_line *line, const hvac_value *parameters)
{
	const hvac_value *required = NULL;
	size_t count = 0;
	for (size_t i = 0; i < hvac_value_count(parameters); i++) {
		const hvac_value *parameter = hvac_value_item(parameters, i);
		if (member_is_true(parameter, "required") && !hvac_value_member(parameter, "default")) {
			required = parameter;
			count++;
		}
	}
	if (count != 1 || member_is_true(required, "secret"))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s %s does not take one name alone: see hvac help %s %s", reference->engine,
		               reference->operation, reference->engine, reference->operation);
	if (reference->mount && !parameters_named(parameters, "mount_point"))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s %s has no mount point", reference->engine, reference->operation);
	reference->parameter = strdup(member_string(required, "name"));
	return reference->parameter ? EXIT_OK : failure_local(line, "memory ran out");
}

int reference_read(struct reference *reference, const struct command_line *line, const char *word)
{
	hvac_value *description = NULL;
	const char *colon = strchr(word, ':');
	memset(reference, 0, sizeof(*reference));
	if (!colon)
		return refuse(line, word);
	if (!split(reference, word, colon))
		return failure_local(line, "memory ran out");
	if (!*reference->engine || !*reference->name || (reference->mount && !*reference->mount))
		return refuse(line, word);
	int code = describe(reference, line, &description);
	const hvac_value *operations = hvac_value_member(description, "operations");
	if (code == EXIT_OK)
		code = find_operation(reference, line, operations);
	if (code == EXIT_OK)
		code = find_parameter(reference, line, hvac_value_member(parameters_named(operations, reference->operation), "parameters"));
	hvac_value_free(description);
	return code;
}

void reference_free(struct reference *reference)
{
	free(reference->engine);
	free(reference->operation);
	free(reference->mount);
	free(reference->parameter);
	free(reference->name);
	free(reference->source);
	free(reference->pointer);
	memset(reference, 0, sizeof(*reference));
}

hvac_status reference_task(const struct reference *reference, hvac_client *client, hvac_task **task)
{
	return hvac_task_new(client, reference->engine, reference->operation,
	                     HVAC_ARGS(hvac_typed(reference->parameter, reference->name), hvac_string("mount_point", reference->mount)), NULL, task);
}
