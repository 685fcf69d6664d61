/* SPDX-License-Identifier: MIT */
/* Until all secrets are there, a failure that will not pass by itself is the end; from then on there is only what there is, and people are
 * told what goes wrong. */
#define _GNU_SOURCE 1
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "connect.h"
#include "duration.h"
#include "failure.h"
#include "sign_in.h"
#include "vigil.h"

enum { REVOKE_S = 10 };
#define REVOKED_TOO_LATE "hvac: warning: not all was revoked within 10 s: the rest is left to its own end\n"

static void warn(const hvac_event *event, const char *what)
{
	char *text;
	const char *again = event->next_ms >= 0 ? "; it is tried again" : "";
	if (asprintf(&text, event->next_ms >= 1000 ? "%s%s in %lld s" : "%s%s", what, again, (long long)(event->next_ms / 1000)) < 0)
		return;
	failure_warn(text);
	free(text);
}

/* A token that was given may be of use without being allowed to look itself up. */
static bool is_needed(const struct vigil *vigil, const hvac_event *event)
{
	return vigil->n_missing > 0 && (event->engine || (vigil->line->login && !vigil->logged_in));
}

static void failed(struct vigil *vigil, const hvac_event *event)
{
	bool passes = !event->response || hvac_response_retryable(event->response);
	if (vigil->code != EXIT_OK)
		return;
	if (is_needed(vigil, event) && (!passes || duration_now() + event->next_ms >= vigil->gives_up))
		vigil->code = failure_of_response(vigil->line, event->response);
	else if (passes || event->next_ms != 0)
		warn(event, event->response ? hvac_response_message(event->response) : "memory ran out");
	/* else it cannot be renewed any more, and is asked for anew: should that fail, it will be told */
}

/* A hvac_event_function. */
static void told(hvac_watcher *watcher, const hvac_event *event, void *context)
{
	struct vigil *vigil = context;
	(void)watcher;
	if (event->kind == HVAC_EVENT_LOGGED_IN)
		vigil->logged_in = true;
	else if (event->kind == HVAC_EVENT_FAILED)
		failed(vigil, event);
	else if (event->kind == HVAC_EVENT_EXPIRED)
		warn(event, event->engine ? "the lease of a secret has ended" : "the token has expired");
}

static int take_login(struct vigil *vigil)
{
	const struct command_line *line = vigil->line;
	const char *operation = line->operation ? line->operation : "login";
	hvac_response *response = NULL;
	char *engine;
	if (asprintf(&engine, "%s%s", strncmp(line->login, "auth/", 5) == 0 ? "" : "auth/", line->login) < 0)
		return failure_local(line, "memory ran out");
	int code = arguments_read(&vigil->login, line, 0, engine, operation);
	if (code == EXIT_OK && sign_in_of(engine) && !line->operation)
		code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s asks a person to sign in: do that first, with hvac login --store", engine);
	if (code == EXIT_OK && hvac_watcher_login(vigil->watcher, engine, operation, vigil->login.list, &response) != HVAC_OK)
		code = failure_of_response(line, response);
	hvac_response_free(response);
	free(engine);
	return code;
}

int vigil_begin(struct vigil *vigil, const struct command_line *line)
{
	int64_t wait;
	memset(vigil, 0, sizeof(*vigil));
	vigil->line = line;
	int code = duration_of_flag(line, "wait", line->wait, DURATION_NEVER, &wait);
	vigil->gives_up = wait == DURATION_NEVER ? wait : duration_now() + wait;
	if (code == EXIT_OK)
		code = connect_reader(line, line->login, &vigil->client);
	if (code != EXIT_OK)
		return code;
	if (hvac_watcher_new(vigil->client, &vigil->watcher) != HVAC_OK)
		return failure_local(line, "memory ran out");
	hvac_watcher_on_event(vigil->watcher, told, vigil);
	return line->login ? take_login(vigil) : EXIT_OK;
}

int vigil_add(struct vigil *vigil, hvac_task *task, hvac_secret_function *secret, void *context)
{
	hvac_status status = hvac_watcher_add(vigil->watcher, task, secret, context);
	if (status == HVAC_OK) {
		vigil->n_missing++;
		return EXIT_OK;
	}
	/* it says itself what is wrong with it */
	hvac_task_run(task);
	hvac_response *response = hvac_task_take(task);
	int code = failure_of_response(vigil->line, response);
	hvac_response_free(response);
	hvac_task_free(task);
	return code;
}

void vigil_came(struct vigil *vigil)
{
	if (--vigil->n_missing == 0)
		vigil->gives_up = DURATION_NEVER;
}

int64_t vigil_due(const struct vigil *vigil)
{
	int wait = hvac_watcher_due_in(vigil->watcher);
	int64_t due = wait < 0 ? DURATION_NEVER : duration_now() + wait;
	return due < vigil->gives_up ? due : vigil->gives_up;
}

void vigil_work(struct vigil *vigil)
{
	hvac_watcher_poll(vigil->watcher);
	if (vigil->code == EXIT_OK && duration_now() >= vigil->gives_up)
		vigil->code = failure(vigil->line, HVAC_TIMEOUT, "not all secrets were there within %s", vigil->line->wait);
}

static volatile sig_atomic_t code_at_end;

/* A signal's handler. */
static void give_up(int number)
{
	ssize_t written = write(STDERR_FILENO, REVOKED_TOO_LATE, sizeof(REVOKED_TOO_LATE) - 1);
	(void)number;
	(void)written;
	_exit(code_at_end);
}

/* The deadline, which is a call's, is more than who waits for the program's end has patience for. */
static void revoke_all(struct vigil *vigil, int code)
{
	sigset_t alarms;
	code_at_end = code;
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	signal(SIGALRM, give_up);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(REVOKE_S);
	hvac_watcher_revoke(vigil->watcher);
	alarm(0);
}

void vigil_end(struct vigil *vigil, int code)
{
	/* what it sends goes on being told */
	vigil->n_missing = 0;
	vigil->code = EXIT_OK;
	if (vigil->watcher && !(vigil->line->flags & FLAG_NO_REVOKE))
		revoke_all(vigil, code);
	hvac_watcher_free(vigil->watcher);
	hvac_client_free(vigil->client);
	arguments_free(&vigil->login);
}
