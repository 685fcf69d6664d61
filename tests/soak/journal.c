/* SPDX-License-Identifier: MIT */
/* Each line is one write to a file that is appended to: neither threads nor children get into each other's lines. */
#include "journal.h"

#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>

struct shared *shared;
static int journal, logged, tokens;

static int open_in(int folder, const char *name)
{
	int file = openat(folder, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (file < 0)
		err(1, "%s", name);
	return file;
}

void journal_open(const char *path)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		err(1, "%s", path);
	journal = open_in(folder, "journal");
	logged = open_in(folder, "log");
	tokens = open_in(folder, "tokens");
	close(folder);
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		err(1, "no memory to share");
}

struct worker *journal_worker(const char *role)
{
	unsigned index = atomic_fetch_add(&shared->n_workers, 1);

	if (index >= WORKERS)
		errx(1, "more than %u workers", WORKERS);
	shared->workers[index].index = index;
	shared->workers[index].role = role;
	return &shared->workers[index];
}

static void write_line(int file, const char *text, size_t length)
{
	if (write(file, text, length) != (ssize_t)length)
		err(1, "a line that was not written");
}

void journal_line(const char *format, ...)
{
	va_list list;
	char *line;
	int length;

	va_start(list, format);
	length = vasprintf(&line, format, list);
	va_end(list);
	if (length < 0)
		errx(1, "memory ran out");
	for (char *end = line; (end = strchr(end, '\n')) && end[1];)
		*end = ' ';
	write_line(journal, line, (size_t)length);
	free(line);
}

static void whole_line(int file, const char *text)
{
	char *line;
	int length = asprintf(&line, "%s\n", text);

	if (length < 0)
		errx(1, "memory ran out");
	write_line(file, line, (size_t)length);
	free(line);
}

void journal_token(const char *token)
{
	whole_line(tokens, token);
}

void journal_log(void *context, hvac_log_level level, const char *line)
{
	(void)context;
	(void)level;
	whole_line(logged, line);
}

const char *kind_name(enum kind kind)
{
	static const char *const names[KINDS] = {
		[READ] = "read", [READ_BACK] = "read back", [NOTE] = "write", [HURRIED] = "hurried write", [CANCELLED] = "cancelled write", [LIST] = "list",
		[LOOK] = "look at a counter", [COUNT] = "check and set", [CACHED] = "cached read", [WRAP] = "wrap", [UNWRAP] = "unwrap", [LOGIN] = "login",
		[BY_LOGIN] = "read by a new login", [LOGOUT] = "logout", [INLINE] = "inline login", [SNAPSHOT] = "stream",
	};

	return names[kind];
}

int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pause_ms(int ms)
{
	poll(NULL, 0, ms);
}
