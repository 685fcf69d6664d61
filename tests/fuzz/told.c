/* SPDX-License-Identifier: MIT */
#include "told.h"
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../cli/failure.h"

static bool something;
static const char *never;

void told_nothing(void)
{
	something = false;
}

bool told(void)
{
	return something;
}

void told_never(const char *secret)
{
	never = secret;
}

HVAC_FORMAT(1, 0)
static void tell(const char *format, va_list arguments)
{
	char *text = NULL;

	something = true;
	if (vasprintf(&text, format, arguments) < 0)
		return;
	demand(!never || !strstr(text, never));
	free(text);
}

int failure(const struct command_line *line, hvac_status status, const char *format, ...)
{
	va_list arguments;

	(void)line;
	va_start(arguments, format);
	tell(format, arguments);
	va_end(arguments);
	return status == HVAC_PARAM_VALIDATION_ERROR ? EXIT_ARGUMENTS : EXIT_REFUSED;
}

int failure_local(const struct command_line *line, const char *format, ...)
{
	va_list arguments;

	(void)line;
	va_start(arguments, format);
	tell(format, arguments);
	va_end(arguments);
	return EXIT_LOCAL;
}
