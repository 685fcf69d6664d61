/* SPDX-License-Identifier: MIT */
/* hvac watch: prints a secret, or has a program take it, at first and whenever it has changed. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "arguments.h"
#include "command.h"
#include "descriptor.h"
#include "environment.h"
#include "failure.h"
#include "output.h"
#include "reference.h"
#include "secret.h"
#include "signals.h"
#include "supervisor.h"

enum { FIRST_ARGUMENT = 2 };             /* after engine and operation */

struct watch {
	struct supervisor supervisor;    /* first: it is what its functions get */
	struct command_line line;        /* as it was given, without the program */
	struct reference reference;
	struct arguments arguments;
	struct secret secret;            /* what is shown, as the program gets it */
	bool pending;                    /* the program has not had it yet */
	bool came;
};

/* Lines of their own, for whoever reads them one by one; tables of several lines with an empty one between. */
static int put(struct watch *watch, const hvac_response *response)
{
	const struct command_line *line = &watch->line;
	size_t length = 0;
	const char *body = hvac_response_body(response, &length);
	bool is_body = line->format == FORMAT_JSON && !line->field;
	if (watch->came && line->format == FORMAT_TABLE && !line->field)
		putc('\n', output);
	int code = output_response(line, response);
	if ((line->format == FORMAT_RAW && !isatty(STDOUT_FILENO)) || (is_body && length > 0 && body[length - 1] != '\n'))
		putc('\n', output);
	return code;
}

/* A signal, and that nobody reads any more, are the supervisor's to end by. */
static int print(struct watch *watch, const hvac_response *response)
{
	signals_output_begin(STDOUT_FILENO);
	int code = put(watch, response);
	bool written = output_flush();
	int reason = errno;
	if (!signals_output_end() || written || code != EXIT_OK || !supervisor_is_read(&watch->supervisor))
		return code;
	errno = reason;
	return output_refused(&watch->line);
}

/* Keeps what is shown; `*changed`: it is another than before. EXIT_OK, or what is told of a failure. */
static int take(struct watch *watch, const hvac_response *response, bool *changed)
{
	const struct command_line *line = &watch->line;
	const hvac_value *value = output_shown(response);
	struct secret fresh;
	if (line->field)
		value = hvac_value_at(value, line->field);
	*changed = false;
	if (!value && watch->came)
		failure_warn("the answer has not what is watched any more");
	else if (!value)
		return failure(line, HVAC_UNEXPECTED_ERROR, "the answer has no field %s", line->field ? line->field : "at all");
	else if (!secret_read(&fresh, value))
		return failure_local(line, "memory ran out");
	else
		*changed = secret_replace(&watch->secret, &fresh);
	return EXIT_OK;
}

/* A hvac_secret_function. */
static void got(hvac_watcher *watcher, const hvac_response *response, void *context)
{
	struct watch *watch = context;
	struct vigil *vigil = &watch->supervisor.vigil;
	bool changed;
	(void)watcher;
	int code = take(watch, response, &changed);
	if (code == EXIT_OK && changed && !watch->supervisor.program.path)
		code = print(watch, response);
	watch->pending = watch->pending || changed;
	if (code != EXIT_OK)
		vigil->code = code;
	else if (!watch->came)
		vigil_came(vigil);
	watch->came = true;
}

/* In memory: it waits for nobody to read it, and is gone when nobody holds it. -1: errno says why. */
static int as_input(const struct secret *secret)
{
	int descriptor = memfd_create("secret", MFD_CLOEXEC);
	if (descriptor < 0 || (descriptor_write(descriptor, secret->bytes, secret->length) && lseek(descriptor, 0, SEEK_SET) == 0))
		return descriptor;
	int reason = errno;
	close(descriptor);
	errno = reason;
	return -1;
}

static int start(struct watch *watch)
{
	struct supervisor *supervisor = &watch->supervisor;
	struct environment environment;
	int code, input = as_input(&watch->secret);
	if (input < 0)
		return failure_local(&watch->line, "the secret cannot be given to %s: %s", supervisor->program.arguments[0], strerror(errno));
	environment_begin(&environment, watch->line.flags & FLAG_KEEP_TOKEN, 0);
	if (environment.out_of_memory)
		code = failure_local(&watch->line, "memory ran out");
	else
		code = program_start(&supervisor->program, &watch->line, environment.variables, input, &supervisor->mask);
	environment_free(&environment);
	close(input);
	return code;
}

/* One at a time: what has changed meanwhile is for the next. */
static void look(struct supervisor *supervisor)
{
	struct watch *watch = (struct watch *)supervisor;
	if (!watch->pending || !supervisor->program.path || supervisor->program.pid)
		return;
	watch->pending = false;
	int code = start(watch);
	if (code != EXIT_OK)
		supervisor_stop(supervisor, code);
}

static void ended(struct supervisor *supervisor, int status)
{
	int code = program_exit_code(status);
	char *text;
	if (code != EXIT_OK && asprintf(&text, "%s has ended with status %d", supervisor->program.arguments[0], code) >= 0) {
		failure_warn(text);
		free(text);
	}
	if (supervisor->ending)
		supervisor_stop(supervisor, 128 + supervisor->ending);
}

/* One word is a reference, whose pointer is the field; else engine, operation and arguments are as of hvac call. */
static int read_words(struct watch *watch)
{
	struct command_line *line = &watch->line;
	int code;
	if (line->n_words == 0 || (line->n_words == 1 && !reference_is_one(line->words[0])))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac watch takes ENGINE:NAME#POINTER, or ENGINE OPERATION [NAME=VALUE ...]");
	if (!reference_is_one(line->words[0]))
		return arguments_read(&watch->arguments, line, FIRST_ARGUMENT, line->words[0], line->words[1]);
	if (line->n_words > 1 || line->args)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s says all that is read: further arguments belong to ENGINE OPERATION, a program stands "
		               "behind --", line->words[0]);
	code = reference_read(&watch->reference, line, line->words[0]);
	if (code == EXIT_OK && line->field && *watch->reference.pointer)
		code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "--field and what stands behind # say the same: give one of them");
	if (code == EXIT_OK && *watch->reference.pointer)
		line->field = watch->reference.pointer;
	return code;
}

static int begin(struct watch *watch, char **program)
{
	const struct command_line *line = &watch->line;
	struct vigil *vigil = &watch->supervisor.vigil;
	hvac_task *task;
	int code = read_words(watch);
	if (code == EXIT_OK && line->ends_flags && !*program)
		code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "there is no program behind --");
	if (code == EXIT_OK && *program)
		code = program_find(&watch->supervisor.program, line, program);
	if (code == EXIT_OK)
		code = vigil_begin(vigil, line);
	if (code != EXIT_OK)
		return code;
	if (watch->reference.engine)
		reference_task(&watch->reference, vigil->client, &task);
	else
		hvac_task_new(vigil->client, line->words[0], line->words[1], watch->arguments.list, NULL, &task);
	return vigil_add(vigil, task, got, watch);
}

int command_watch(const struct command_line *line)
{
	struct watch watch = { .line = *line };
	watch.line.n_words = line->n_before;
	supervisor_begin(&watch.supervisor, &watch.line);
	watch.supervisor.look = look;
	watch.supervisor.output = line->n_words > line->n_before ? -1 : STDOUT_FILENO;
	watch.supervisor.ended = ended;
	int code = begin(&watch, line->words + line->n_before);
	if (code == EXIT_OK)
		code = supervisor_run(&watch.supervisor);
	supervisor_end(&watch.supervisor, code);
	secret_wipe(&watch.secret);
	reference_free(&watch.reference);
	arguments_free(&watch.arguments);
	return code;
}
