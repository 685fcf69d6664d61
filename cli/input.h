/* SPDX-License-Identifier: MIT */
/* Files and standard input, read whole into memory that is wiped. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <hvac/hvac.h>

struct input {
	char *bytes;                     /* a NUL stands behind them */
	size_t length;
};

/* Reads a file, "-" for standard input. False: errno says why; EFBIG above 64 MiB. */
bool input_read(struct input *input, const char *path);
void input_free(struct input *input);

/* How long it is as text: without one final line end. */
size_t input_text_length(const struct input *input);

/* A hvac_source_function whose context is a struct input. */
int64_t input_source(void *context, char *buffer, size_t size);

#endif
