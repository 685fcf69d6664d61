/* SPDX-License-Identifier: MIT */
/*
 * A server that misbehaves as a script tells it (script.h), at free ports of loopback, and keeps every byte that it was sent.
 * Threads of its own serve; what is asked of it here belongs to the thread that made it.
 */
#ifndef HVAC_FAULT_SERVER_H
#define HVAC_FAULT_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct server;

/* NULL, with the reason as a sentence that lasts, when it cannot be. */
struct server *server_start(const char *script, const char **why);
/* "http://127.0.0.1:4711"; NULL for a name that the script does not have, and past its last listener. */
const char *server_url(const struct server *server, const char *name);
const char *server_name_at(const struct server *server, size_t index);
/* Whom to trust, as PEM. */
const char *server_authority(const struct server *server);

/* Makes somebody whom listeners of the kind tls-mutual let in: PEM, by malloc, also when it could not be made whole. */
bool server_admit(const struct server *server, const char *name, char **certificate, char **key);

/* Takes in all that was sent to it, and ends it: clients that are to have had their say must have gone before. What was sent
 * can be looked at from here on. */
void server_finish(struct server *server);
/* Of one listener, or with NULL of all: connections that were made; whole requests; how often these bytes were sent, in clear or
 * within TLS. */
size_t server_connections(const struct server *server, const char *name);
size_t server_requests(const struct server *server, const char *name);
size_t server_sightings(const struct server *server, const char *name, const char *bytes);
/* Is given each connection of a listener: whom its certificate names (NULL: none was shown), and what it sent. */
typedef void server_caller(void *context, const char *peer, const char *sent);
void server_each(const struct server *server, const char *name, server_caller *caller, void *context);
/* Writes what each connection sent to FOLDER/NAME.0, NAME.1 ...; whether it could. */
bool server_save(const struct server *server, const char *folder);
void server_free(struct server *server);

#endif
