/* SPDX-License-Identifier: MIT */
/* What the environment and a token file say.
 * Input: lines NAME=VALUE, an empty one; the file's mode in octal and its policy, a line each; its content. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <hvac/config.h>
#include "environment.h"
#include "memory.h"
#include "option.h"

#define VARIABLES_MAX 64

static void read_variables(struct sample *sample)
{
	char *variables[VARIABLES_MAX + 1] = { NULL }, **own = environ;
	hvac_config *config = hvac_config_new();
	hvac_status status;
	size_t count = 0;
	const char *line;

	demand(config);
	while (*(line = sample_line(sample)))
		if (count < VARIABLES_MAX && strchr(line, '='))
			demand((variables[count++] = strdup(line)));
	environ = variables;
	shortage_begin(sample->shortage);
	status = hvac_config_from_env(config);
	demand(shortage_end() || status == HVAC_OK || status == HVAC_CONFIG_ERROR);
	demand(status == HVAC_OK || *hvac_config_error(config));
	environ = own;
	while (count)
		free(variables[--count]);
	hvac_config_free(config);
}

/* A memory's name as a file's. */
static int make_file(const char *content, size_t length, unsigned mode, char path[64])
{
	int descriptor = memfd_create("token", MFD_CLOEXEC);

	demand(descriptor >= 0 && write(descriptor, content, length) == (ssize_t)length);
	demand(fchmod(descriptor, mode & 0777) == 0);
	snprintf(path, 64, "/proc/self/fd/%d", descriptor);
	return descriptor;
}

static void read_file(struct sample *sample)
{
	static const struct logger logger;
	unsigned mode = (unsigned)strtoul(sample_line(sample), NULL, 8);
	const char *policy = sample_line(sample), *content;
	char path[64], *token, *error;
	size_t length;
	int descriptor;
	hvac_status status, plain;
	bool failed;

	content = sample_rest(sample, &length);
	descriptor = make_file(content, length, mode, path);
	plain = token_file_read(path, FILE_ONCE, *policy ? policy : NULL, &logger, &token, &error);
	demand(plain == HVAC_OK || (plain == HVAC_CONFIG_ERROR && error));
	text_free(token);
	text_free(error);
	shortage_begin(sample->shortage);
	status = token_file_read(path, FILE_AGAIN, *policy ? policy : NULL, &logger, &token, &error);
	failed = shortage_end();
	demand(status == plain || (failed && status == HVAC_NO_MEMORY));
	demand((status == HVAC_OK) == (token != NULL));
	demand(!token || (*token && text_is_printable(token, strlen(token))));
	demand(!token || !(mode & 06) || !strcmp(policy, "warn"));
	demand(!token || !(mode & 060) || strcmp(policy, "nobody") != 0);
	text_free(token);
	text_free(error);
	close(descriptor);
}

void fuzz(struct sample *sample)
{
	read_variables(sample);
	read_file(sample);
}
