/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EACH_MAX 400u   /* from there on others fail with it */
#define WORK_MAX 1000000u /* allocations of all tries together: engines of hundreds of operations have thousands each time */

unsigned fuzz_step = 16;

void demand_failed(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
	abort();
}

static const char *keep(struct sample *sample, size_t length)
{
	struct text *text = malloc(sizeof *text + length + 1);

	demand(text);
	text->length = length;
	if (length)
		memcpy(text->bytes, sample->at, length);
	text->bytes[length] = '\0';
	text->next = sample->texts;
	sample->texts = text;
	sample->at += length;
	return text->bytes;
}

bool sample_has_more(const struct sample *sample)
{
	return sample->at < sample->end;
}

const char *sample_line(struct sample *sample)
{
	size_t left = (size_t)(sample->end - sample->at);
	const char *end = left ? memchr(sample->at, '\n', left) : NULL, *line = keep(sample, end ? (size_t)(end - sample->at) : left);

	if (end)
		sample->at++;
	return line;
}

const char *sample_rest(struct sample *sample, size_t *length)
{
	*length = (size_t)(sample->end - sample->at);
	return keep(sample, *length);
}

unsigned long decimal(const char *text)
{
	return strtoul(text, NULL, 10);
}

/* But for the folder of engines. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static char home[] = "HOME=/nonexistent";
	static char *few[3] = { home };

	(void)argc;
	(void)argv;
	for (char **variable = environ; variable && *variable; variable++)
		if (!strncmp(*variable, "HVAC_PLUGIN_PATH=", strlen("HVAC_PLUGIN_PATH=")))
			few[1] = *variable;
	environ = few;
	return 0;
}

static void run(const uint8_t *bytes, size_t length, unsigned shortage, bool may_fork)
{
	struct sample sample = { .at = (const char *)bytes, .end = (const char *)bytes + length, .may_fork = may_fork };
	struct text *text;

	if (length && *sample.at == '!')
		sample.shortage = (unsigned)decimal(sample_line(&sample) + 1);
	if (shortage)
		sample.shortage = shortage;
	fuzz(&sample);
	while ((text = sample.texts)) {
		sample.texts = text->next;
		free(text);
	}
}

/* The input itself chooses which. */
static unsigned sum_of(const uint8_t *bytes, size_t length)
{
	unsigned sum = 2166136261;

	for (size_t i = 0; i < length; i++)
		sum = (sum ^ bytes[i]) * 16777619;
	return sum;
}

/* "!7" in front has the seventh allocation fail, "!*" each in turn, or each sixteenth. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	unsigned each = length > 1 && !memcmp(bytes, "!*", 2) ? EACH_MAX : 0, began = shortage_counted(), sum = sum_of(bytes, length);
	bool may_fork = sum / fuzz_step % fuzz_step == 0;

	run(bytes, length, 0, may_fork);
	for (unsigned shortage = 1 + sum % fuzz_step; shortage <= each && shortage_counted() - began < WORK_MAX; shortage += fuzz_step) {
		unsigned before = shortages();

		run(bytes, length, shortage, may_fork);
		if (shortages() == before)
			break;
	}
	return 0;
}
