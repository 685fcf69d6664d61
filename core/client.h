/* SPDX-License-Identifier: MIT */
/* What a client is made of: settings of its own, a transport and a token slot that derived clients share. */
#ifndef HVAC_CORE_CLIENT_H
#define HVAC_CORE_CLIENT_H

#include <stdatomic.h>
#include <hvac/client.h>
#include "configuration.h"
#include "pool.h"
#include "token.h"

struct hvac_client {
	atomic_uint references;         /* the program's one, and one for each task */
	struct settings *settings;      /* NULL for a derived client that cannot be used */
	struct transport *transport;
	struct token_slot *slot;
	struct logger logger;
	hvac_clock clock;
	struct passphrase passphrase;
	struct stored_login *inline_login; /* goes with each request; NULL: none */
	char *error;
};

hvac_client *client_ref(hvac_client *client);
void client_unref(hvac_client *client);
/* One with the client's token and other settings, which are shared. NULL when memory ran out. */
hvac_client *client_alike(const hvac_client *client, struct settings *settings, struct transport *transport);
/* The file of its token, NULL without one. */
const char *client_token_path(const hvac_client *client);
/* Takes the token that the file has now. False when that is the one which it gave last, or there is none. */
bool client_read_token_again(hvac_client *client);
/* From here on every call of a client that was just made fails with this sentence, which is copied. */
void client_break(hvac_client *client, const char *why);

#endif
