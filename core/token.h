/* SPDX-License-Identifier: MIT */
/* The token that clients share: counted and immutable, replaced as a whole. */
#ifndef HVAC_CORE_TOKEN_H
#define HVAC_CORE_TOKEN_H

#include <stdatomic.h>
#include <hvac/call.h>
#include <hvac/status.h>
#include "guard.h"

struct token {
	atomic_uint references;
	char *text;
	char *accessor;         /* NULL: not known */
};

/* How the token was got: what hvac_login was given, files and sources unread. */
struct stored_login;

struct token_slot;

struct token_slot *token_slot_new(void);
struct token_slot *token_slot_ref(struct token_slot *slot);
void token_slot_unref(struct token_slot *slot);

/* The token, counted; *token NULL when there is none. HVAC_NO_MEMORY in a child that cannot make its lock. */
hvac_status token_get(struct token_slot *slot, struct token **token);
void token_release(struct token *token);
/* Replaces the token; `text` NULL or "" takes it away. */
hvac_status token_set(struct token_slot *slot, const char *text, const char *accessor);
/* Keeps a login for logging in again, and frees the one before; takes it. */
hvac_status token_store_login(struct token_slot *slot, struct stored_login *login);

#endif
