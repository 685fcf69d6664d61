/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "browser.h"
#include "dispositions.h"
#include "environment.h"

static bool is_set(const char *name)
{
	const char *value = secure_getenv(name);
	return value && *value;
}

static const char *program(void)
{
	if (secure_getenv("BROWSER"))
		return is_set("BROWSER") ? secure_getenv("BROWSER") : NULL;
	return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") ? "xdg-open" : NULL;
}

/* In a session of its own, so that an interrupt at the terminal is not for it, and without the terminal; with the signals of any other
 * program. False: it cannot be had so. */
static bool set_apart(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes)
{
	return posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0 &&
	       posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
	       posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
	       posix_spawnattr_setsigdefault(attributes, dispositions_ignored()) == 0 &&
	       posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF) == 0;
}

static void start(const char *name, const char *url, char **variables)
{
	char *arguments[] = { (char *)(uintptr_t)name, (char *)(uintptr_t)url, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	pid_t child;
	if (posix_spawn_file_actions_init(&actions) != 0)
		return;
	if (posix_spawnattr_init(&attributes) == 0) {
		if (set_apart(&actions, &attributes))
			posix_spawnp(&child, name, &actions, &attributes, arguments, variables);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
}

void browser_open(const char *url)
{
	const char *name = program();
	struct environment environment;
	bool is_web = strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;
	if (!name || !is_web)
		return;
	environment_begin(&environment, false, 0);
	if (!environment.out_of_memory)
		start(name, url, environment.variables);
	environment_free(&environment);
}
