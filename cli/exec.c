/* SPDX-License-Identifier: MIT */
/* hvac exec: runs a program that finds secrets in its environment and in files, and brings it new ones. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command.h"
#include "duration.h"
#include "environment.h"
#include "failure.h"
#include "private_directory.h"
#include "signals.h"
#include "supervisor.h"
#include "target.h"

/* As systemd calls it. */
#define FILES_VARIABLE "CREDENTIALS_DIRECTORY"

enum {
	KILL_AFTER_MS = 10000,
	SETTLE_MS = 100,                 /* a new login brings several new secrets, one after the other */
	WRITE_AGAIN_MS = 5000
};

enum on_change {
	ON_CHANGE_RESTART, ON_CHANGE_SIGNAL, ON_CHANGE_NOTHING
};

struct reading;

struct exec {
	struct supervisor supervisor;    /* first: it is what its functions get */
	const struct command_line *line;
	struct command_line login;       /* the line without the program */
	struct targets targets;
	struct reading *readings;        /* room for one a target */
	struct private_directory files;
	enum on_change on_change;
	int signal;
	int64_t kill_after;
	bool started;                    /* once: from then on failures are no end */
	bool restarting;                 /* it was asked to end */
	int64_t hands_over_at, kills_at;
};

/* What is read for one target, and for those that ask for the same. */
struct reading {
	struct exec *exec;
	const struct target *first;
	bool came;
};

/* A hvac_secret_function. */
static void got(hvac_watcher *watcher, const hvac_response *response, void *context)
{
	struct reading *reading = context;
	struct exec *exec = reading->exec;
	struct vigil *vigil = &exec->supervisor.vigil;
	char *message;
	(void)watcher;
	bool complete = targets_take(&exec->targets, reading->first, response, &message);
	if (!complete && exec->started)
		failure_warn(message ? message : "memory ran out");
	else if (!complete && vigil->code == EXIT_OK)
		vigil->code = failure(exec->line, message ? HVAC_UNEXPECTED_ERROR : HVAC_NO_MEMORY, "%s", message ? message : "memory ran out");
	else if (!reading->came)
		vigil_came(vigil);
	reading->came = true;
	free(message);
	if (exec->hands_over_at == DURATION_NEVER && targets_have_changed(&exec->targets))
		exec->hands_over_at = duration_now() + SETTLE_MS;
}

static bool write_files(struct exec *exec)
{
	const char *name;
	char *text;
	if (targets_write(&exec->targets, &exec->files, &name))
		return true;
	if (asprintf(&text, "%s cannot be written in %s: %s%s", name, exec->files.path, strerror(errno), exec->started ? "; it is tried again" : "") < 0)
		text = NULL;
	const char *said = text ? text : "memory ran out";
	if (exec->started)
		failure_warn(said);
	else
		supervisor_stop(&exec->supervisor, failure_local(exec->line, "%s", said));
	free(text);
	exec->hands_over_at = duration_now() + WRITE_AGAIN_MS;
	return false;
}

static void start(struct exec *exec)
{
	struct environment environment;
	int code;
	environment_begin(&environment, exec->line->flags & FLAG_KEEP_TOKEN, exec->targets.count + 1);
	if (exec->files.path)
		environment_set(&environment, FILES_VARIABLE, exec->files.path);
	targets_set(&exec->targets, &environment);
	if (environment.out_of_memory)
		code = failure_local(exec->line, "memory ran out");
	else
		code = program_start(&exec->supervisor.program, exec->line, environment.variables, -1, &exec->supervisor.mask);
	environment_free(&environment);
	if (code != EXIT_OK)
		supervisor_stop(&exec->supervisor, code);
	exec->started = true;
}

/* Files first: a program neither hears of one that is still the old one, nor is started beside it. */
static void hand_over(struct exec *exec)
{
	bool in_files_alone = exec->on_change == ON_CHANGE_NOTHING;
	pid_t pid = exec->supervisor.program.pid;
	if (!write_files(exec))
		return;
	exec->hands_over_at = DURATION_NEVER;
	targets_settle(&exec->targets);
	if (!pid) {
		start(exec);
	} else if (!in_files_alone && exec->on_change == ON_CHANGE_SIGNAL) {
		kill(pid, exec->signal);
	} else if (!in_files_alone && !exec->restarting && exec->supervisor.ending != SIGTERM) {
		/* what the program has outlived was no end to it */
		exec->supervisor.ending = 0;
		exec->restarting = true;
		exec->kills_at = duration_now() + exec->kill_after;
		kill(pid, SIGTERM);
		/* one that is stopped could not end */
		kill(pid, SIGCONT);
	}
}

static void look(struct supervisor *supervisor)
{
	struct exec *exec = (struct exec *)supervisor;
	int64_t now = duration_now();
	if (supervisor->vigil.n_missing > 0)
		return;
	if (exec->restarting && now >= exec->kills_at) {
		kill(supervisor->program.pid, SIGKILL);
		exec->kills_at = DURATION_NEVER;
	}
	if (!exec->started || now >= exec->hands_over_at)
		hand_over(exec);
	supervisor->due = exec->restarting && exec->kills_at < exec->hands_over_at ? exec->kills_at : exec->hands_over_at;
}

static void ended(struct supervisor *supervisor, int status)
{
	struct exec *exec = (struct exec *)supervisor;
	if (exec->restarting && !supervisor->ending)
		exec->hands_over_at = duration_now();
	else
		supervisor_stop(supervisor, program_exit_code(status));
	exec->restarting = false;
}

static int read_on_change(struct exec *exec)
{
	const char *text = exec->line->on_change;
	if (!text || strcmp(text, "restart") == 0)
		exec->on_change = ON_CHANGE_RESTART;
	else if (strcmp(text, "nothing") == 0)
		exec->on_change = ON_CHANGE_NOTHING;
	else if ((exec->signal = signals_named(text)) != 0)
		exec->on_change = ON_CHANGE_SIGNAL;
	else
		return failure(exec->line, HVAC_PARAM_VALIDATION_ERROR, "--on-change is restart, nothing or a signal, as HUP; not \"%s\"", text);
	return EXIT_OK;
}

static int check(const struct command_line *line)
{
	if (line->n_words == line->n_before)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac exec needs the program behind --: hvac exec --secret NAME=REFERENCE -- PROGRAM");
	if (line->n_repeated == 0)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac exec needs a --secret or a --file");
	if (!line->login && (line->n_before > 0 || line->args || line->operation))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "NAME=VALUE, --args and --operation belong to --login; the program stands behind --");
	return EXIT_OK;
}

/* What is wrong with the words and can be told before anything is asked. */
static int prepare(struct exec *exec)
{
	const struct command_line *line = exec->line;
	int code = check(line);
	if (code == EXIT_OK)
		code = read_on_change(exec);
	if (code == EXIT_OK)
		code = duration_of_flag(line, "kill-after", line->kill_after, KILL_AFTER_MS, &exec->kill_after);
	if (code == EXIT_OK)
		code = targets_read(&exec->targets, line);
	if (code == EXIT_OK && line->files_in && !targets_have_files(&exec->targets))
		code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "--files-in is of no use without a --file");
	if (code == EXIT_OK)
		code = program_find(&exec->supervisor.program, line, line->words + line->n_before);
	if (code == EXIT_OK && targets_have_files(&exec->targets))
		code = private_directory_make(&exec->files, line, line->files_in);
	return code;
}

static int watch(struct exec *exec)
{
	struct vigil *vigil = &exec->supervisor.vigil;
	int code = vigil_begin(vigil, &exec->login);
	exec->readings = calloc(exec->targets.count, sizeof(*exec->readings));
	if (code == EXIT_OK && !exec->readings)
		code = failure_local(exec->line, "memory ran out");
	for (size_t i = 0; i < exec->targets.count && code == EXIT_OK; i++) {
		const struct target *target = &exec->targets.list[i];
		hvac_task *task;
		if (!targets_is_first(&exec->targets, target))
			continue;
		/* false [core.NullDereference]: without readings failure_local() has ended the loop */
		exec->readings[i] = (struct reading){ .exec = exec, .first = target };
		reference_task(&target->reference, vigil->client, &task);
		code = vigil_add(vigil, task, got, &exec->readings[i]);
	}
	return code;
}

int command_exec(const struct command_line *line)
{
	struct exec exec = { .line = line, .login = *line, .hands_over_at = DURATION_NEVER };
	exec.login.n_words = line->n_before;
	supervisor_begin(&exec.supervisor, line);
	exec.supervisor.look = look;
	exec.supervisor.ended = ended;
	int code = prepare(&exec);
	if (code == EXIT_OK)
		code = watch(&exec);
	if (code == EXIT_OK)
		code = supervisor_run(&exec.supervisor);
	private_directory_remove(&exec.files);
	supervisor_end(&exec.supervisor, code);
	targets_free(&exec.targets);
	free(exec.readings);
	return code;
}
