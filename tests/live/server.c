/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "server.h"
#include "listener.h"
#include "plain_http.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STARTS 5                        /* another may take the port before the server does */

static char *root_directory;
static pid_t root_owner;

void server_pause(void)
{
	struct timespec moment = { .tv_nsec = 20000000 };

	nanosleep(&moment, NULL);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
	(void)about;
	(void)kind;
	(void)walk;
	return remove(path);
}

static void remove_all(void)
{
	if (root_directory && root_owner == getpid() && nftw(root_directory, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		fprintf(stderr, "cannot remove %s: %s\n", root_directory, strerror(errno));
	free(root_directory);
	root_directory = NULL;
}

/* Under the program's one directory: a test that fails is cut off, and cannot clean up itself. */
char *server_directory_new(void)
{
	const char *place = getenv("TMPDIR");
	char *directory;

	if (!root_directory) {
		if (asprintf(&root_directory, "%s/hvac-live-XXXXXX", place && *place ? place : "/tmp") < 0 || !mkdtemp(root_directory) ||
		    atexit(remove_all) != 0) {
			fprintf(stderr, "cannot make a directory: %s\n", strerror(errno));
			exit(1);
		}
		root_owner = getpid();
	}
	if (asprintf(&directory, "%s/XXXXXX", root_directory) < 0 || !mkdtemp(directory))
		return NULL;
	return directory;
}

char *server_file(const char *directory, const char *name, const char *content)
{
	char *path = NULL, *fresh = NULL;
	FILE *file;
	bool written;

	if (asprintf(&path, "%s/%s", directory, name) < 0 || asprintf(&fresh, "%s.new", path) < 0)
		return NULL;
	file = fopen(fresh, "w");
	written = file && fputs(content, file) >= 0;
	if (file && fclose(file) != 0)
		written = false;
	if (!written || chmod(fresh, 0600) != 0 || rename(fresh, path) != 0) {
		fprintf(stderr, "cannot write %s: %s\n", path, strerror(errno));
		free(path);
		path = NULL;
	}
	free(fresh);
	return path;
}

static _Noreturn void become_server(const struct server *server, char **arguments, pid_t parent)
{
	int log = open(server->log, O_WRONLY | O_CREAT | O_APPEND, 0600), nothing = open("/dev/null", O_RDONLY);
	char *environment[] = { NULL, NULL, NULL }, *home = NULL;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || log < 0 || nothing < 0 || chdir(server->directory) != 0 || asprintf(&home, "HOME=%s", server->directory) < 0)
		_exit(126);
	environment[0] = home;
	environment[1] = (char[]){ "PATH=/usr/bin:/bin" };
	dup2(nothing, STDIN_FILENO);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	execve(arguments[0], arguments, environment);
	dprintf(STDERR_FILENO, "cannot run %s: %s\n", arguments[0], strerror(errno));
	_exit(127);
}

static bool lives(struct server *server)
{
	if (server->pid > 0 && waitpid(server->pid, NULL, WNOHANG) == server->pid)
		server->pid = 0;
	return server->pid > 0;
}

static bool log_holds(const struct server *server, const char *text)
{
	FILE *file = fopen(server->log, "r");
	size_t length = 0;
	char *content = NULL;
	bool holds;

	if (!file)
		return false;
	holds = getdelim(&content, &length, '\0', file) > 0 && strstr(content, text);
	free(content);
	fclose(file);
	return holds;
}

bool server_log_says(const struct server *server, const char *text)
{
	for (int i = 0; i < SERVER_LOOKS; i++) {
		if (log_holds(server, text))
			return true;
		server_pause();
	}
	return false;
}

/* It is up when it says so itself and answers: a foreign server at the port would do the one, not the other. A dev server's mount
 * upgrades itself a moment longer. */
static bool answers(const struct server *server)
{
	struct plain_request request = { .port = server->port, .socket = server->socket, .method = "GET",
	                                 .path = "/v1/secret/config", .token = server->token };
	char *body = NULL;
	int status = 0, handle;
	bool up;

	if (!log_holds(server, "server started!"))
		return false;
	if (server->token) {
		up = plain_http(&request, &status, &body) && status == 200;
		free(body);
		return up;
	}
	handle = plain_connect(server->port, server->socket);
	if (handle >= 0)
		close(handle);
	return handle >= 0;
}

static bool run(struct server *server, char **arguments)
{
	pid_t parent = getpid();

	server->pid = fork();
	if (server->pid == 0)
		become_server(server, arguments, parent);
	for (int i = 0; i < SERVER_LOOKS && lives(server); i++) {
		if (answers(server))
			return true;
		server_pause();
	}
	return false;
}

static char *program(void)
{
	char *bao = getenv("BAO");

	if (bao && access(bao, X_OK) == 0)
		return bao;
	fprintf(stderr, "the live tests need the server's program: set BAO to its path (it is %s)\n", bao ? bao : "not set");
	return NULL;
}

static struct server *server_new(enum server_listener listener)
{
	struct server *server = calloc(1, sizeof *server);

	if (!server)
		return NULL;
	server->directory = server_directory_new();
	if (!server->directory || asprintf(&server->log, "%s/log", server->directory) < 0)
		return NULL;
	if (listener == SERVER_UNIX) {
		if (asprintf(&server->socket, "%s/socket", server->directory) < 0 || asprintf(&server->address, "unix://%s", server->socket) < 0)
			return NULL;
		return server;
	}
	server->port = listener_free_port();
	if (asprintf(&server->address, "http%s://127.0.0.1:%d", listener == SERVER_HTTPS ? "s" : "", server->port) < 0)
		return NULL;
	return server;
}

void server_stop(struct server *server)
{
	if (!server)
		return;
	if (lives(server)) {
		kill(server->pid, SIGKILL);
		waitpid(server->pid, NULL, 0);
	}
	free(server->directory);
	free(server->address);
	free(server->socket);
	free(server->token);
	free(server->log);
	free(server);
}

static void tell_failure(const struct server *server)
{
	FILE *file = fopen(server->log, "r");
	int byte;

	fprintf(stderr, "the server did not start; it said:\n");
	while (file && (byte = getc(file)) != EOF)
		putc(byte, stderr);
	if (file)
		fclose(file);
}

/* A token of the server's own, so that it cannot be taken for another. */
static char *random_token(void)
{
	unsigned long long number;
	char *token;

	return getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number || asprintf(&token, "root-%016llx", number) < 0 ? NULL : token;
}

static bool run_dev(struct server *server, char *bao)
{
	char *token = NULL, *listen = NULL;
	bool up = false;

	server->token = random_token();
	if (server->token && asprintf(&token, "-dev-root-token-id=%s", server->token) >= 0 &&
	    asprintf(&listen, "-dev-listen-address=127.0.0.1:%d", server->port) >= 0)
		up = run(server, (char *[]){ bao, (char[]){ "server" }, (char[]){ "-dev" }, (char[]){ "-dev-no-store-token" }, token, listen, NULL });
	free(token);
	free(listen);
	return up;
}

struct server *server_start_dev(void)
{
	char *bao = program();

	for (int i = 0; bao && i < STARTS; i++) {
		struct server *server = server_new(SERVER_HTTP);

		if (server && run_dev(server, bao))
			return server;
		if (server && i == STARTS - 1)
			tell_failure(server);
		server_stop(server);
	}
	return NULL;
}

static char *configuration(const struct server *server, const char *storage, enum server_listener listener, const char *lines)
{
	char *text;
	int length;

	if (listener == SERVER_UNIX)
		length = asprintf(&text, "storage \"%s\" {}\ndisable_mlock = true\napi_addr = \"http://127.0.0.1:1\"\n"
		                  "listener \"unix\" {\n\taddress = \"%s\"\n%s\n}\n", storage, server->socket, lines);
	else
		length = asprintf(&text, "storage \"%s\" {}\ndisable_mlock = true\napi_addr = \"%s\"\ncluster_addr = \"https://127.0.0.1:%d\"\n"
		                  "listener \"tcp\" {\n\taddress = \"127.0.0.1:%d\"\n\tcluster_address = \"127.0.0.1:%d\"\n\t%s\n%s\n}\n",
		                  storage, server->address, server->port + 1, server->port, server->port + 1,
		                  listener == SERVER_HTTP ? "tls_disable = true" : "", lines);
	return length < 0 ? NULL : text;
}

static bool run_configured(struct server *server, char *bao, const char *storage, enum server_listener listener, const char *lines)
{
	char *text = configuration(server, storage, listener, lines), *path = text ? server_file(server->directory, "config.hcl", text) : NULL;
	char *option = NULL;
	bool up = false;

	if (path && asprintf(&option, "-config=%s", path) >= 0)
		up = run(server, (char *[]){ bao, (char[]){ "server" }, option, NULL });
	free(text);
	free(path);
	free(option);
	return up;
}

struct server *server_start(const char *storage, enum server_listener listener, const char *lines)
{
	char *bao = program();

	for (int i = 0; bao && i < STARTS; i++) {
		struct server *server = server_new(listener);

		if (server && run_configured(server, bao, storage, listener, lines))
			return server;
		if (server && i == STARTS - 1)
			tell_failure(server);
		server_stop(server);
	}
	return NULL;
}
