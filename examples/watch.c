/* SPDX-License-Identifier: MIT */
/*
 * Stays logged in and keeps a database credential and a configuration fresh: watch ROLE_ID_FILE SECRET_ID_FILE DATABASE_ROLE KV_PATH PASSFILE
 *
 * The server is that of VAULT_ADDR, verified by VAULT_CACERT, with AppRole, database/ and secret/ (KV v2). The token and the credential's
 * lease are renewed, and got anew when they end. Each new credential is written to PASSFILE as libpq reads it (PGPASSFILE), and the
 * pool connects anew: here it only says so. SIGTERM or SIGINT ends it, and gives credential and token back.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include <hvac/secrets/database.h>
#include <hvac/secrets/kv_v2.h>

/* What uses the credential; the connections would stand here. */
struct pool {
	const char *passfile;
	unsigned connected;
};

/* In libpq's file ':' and '\' stand behind a '\'. */
static void write_escaped(FILE *file, const char *text)
{
	for (; *text; text++) {
		if (*text == ':' || *text == '\\')
			putc('\\', file);
		putc(*text, file);
	}
}

/* Replaces the file as a whole: who reads it sees the old credential or the new one. */
static int write_passfile(const char *path, const char *username, const char *password)
{
	char *beside;
	if (asprintf(&beside, "%s.new", path) < 0)
		return -1;
	int descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600), failed = -1;
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	if (file) {
		fputs("*:*:*:", file);
		write_escaped(file, username);
		putc(':', file);
		write_escaped(file, password);
		putc('\n', file);
		failed = ferror(file) | fclose(file) || rename(beside, path) != 0 ? -1 : 0;
	} else if (descriptor >= 0) {
		close(descriptor);
	}
	free(beside);
	return failed;
}

/* Called for the first credential, and for each that takes its place. What is connected with the old one may end its work: that one
 * lives on for a while. */
static void new_credential(hvac_watcher *watcher, const hvac_response *response, void *context)
{
	struct pool *pool = context;
	const char *username = hvac_response_string(response, "username"), *password = hvac_response_string(response, "password");

	(void)watcher;
	if (!username || !password || write_passfile(pool->passfile, username, password) != 0) {
		warn("the credential cannot be used");
		return;
	}
	printf("pool %u connects as %s\n", ++pool->connected, username);
}

/* Called for the first version, and when there is another. */
static void new_configuration(hvac_watcher *watcher, const hvac_response *response, void *context)
{
	const char *limit = hvac_response_string(response, "limit");

	(void)watcher, (void)context;
	printf("configured: limit %s\n", limit ? limit : "none");
}

static void tell(hvac_watcher *watcher, const hvac_event *event, void *context)
{
	static const char *const what[] = { "", "logged in", "read", "renewed", "failed", "expired", "revoked" };

	(void)watcher, (void)context;
	printf("%s%s%s%s%s\n", event->engine ? event->engine : "token", ": ", event->kind <= HVAC_EVENT_REVOKED ? what[event->kind] : "something new",
	       event->kind == HVAC_EVENT_FAILED ? ": " : "", event->kind == HVAC_EVENT_FAILED ? hvac_response_message(event->response) : "");
}

static hvac_client *connect_by_environment(void)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	hvac_config_from_env(config);
	/* how often a change of the configuration is looked for */
	hvac_config_set(config, "watch_interval", "5s");
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return client;
}

int main(int argc, char **argv)
{
	if (argc != 6) errx(2, "usage: watch ROLE_ID_FILE SECRET_ID_FILE DATABASE_ROLE KV_PATH PASSFILE");
	struct pool pool = { .passfile = argv[5] };
	setvbuf(stdout, NULL, _IOLBF, 0);

	/* before there is any other thread: the signals are this one's to wait for */
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);

	hvac_client *client = connect_by_environment();
	hvac_watcher *watcher;
	if (hvac_watcher_new(client, &watcher) != HVAC_OK) errx(1, "no watcher");
	hvac_watcher_on_event(watcher, tell, NULL);
	hvac_response *response;
	if (hvac_watcher_login(watcher, "auth/approle", "login", HVAC_ARGS(hvac_file("role_id", argv[1]), hvac_file("secret_id", argv[2])), &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	hvac_response_free(response);

	hvac_task *credential, *configuration;
	hvac_secrets_database_generate_credentials_task(client, &credential, .name = argv[3]);
	if (hvac_watcher_add(watcher, credential, new_credential, &pool) != HVAC_OK) errx(1, "the credential cannot be watched");
	hvac_secrets_kv_v2_read_secret_version_task(client, &configuration, .path = argv[4]);
	if (hvac_watcher_add(watcher, configuration, new_configuration, NULL) != HVAC_OK) errx(1, "the configuration cannot be watched");
	if (hvac_watcher_start(watcher) != HVAC_OK) errx(1, "no thread for the watcher");

	/* the program's work would stand here */
	int signal_number;
	sigwait(&ends, &signal_number);
	hvac_status status = hvac_watcher_revoke(watcher);
	hvac_watcher_free(watcher);
	hvac_client_free(client);
	unlink(pool.passfile);
	return status == HVAC_OK ? 0 : 1;
}
