/* SPDX-License-Identifier: MIT */
/* hvac completion bash|zsh|fish: the shells' scripts, which the build puts in here from cli/completion. */
#include <stdio.h>
#include <string.h>
#include "command.h"
#include "failure.h"
#include "output.h"
#include "completion-scripts.h"

static const struct script {
	const char *shell, *text;
} scripts[] = {
	{ "bash", script_bash }, { "zsh", script_zsh }, { "fish", script_fish },
};

int command_completion(const struct command_line *line)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (strcmp(scripts[i].shell, line->words[0]) == 0) {
			fputs(scripts[i].text, output);
			return EXIT_OK;
		}
	return failure(line, HVAC_PARAM_VALIDATION_ERROR, "there is completion for bash, zsh and fish, not for %s", line->words[0]);
}
