/* SPDX-License-Identifier: MIT */
#include "client.h"
#include "clock.h"
#include "environment.h"
#include "login.h"
#include "memory.h"
#include "process.h"
#include "srv.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/call.h>

#define ADAPTER_TAKEN "the adapter serves the client that was made first: derive another from that one, or give another adapter"

hvac_client *client_ref(hvac_client *client)
{
	atomic_fetch_add(&client->references, 1);
	return client;
}

void client_unref(hvac_client *client)
{
	if (!client || atomic_fetch_sub(&client->references, 1) != 1)
		return;
	transport_unref(client->transport);
	token_slot_unref(client->slot);
	settings_unref(client->settings);
	stored_login_unref(client->inline_login);
	text_free(client->error);
	free(client);
}

hvac_client *client_alike(const hvac_client *client, struct settings *settings, struct transport *transport)
{
	hvac_client *alike = calloc(1, sizeof *alike);

	if (!alike)
		return NULL;
	atomic_init(&alike->references, 1);
	alike->settings = settings_ref(settings);
	alike->transport = transport_ref(transport);
	alike->slot = token_slot_ref(client->slot);
	alike->logger = client->logger;
	alike->clock = client->clock;
	alike->passphrase = client->passphrase;
	return alike;
}

void client_break(hvac_client *client, const char *why)
{
	settings_unref(client->settings);
	client->settings = NULL;
	client->error = text_copy(why, strlen(why));
}

const char *client_token_path(const hvac_client *client)
{
	const struct option_texts *texts = &client->settings->texts;
	const char *token = texts->list[OPTION_TOKEN], *path = texts->list[OPTION_TOKEN_FILE];

	/* an empty token only keeps out what was inherited, which has given way */
	return (token && *token) || !path || !*path ? NULL : path;
}

static hvac_status read_token_file(const hvac_client *client, enum file_turn turn, char **token, char **error)
{
	return token_file_read(client_token_path(client), turn, client->settings->texts.list[OPTION_TOKEN_FILE_POLICY], &client->logger, token, error);
}

bool client_read_token_again(hvac_client *client)
{
	char *token = NULL, *error = NULL;
	bool news = false;

	if (!client_token_path(client))
		return false;
	if (read_token_file(client, FILE_AGAIN, &token, &error) != HVAC_OK)
		log_line(&client->logger, HVAC_LOG_WARNING, "looking for another token: %s", error ? error : "its file cannot be read");
	else if (token_set_from_file(client->slot, token, &news) == HVAC_OK && news)
		log_line(&client->logger, HVAC_LOG_INFO, "the token's file has another");
	text_free(token);
	text_free(error);
	return news;
}

/* The token of the settings: given, or read from its file. */
static hvac_status read_token(hvac_client *client, char **error)
{
	char *token = NULL;
	hvac_status status = HVAC_OK;
	bool news;

	*error = NULL;
	if (client_token_path(client))
		status = read_token_file(client, FILE_ONCE, &token, error);
	else if (client->settings->texts.list[OPTION_TOKEN])
		status = token_set(client->slot, client->settings->texts.list[OPTION_TOKEN], NULL, NULL);
	if (token)
		status = token_set_from_file(client->slot, token, &news);
	text_free(token);
	return status;
}

/* A program's own adapter has addresses as they were given. */
static hvac_status find_servers(hvac_client *client, bool by_libcurl, char **error)
{
	if (!client->settings->srv_lookup || !by_libcurl)
		return HVAC_OK;
	return srv_look_up(&client->settings->addresses, &client->clock, &client->logger, error);
}

hvac_status hvac_client_new(hvac_config *config, hvac_client **result)
{
	hvac_client *client = NULL;
	hvac_status status = HVAC_NO_MEMORY;
	char *error = NULL;

	*result = NULL;
	if (!config)
		return HVAC_NO_MEMORY;
	if (config->status != HVAC_OK)
		return config->status;
	client = calloc(1, sizeof *client);
	if (!client)
		goto done;
	atomic_init(&client->references, 1);
	if (config->adapter_failed || process_init() != HVAC_OK)
		goto done;
	if (config->adapter_taken) {
		status = HVAC_CONFIG_ERROR;
		error = text_copy(ADAPTER_TAKEN, strlen(ADAPTER_TAKEN));
		goto done;
	}
	client->logger = config->logger;
	client->passphrase = config->passphrase;
	clock_fill(&client->clock, &config->clock);
	client->slot = token_slot_new();
	if (!client->slot)
		goto done;
	status = settings_new(&config->texts, &client->settings, &error);
	if (status == HVAC_OK)
		status = read_token(client, &error);
	if (status == HVAC_OK)
		status = find_servers(client, !config->adapter || config->adapter->wraps, &error);
	if (status != HVAC_OK)
		goto done;
	status = transport_new(client->settings, &client->passphrase, config->adapter, &client->transport, &error);
	if (status != HVAC_OK)
		goto done;
	config->adapter_taken = config->adapter;
	config->adapter = NULL;
	if (client->settings->skip_verify)
		log_line(&client->logger, HVAC_LOG_WARNING, "the server's certificate is not verified: whoever is on the way can read the token");
	*result = client;
	client = NULL;
done:
	client_unref(client);
	return configuration_tried(config, status, error);
}

/* What a derived client has of its own. */
struct difference {
	bool token, connection;
	const char *of_libcurl;         /* an option that libcurl's adapter would have to be made with; NULL: none */
};

/* Takes names and values in turn over the client's own texts. */
static hvac_status override(struct option_texts *texts, va_list list, struct difference *own, char **error)
{
	const char *name;

	while ((name = va_arg(list, const char *))) {
		const char *value = va_arg(list, const char *);
		enum option_index index = option_find(name);
		hvac_status status = HVAC_OK;
		char *copy = value ? text_copy(value, strlen(value)) : NULL;

		if (value && !copy)
			return HVAC_NO_MEMORY;
		if (index == OPTIONS) {
			*error = option_unknown(name);
			status = *error ? HVAC_CONFIG_ERROR : HVAC_NO_MEMORY;
		} else if (value) {
			*error = option_check(index, value, &status);
		}
		if (status != HVAC_OK) {
			text_free(copy);
			return status;
		}
		option_texts_put(texts, index, copy, false);
		/* without a token is not with another of the client's */
		if (option_alike(index, OPTION_TOKEN)) {
			option_texts_yield(texts, index);
			own->token = true;
		}
		own->connection = own->connection || option_is_of_connection(index);
		if (option_is_of_libcurl(index))
			own->of_libcurl = hvac_option_at(index)->name;
	}
	return HVAC_OK;
}

/* The adapter has one of libcurl's, with which other clients connect, too. */
static hvac_status refuse_option(const char *name, char **error)
{
	struct buffer text = { 0 };

	buffer_format(&text, "option %s: it cannot be changed for a derived client whose adapter wraps libcurl's; make a client of its own", name);
	*error = buffer_take(&text);
	return HVAC_CONFIG_ERROR;
}

static hvac_status fill_derived(hvac_client *client, hvac_client *derived, va_list list, char **error)
{
	struct option_texts texts = { 0 };
	struct difference own = { .of_libcurl = NULL };
	hvac_status status = option_texts_copy(&client->settings->texts, &texts);

	if (status == HVAC_OK)
		status = override(&texts, list, &own, error);
	if (status == HVAC_OK && own.of_libcurl && client->transport->adapter->wraps)
		status = refuse_option(own.of_libcurl, error);
	if (status == HVAC_OK)
		status = settings_new(&texts, &derived->settings, error);
	option_texts_free(&texts);
	if (status != HVAC_OK)
		return status;
	if (!own.token)
		derived->inline_login = stored_login_ref(client->inline_login);
	derived->slot = own.token ? token_slot_new() : token_slot_ref(client->slot);
	if (!derived->slot)
		return HVAC_NO_MEMORY;
	if (own.token) {
		status = read_token(derived, error);
		if (status != HVAC_OK)
			return status;
	}
	if (!own.connection) {
		derived->transport = transport_ref(client->transport);
		return HVAC_OK;
	}
	status = find_servers(derived, !client->transport->given, error);
	if (status != HVAC_OK)
		return status;
	return transport_derive(client->transport, derived->settings, &derived->passphrase, &derived->transport, error);
}

hvac_status hvac_client_derive(hvac_client *client, hvac_client **result, ...)
{
	hvac_client *derived = calloc(1, sizeof *derived);
	hvac_status status;
	char *error = NULL;
	va_list list;

	*result = NULL;
	if (!derived)
		return HVAC_NO_MEMORY;
	atomic_init(&derived->references, 1);
	derived->logger = client->logger;
	derived->clock = client->clock;
	derived->passphrase = client->passphrase;
	if (client->settings) {
		va_start(list, result);
		status = fill_derived(client, derived, list, &error);
		va_end(list);
	} else {
		status = HVAC_CONFIG_ERROR;
		error = text_copy(client->error, strlen(client->error));
	}
	if (status != HVAC_OK && !error) {
		client_unref(derived);
		return HVAC_NO_MEMORY;
	}
	if (status != HVAC_OK) {
		settings_unref(derived->settings);
		derived->settings = NULL;
		derived->error = error;
	}
	*result = derived;
	return status;
}

const char *hvac_client_error(const hvac_client *client)
{
	return client && client->error ? client->error : "";
}

void hvac_client_free(hvac_client *client)
{
	if (!client)
		return;
	if (client->transport)
		pool_cancel_all(client->transport, client);
	client_unref(client);
}

hvac_status hvac_client_set_token(hvac_client *client, const char *token)
{
	if (!client || !client->slot || (token && *token && (client->inline_login || !text_is_printable(token, strlen(token)))))
		return HVAC_CONFIG_ERROR;
	return token_set(client->slot, token, NULL, NULL);
}

char *hvac_client_token(hvac_client *client)
{
	struct token *token = NULL;
	char *copy = NULL;

	if (client && client->slot && token_get(client->slot, &token) == HVAC_OK && token)
		copy = text_copy(token->text, strlen(token->text));
	token_release(token);
	return copy;
}

hvac_status hvac_is_authenticated(hvac_client *client, bool *authenticated, hvac_response **response)
{
	struct token *token = NULL;
	hvac_status status = client && client->slot ? token_get(client->slot, &token) : HVAC_OK;
	hvac_response *own = NULL;

	*authenticated = false;
	if (!response)
		response = &own;
	*response = NULL;
	/* one that cannot be used has its call say why */
	if (token || (client && !client->settings)) {
		status = hvac_read(client, "auth/token/lookup-self", response);
		*authenticated = status == HVAC_OK;
	}
	/* a token that the server does not know is an answer, as it is for hvac */
	if (status == HVAC_FORBIDDEN || status == HVAC_INVALID_PATH || status == HVAC_INVALID_REQUEST)
		status = HVAC_OK;
	if (response == &own)
		hvac_response_free(own);
	token_release(token);
	return status;
}
