/* SPDX-License-Identifier: MIT */
#include "log.h"
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>

void log_line(const struct logger *logger, hvac_log_level level, const char *format, ...)
{
	struct buffer line = { 0 };
	va_list list;
	int length;

	if (!logger->function || level > logger->level)
		return;
	va_start(list, format);
	length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (length >= 0 && buffer_reserve(&line, (size_t)length)) {
		va_start(list, format);
		vsnprintf(line.bytes, (size_t)length + 1, format, list);
		va_end(list);
		/* what a server says may hold line ends */
		for (char *c = line.bytes; *c; c++)
			if ((unsigned char)*c < 0x20 || *c == 0x7f)
				*c = '?';
		logger->function(logger->context, level, line.bytes);
	}
	buffer_free(&line);
}
