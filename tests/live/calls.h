/* SPDX-License-Identifier: MIT */
/*
 * What a live test is made of: a client, calls that are noted as made, and looks at the server past the library. What
 * these functions return lives until the test ends; each fails the test by itself when it goes wrong.
 */
#ifndef HVAC_LIVE_CALLS_H
#define HVAC_LIVE_CALLS_H

#include <check.h>
#include <stdint.h>
#include <hvac/hvac.h>
#include "server.h"

extern struct server *server;           /* the program's dev server */
extern hvac_client *client;             /* a new one for each test, with the server's root token */

/* Runs the suite against a dev server, or against those that its tests start themselves; what main returns. */
int live_main(Suite *suite);
int live_main_alone(Suite *suite);
/* A test case whose tests have `client` made and what they keep freed. */
TCase *live_case(Suite *suite, const char *name);

/* Keeps something until the test ends. */
void *keep(void *thing, void (*end)(void *thing));
hvac_response *keep_response(hvac_response *response);
hvac_value *keep_value(hvac_value *value);
char *keep_text(char *text);            /* of the library's */

/* A client of `where` by names and values of options in turn, ended by NULL; by a token (NULL: none) of the dev server; by a
 * new token of the dev server which may do what `rules` (HCL) allow. */
hvac_client *client_of(const struct server *where, ...) HVAC_SENTINEL;
hvac_client *client_with_token(const char *token);
hvac_client *client_allowed(const char *rules);
/* Whatever a config makes; the config is freed. */
hvac_client *client_from(hvac_config *config);

/* A call that succeeds, noted for all_were_called; and one that ends with `status`. */
hvac_response *call_as(hvac_client *who, const char *engine, const char *operation, const hvac_argument *arguments);
hvac_response *refused_as(hvac_client *who, hvac_status status, const char *engine, const char *operation, const hvac_argument *arguments);
/* The same of `client` and of the file's ENGINE. */
#define CALL(operation, ...) call_as(client, ENGINE, operation, HVAC_ARGS(__VA_ARGS__))
#define CALL_BARE(operation) call_as(client, ENGINE, operation, NULL)
#define REFUSED(status, operation, ...) refused_as(client, status, ENGINE, operation, HVAC_ARGS(__VA_ARGS__))
/* A failure's message has `word` in it. */
void says(const hvac_response *response, const char *word);

/* A call answered from the recording plugins/FILE, whose request is the one that must be sent; noted apart. */
hvac_response *replayed(const char *file, const char *engine, const char *operation, const hvac_argument *arguments);

/* Fails unless each operation of the engine (of one area; NULL: of all) has succeeded in a call of this program, or is
 * among `absent` (ended by NULL) and was replayed: what the server does not have. */
void all_were_called(const char *engine, const char *area, const char *const *absent);

/* The second way of looking: the server's answer to a request of the test's own. NULL without a JSON body. `status` may be
 * NULL. */
const hvac_value *ask(const struct server *where, const char *token, const char *method, const char *path, const char *body, int *status);
/* The dev server, with the root token: the body of a 200; a status. */
const hvac_value *look(const char *path);
const hvac_value *look_list(const char *path);
int look_status(const char *path);
/* Sets the stage: must be 200 or 204. */
const hvac_value *set_up(const char *method, const char *path, const char *body);

/* An engine kv of version 2, which takes a moment after its mount to be one. */
void mount_kv_v2(hvac_client *who, const char *path);

/* What must be there. */
const char *text_at(const hvac_value *value, const char *pointer);
int64_t number_at(const hvac_value *value, const char *pointer);
bool truth_at(const hvac_value *value, const char *pointer);
/* Whether a list holds the text. */
bool list_has(const hvac_value *list, const char *text);

/* Text by printf. */
const char *format(const char *pattern, ...) HVAC_FORMAT(1, 2);

#endif
