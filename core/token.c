/* SPDX-License-Identifier: MIT */
#include "token.h"
#include "login.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

struct token_slot {
	atomic_uint references;
	struct guard guard;
	/* outside the guarded block: a forked child goes on with the parent's token */
	_Atomic(struct token *) current;
	_Atomic(struct stored_login *) login;
};

struct token_slot *token_slot_new(void)
{
	struct token_slot *slot = calloc(1, sizeof *slot);

	if (slot)
		atomic_init(&slot->references, 1);
	return slot;
}

struct token_slot *token_slot_ref(struct token_slot *slot)
{
	atomic_fetch_add(&slot->references, 1);
	return slot;
}

void token_slot_unref(struct token_slot *slot)
{
	if (!slot || atomic_fetch_sub(&slot->references, 1) != 1)
		return;
	token_release(atomic_load(&slot->current));
	stored_login_free(atomic_load(&slot->login));
	guard_free(&slot->guard);
	free(slot);
}

hvac_status token_get(struct token_slot *slot, struct token **token)
{
	void *block;

	*token = NULL;
	if (!atomic_load(&slot->current))
		return HVAC_OK;
	block = guard_enter(&slot->guard, sizeof(struct guard_block));
	if (!block)
		return HVAC_NO_MEMORY;
	*token = atomic_load(&slot->current);
	if (*token)
		atomic_fetch_add(&(*token)->references, 1);
	guard_leave(block);
	return HVAC_OK;
}

void token_release(struct token *token)
{
	if (!token || atomic_fetch_sub(&token->references, 1) != 1)
		return;
	text_free(token->text);
	text_free(token->accessor);
	free(token);
}

static struct token *token_new(const char *text, const char *accessor)
{
	struct token *token = calloc(1, sizeof *token);

	if (!token)
		return NULL;
	atomic_init(&token->references, 1);
	token->text = text_copy(text, strlen(text));
	token->accessor = accessor ? text_copy(accessor, strlen(accessor)) : NULL;
	if (!token->text || (accessor && !token->accessor)) {
		token_release(token);
		return NULL;
	}
	return token;
}

hvac_status token_set(struct token_slot *slot, const char *text, const char *accessor)
{
	struct token *token = text && *text ? token_new(text, accessor) : NULL, *before;
	void *block;

	if (text && *text && !token)
		return HVAC_NO_MEMORY;
	block = guard_enter(&slot->guard, sizeof(struct guard_block));
	if (!block) {
		token_release(token);
		return HVAC_NO_MEMORY;
	}
	before = atomic_exchange(&slot->current, token);
	guard_leave(block);
	token_release(before);
	return HVAC_OK;
}

hvac_status token_store_login(struct token_slot *slot, struct stored_login *login)
{
	struct stored_login *before;
	void *block = guard_enter(&slot->guard, sizeof(struct guard_block));

	if (!block) {
		stored_login_free(login);
		return HVAC_NO_MEMORY;
	}
	before = atomic_exchange(&slot->login, login);
	guard_leave(block);
	stored_login_free(before);
	return HVAC_OK;
}
