/* SPDX-License-Identifier: MIT */
/* A token's way to another process: as text that looks like a login's answer. Its end is told by the real clock, which processes share. */
#include "answer.h"
#include "client.h"
#include "clock.h"
#include "memory.h"

#include <string.h>

static int64_t real_now(const hvac_client *client)
{
	return client->clock.real(client->clock.context);
}

static hvac_value *auth_of(const struct token *token, int64_t left)
{
	hvac_value *auth = hvac_value_new_map();
	hvac_status status = hvac_value_adopt_member(auth, "client_token", hvac_value_new_string(token->text));

	if (status == HVAC_OK && token->accessor)
		status = hvac_value_adopt_member(auth, "accessor", hvac_value_new_string(token->accessor));
	if (status == HVAC_OK && token->life.known)
		status = hvac_value_adopt_member(auth, "lease_duration", hvac_value_new_integer(left));
	if (status == HVAC_OK && token->life.known)
		status = hvac_value_adopt_member(auth, "renewable", hvac_value_new_boolean(token->life.renewable));
	if (status == HVAC_OK && token->life.uses)
		status = hvac_value_adopt_member(auth, "num_uses", hvac_value_new_integer(token->life.uses));
	if (status == HVAC_OK)
		return auth;
	hvac_value_free(auth);
	return NULL;
}

static char *text_of(const hvac_client *client, const struct token *token)
{
	uint64_t now = clock_now(&client->clock), ends = token->life.expires_at;
	int64_t left = token->life.lasts && ends > now ? (int64_t)((ends - now) / SECOND) : 0;
	hvac_value *map = hvac_value_new_map();
	hvac_status status = hvac_value_adopt_member(map, "auth", auth_of(token, left));
	char *text;

	if (status == HVAC_OK && token->life.known && token->life.lasts)
		status = hvac_value_adopt_member(map, "expires_at", hvac_value_new_integer(real_now(client) + left));
	text = status == HVAC_OK ? hvac_value_to_text(map, NULL) : NULL;
	hvac_value_free(map);
	return text;
}

char *hvac_client_export_token(hvac_client *client)
{
	struct token *token = NULL;
	char *text = NULL;

	if (client && client->slot && token_get(client->slot, &token) == HVAC_OK && token)
		text = text_of(client, token);
	token_release(token);
	return text;
}

/* A printable member of `auth`; NULL: it is none. */
static const char *text_in(const hvac_value *auth, const char *name)
{
	size_t length = 0;
	const char *text = hvac_value_string(hvac_value_member(auth, name), &length);

	return length && text_is_printable(text, length) ? text : NULL;
}

static hvac_status take(hvac_client *client, const hvac_value *map)
{
	const hvac_value *auth = hvac_value_member(map, "auth");
	struct token_life life = answer_life(auth, NULL, clock_now(&client->clock));
	const char *token = text_in(auth, "client_token");
	int64_t left;

	if (!token)
		return HVAC_CONFIG_ERROR;
	if (hvac_value_integer(hvac_value_member(map, "expires_at"), &left)) {
		left -= left > 0 ? real_now(client) : 0;
		if (left <= 0)
			return HVAC_UNAUTHORIZED;
		if (left > (int64_t)(INT64_MAX / SECOND))
			return HVAC_CONFIG_ERROR;
		life.known = true;
		life.lasts = (uint64_t)left * SECOND;
		life.expires_at = clock_now(&client->clock) + life.lasts;
	}
	return token_set(client->slot, token, text_in(auth, "accessor"), &life);
}

hvac_status hvac_client_import_token(hvac_client *client, const char *text)
{
	hvac_value *map = NULL;
	hvac_status status;

	if (!client || !client->slot || client->inline_login || !text)
		return HVAC_CONFIG_ERROR;
	status = hvac_value_parse(text, strlen(text), &map);
	if (status == HVAC_OK)
		status = take(client, map);
	hvac_value_free(map);
	return status == HVAC_MALFORMED_ANSWER ? HVAC_CONFIG_ERROR : status;
}
