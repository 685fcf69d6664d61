/* SPDX-License-Identifier: MIT */
/* Tells of failures on standard error: a sentence for people, one JSON object with --format json. Never a secret: the
 * library's sentences have none, and the command's own name arguments, not their values. */
#define _GNU_SOURCE 1
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "failure.h"
#include "guess.h"
#include "terminal.h"
#include "text.h"

static int exit_code(hvac_status status)
{
	switch (status) {
	case HVAC_OK:
		return EXIT_OK;
	case HVAC_PARAM_VALIDATION_ERROR: case HVAC_NO_SUCH_OPERATION: case HVAC_CONFIG_ERROR:
		return EXIT_ARGUMENTS;
	case HVAC_CONNECTION_ERROR: case HVAC_TIMEOUT: case HVAC_TLS_ERROR:
		return EXIT_CONNECTION;
	case HVAC_INVALID_PATH:
		return EXIT_NOT_FOUND;
	case HVAC_UNAUTHORIZED: case HVAC_FORBIDDEN:
		return EXIT_DENIED;
	case HVAC_PLUGIN_NOT_FOUND: case HVAC_PLUGIN_REFUSED:
		return EXIT_NO_ENGINE;
	case HVAC_STREAM_ERROR: case HVAC_CANCELLED: case HVAC_NO_MEMORY:
		return EXIT_LOCAL;
	default:
		return EXIT_REFUSED;
	}
}

static hvac_value *string_or_null(const char *text, size_t length)
{
	return text && text_is_utf8(text, length) ? hvac_value_new_text(text, length) : hvac_value_new_null();
}

static hvac_value *copy_or_null(const hvac_value *value)
{
	return value ? hvac_value_copy(value) : hvac_value_new_null();
}

static hvac_value *status_or_null(int http_status)
{
	return http_status ? hvac_value_new_integer(http_status) : hvac_value_new_null();
}

/* The object of the contract; NULL when memory ran out. `response` may be NULL. */
static char *json_text(const char *error, const hvac_response *response, const char *message)
{
	const char *method = hvac_response_method(response), *url = hvac_response_url(response);
	size_t length = 0;
	/* the text of a good answer that the operation had no use for would only hide what was wrong */
	const char *body = hvac_response_http_status(response) >= 300 ? hvac_response_body(response, &length) : NULL;
	hvac_value *object = hvac_value_new_map();
	char *text = NULL;
	if (hvac_value_adopt_member(object, "error", hvac_value_new_string(error)) == HVAC_OK &&
	    hvac_value_adopt_member(object, "status", status_or_null(hvac_response_http_status(response))) == HVAC_OK &&
	    hvac_value_adopt_member(object, "method", string_or_null(method, method ? strlen(method) : 0)) == HVAC_OK &&
	    hvac_value_adopt_member(object, "url", string_or_null(url, url ? strlen(url) : 0)) == HVAC_OK &&
	    hvac_value_adopt_member(object, "errors", copy_or_null(hvac_response_errors(response))) == HVAC_OK &&
	    hvac_value_adopt_member(object, "message", string_or_null(message, strlen(message))) == HVAC_OK &&
	    hvac_value_adopt_member(object, "text", string_or_null(length ? body : NULL, length)) == HVAC_OK)
		text = hvac_value_to_text(object, NULL);
	hvac_value_free(object);
	return text;
}

/* One line, as the library makes of what servers say in several; to be freed. NULL: no memory. */
static char *line_for_people(const char *text)
{
	char *shown = text_for_people(text, strlen(text), "\n\t"), *end = shown;
	for (const char *c = shown; c && *c; c++)
		if (*c != '\n' && *c != '\t')
			*end++ = *c;
		else if (end > shown && end[-1] != ' ')
			*end++ = ' ';
	if (end)
		*end = '\0';
	return shown;
}

static void tell(const struct command_line *line, const char *error, const hvac_response *response, const char *message)
{
	char *shown = line_for_people(message);
	if (!shown) {
		error = hvac_status_name(HVAC_NO_MEMORY);
		message = "memory ran out";
	} else if (line->format != FORMAT_JSON || !text_is_utf8(message, strlen(message))) {
		message = shown;
	}
	if (line->format == FORMAT_JSON) {
		char *json = json_text(error, response, message);
		fprintf(stderr, "%s\n", json ? json : "{\"error\":\"NoMemory\",\"status\":null,\"method\":null,\"url\":null,"
		        "\"errors\":null,\"message\":\"memory ran out\",\"text\":null}");
		hvac_text_free(json);
	} else {
		terminal_print(stderr, STYLE_ERROR, "hvac:");
		fprintf(stderr, " %s\n", message);
	}
	free(shown);
}

/* The same, and for an engine that is not there the one that may have been meant: it is the first word of every command that
 * takes one. */
static void tell_of(const struct command_line *line, hvac_status status, const hvac_response *response, const char *message)
{
	char *engine = status == HVAC_PLUGIN_NOT_FOUND && line->n_words > 0 ? guess_engine(line->words[0]) : NULL, *longer = NULL;
	if (engine && asprintf(&longer, "%s; did you mean %s?", message, engine) < 0)
		longer = NULL;
	tell(line, hvac_status_name(status), response, longer ? longer : message);
	free(longer);
	free(engine);
}

void failure_warn(const char *text)
{
	char *shown = line_for_people(text);
	terminal_print(stderr, STYLE_WARNING, "hvac: warning:");
	fprintf(stderr, " %s\n", shown ? shown : "memory ran out");
	text_discard(shown);
}

/* The sentence without "GET https://...: ", both of which stand beside it in the object. NULL: no memory. */
static char *without_request(const char *message, const hvac_response *response)
{
	const char *method = hvac_response_method(response), *url = hvac_response_url(response), *place, *rest;
	char *request = NULL, *result = NULL;
	if (!method || !url)
		return strdup(message);
	if (asprintf(&request, "%s %s", method, url) < 0)
		return NULL;
	place = strstr(message, request);
	rest = place ? place + strlen(request) : message;
	/* what follows the colon, or the namespace in its parentheses */
	if (place)
		rest += strspn(rest, ": ");
	if (asprintf(&result, "%.*s%s", place ? (int)(place - message) : 0, message, rest) < 0)
		result = NULL;
	free(request);
	return result;
}

int failure_of_response(const struct command_line *line, const hvac_response *response)
{
	hvac_status status = hvac_response_status(response);
	const char *message = response ? hvac_response_message(response) : "memory ran out";
	if (line->format == FORMAT_JSON) {
		char *shorter = without_request(message, response);
		tell_of(line, status, response, shorter ? shorter : "memory ran out");
		free(shorter);
	} else {
		tell_of(line, status, response, message);
	}
	return exit_code(status);
}

/* NULL: no memory. */
HVAC_FORMAT(1, 0)
static char *sentence(const char *format, va_list arguments)
{
	char *text;
	return vasprintf(&text, format, arguments) < 0 ? NULL : text;
}

int failure(const struct command_line *line, hvac_status status, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *message = sentence(format, arguments);
	va_end(arguments);
	tell_of(line, status, NULL, message ? message : "memory ran out");
	free(message);
	return exit_code(status);
}

int failure_local(const struct command_line *line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *message = sentence(format, arguments);
	va_end(arguments);
	tell(line, "LocalError", NULL, message ? message : "memory ran out");
	free(message);
	return EXIT_LOCAL;
}
