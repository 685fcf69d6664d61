/* SPDX-License-Identifier: MIT */
/*
 * A client: addresses, connections, a token, and how calls are made. Any number of threads may use one at once. After a
 * fork the child just goes on using it: it makes connections of its own and leaves the parent's alone.
 */
#ifndef HVAC_CLIENT_H
#define HVAC_CLIENT_H

#include <stdbool.h>
#include <hvac/status.h>
#include <hvac/config.h>
#include <hvac/response.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hvac_client hvac_client;

/* Makes a client of what `config` says now; opens no connection, but with srv_lookup blocks until the resolver has answered
 * or given up, and reads the token's file. HVAC_OK, or HVAC_CONFIG_ERROR (the sentence is hvac_config_error's) or HVAC_NO_MEMORY, and
 * *client is NULL; it may be tried again, since only a mistake in what was set stays one. */
HVAC_API hvac_status hvac_client_new(hvac_config *config, hvac_client **client);

/* A client that differs in some options, given as name and value in turn and ended by NULL:
 *     hvac_client_derive(client, &team, "namespace", "team-a", "wrap_ttl", "60s", NULL)
 * What is given takes the place of all that says the same thing: an address one of agent_address. It shares the token (unless
 * "token" or "token_file" is given; NULL for either: no token) and the connections (unless an option of theirs is given), and either
 * may be freed first. Blocks as hvac_client_new where it has a token file or servers of its own. Where an adapter wraps libcurl's it
 * may differ neither in TLS nor in proxies. HVAC_OK, or HVAC_CONFIG_ERROR: then *derived is a client whose calls all fail with the
 * reason, which hvac_client_error tells, or HVAC_NO_MEMORY and NULL. */
HVAC_API hvac_status hvac_client_derive(hvac_client *client, hvac_client **derived, ...) HVAC_SENTINEL;
/* Why a derived client cannot be used; "" when it can. */
HVAC_API const char *hvac_client_error(const hvac_client *client);

/* Cancels the client's calls that other threads have in flight, also those that wait for a pipe or in a cache, waits for them, and
 * frees it; NULL is fine. Must not be called from one of the client's own callbacks. */
HVAC_API void hvac_client_free(hvac_client *client);

/* The token is shared with derived clients. NULL or "" forgets it. HVAC_CONFIG_ERROR for a token with unprintable bytes, and for a
 * client of hvac_client_inline, which keeps none. */
HVAC_API hvac_status hvac_client_set_token(hvac_client *client, const char *token);
/* A copy to be freed with hvac_text_free; NULL when there is none. */
HVAC_API char *hvac_client_token(hvac_client *client);

/*
 * The token for another process, so that it need not log in: JSON like a login's answer, {"auth":{"client_token", "accessor",
 * "lease_duration" (seconds that are left), "renewable"}, "expires_at" (seconds since 1970)}, of which stands what is known. It is
 * a token file, too. To be freed with hvac_text_free, which wipes it; NULL without a token, or when memory ran out.
 */
HVAC_API char *hvac_client_export_token(hvac_client *client);
/* Takes such a token, or a login's answer. HVAC_UNAUTHORIZED when it has expired, HVAC_CONFIG_ERROR for what is none and for a client
 * that keeps none, HVAC_NO_MEMORY: then the client's own stays. */
HVAC_API hvac_status hvac_client_import_token(hvac_client *client, const char *text);

/* Whether the server knows the token: asks for it (lookup-self); false without a token. Blocks. HVAC_OK, or why it could
 * not be told; `response` (may be NULL) gets the answer. */
HVAC_API hvac_status hvac_is_authenticated(hvac_client *client, bool *authenticated, hvac_response **response);

/* From here on every block of memory that libcurl frees is wiped first, process-wide. Before the first client, and only
 * where the program itself has not initialised libcurl: HVAC_CONFIG_ERROR when it comes too late. */
HVAC_API hvac_status hvac_wipe_transport(void);

#ifdef __cplusplus
}
#endif
#endif
