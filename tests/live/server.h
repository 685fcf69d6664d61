/* SPDX-License-Identifier: MIT */
/*
 * The real server: OpenBao processes on loopback, each with a free port, a directory and a home of its own. The program
 * is named by the environment variable BAO. A server ends with the process that started it, however that ends.
 */
#ifndef HVAC_LIVE_SERVER_H
#define HVAC_LIVE_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

struct server {
	pid_t pid;
	int port;                        /* 0: it listens at a unix socket */
	char *directory;
	char *address;                   /* as the option address takes it */
	char *socket;                    /* of a unix listener, else NULL */
	char *token;                     /* the root token of a dev server, else NULL */
	char *log;                       /* the file of what it prints */
};

enum server_listener { SERVER_HTTP, SERVER_HTTPS, SERVER_UNIX };

/* An initialised, unsealed server in memory, with secret/ as kv version 2. NULL, and the reason on stderr. */
struct server *server_start_dev(void);
/* A server that is not initialised. `storage` is "inmem" or "inmem_ha"; `lines` are more settings of its listener in
 * HCL, "" for none. */
struct server *server_start(const char *storage, enum server_listener listener, const char *lines);
void server_stop(struct server *server);

/* Waits until the server's log holds `text`. */
bool server_log_says(const struct server *server, const char *text);

/* A new empty directory, by malloc. All are removed when the process that made the first of them exits. */
char *server_directory_new(void);

/* A file `name` in `directory`, replaced whole if it is there; its path by malloc, NULL when it cannot be written. */
char *server_file(const char *directory, const char *name, const char *content);

/* Waits a moment between two looks at something that will come. */
void server_pause(void);
/* Looks that are worth it: some 30 seconds. */
#define SERVER_LOOKS 1500

#endif
