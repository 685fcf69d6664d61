/* SPDX-License-Identifier: MIT */
/* Reads lines from a terminal. While it does, signals that would end or stop the process wait for a moment in which the
 * terminal is as it was; they are let through only where the process waits for input. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "failure.h"
#include "prompt.h"
#include "text.h"

/* A terminal hands lines over up to this length, and drops what is beyond it without a word. */
enum { TERMINAL_LINE_MAX = 4096 };

/* Not those of a process in the background: it is to stop before it touches the terminal. */
static const int caught[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };
enum { N_CAUGHT = sizeof(caught) / sizeof(caught[0]) };

static volatile sig_atomic_t arrived;

static void note(int number)
{
	arrived = number;
}

/* What the process had before it asked. */
struct before {
	struct sigaction actions[N_CAUGHT];
	sigset_t mask;
	struct termios terminal;
	bool hidden;                     /* the terminal was changed */
};

/* Signals that the process ignores, as under nohup, stay ignored. */
static void catch_signals(struct before *before)
{
	struct sigaction action = { .sa_handler = note };
	sigset_t blocked;
	sigemptyset(&action.sa_mask);
	sigemptyset(&blocked);
	arrived = 0;
	for (size_t i = 0; i < N_CAUGHT; i++)
		sigaddset(&blocked, caught[i]);
	sigprocmask(SIG_BLOCK, &blocked, &before->mask);
	for (size_t i = 0; i < N_CAUGHT; i++) {
		sigaction(caught[i], NULL, &before->actions[i]);
		if (before->actions[i].sa_handler != SIG_IGN)
			sigaction(caught[i], &action, NULL);
	}
}

/* The terminal shows line ends alone. What was typed before is dropped: it was not meant for this. False: errno says why. */
static bool hide(struct before *before)
{
	struct termios terminal;
	if (tcgetattr(STDIN_FILENO, &before->terminal) != 0)
		return false;
	terminal = before->terminal;
	terminal.c_lflag &= ~(tcflag_t)ECHO;
	terminal.c_lflag |= ECHONL;
	before->hidden = tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal) == 0;
	return before->hidden;
}

/* Puts everything back, then lets the signal that came do what it does. */
static void end(const struct before *before)
{
	int number = arrived;
	if (before->hidden)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before->terminal);
	for (size_t i = 0; i < N_CAUGHT; i++)
		sigaction(caught[i], &before->actions[i], NULL);
	if (number)
		raise(number);
	sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

/* Up to a line end, or to the end of input; its length without the line end. -1: errno says why, EINTR for a signal. */
static ssize_t read_line(const struct before *before, char *buffer, size_t room)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	size_t length = 0;
	while (length < room) {
		if (ppoll(&input, 1, NULL, &before->mask) < 0)
			return -1;
		ssize_t got = read(STDIN_FILENO, buffer + length, room - length);
		if (got < 0)
			return -1;
		length += (size_t)got;
		if (length > 0 && buffer[length - 1] == '\n')
			return (ssize_t)length - 1;
		if (got == 0)
			break;
	}
	errno = ENODATA;
	return length > 0 ? (ssize_t)length : -1;
}

/* Asks until there is a line: a process that was stopped asks anew. As read_line. */
static ssize_t ask(const char *label, bool secret, char *buffer, size_t room)
{
	ssize_t length = -1;
	int reason;
	do {
		struct before before = { .hidden = false };
		catch_signals(&before);
		if (!secret || hide(&before)) {
			fprintf(stderr, "%s: ", label);
			length = read_line(&before, buffer, room);
		}
		reason = errno;
		if (length < 0)
			fputc('\n', stderr);
		end(&before);
	} while (length < 0 && reason == EINTR);
	errno = reason;
	return length;
}

static int refuse(const struct command_line *line, const char *name, ssize_t length, const char *text)
{
	if (length < 0 && errno == ENODATA)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "the input ended before %s was given", name);
	if (length < 0)
		return failure_local(line, "%s cannot be asked for: %s", name, strerror(errno));
	if (length >= TERMINAL_LINE_MAX - 1)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s is longer than a terminal takes: give %s=@FILE or %s=- (standard input)", name,
		               name, name);
	if (strlen(text) != (size_t)length)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s has a NUL within", name);
	return EXIT_OK;
}

bool prompt_is_possible(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

int prompt_read(const struct command_line *line, const char *name, const char *label, bool secret, char **text)
{
	char *shown = text_for_people(label, strlen(label), ""), *buffer = calloc(1, TERMINAL_LINE_MAX + 1);
	int code = EXIT_LOCAL;
	*text = NULL;
	if (shown && buffer) {
		ssize_t length = ask(shown, secret, buffer, TERMINAL_LINE_MAX);
		if (length >= 0)
			buffer[length] = '\0';
		code = refuse(line, name, length, buffer);
	} else {
		failure_local(line, "memory ran out");
	}
	free(shown);
	if (code == EXIT_OK) {
		*text = buffer;
	} else if (buffer) {
		explicit_bzero(buffer, TERMINAL_LINE_MAX);
		free(buffer);
	}
	return code;
}
