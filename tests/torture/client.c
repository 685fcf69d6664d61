/* SPDX-License-Identifier: MIT */
/* Clients: made, changed, derived, with their tokens, and what the environment says of them. */
#include "outage.h"
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct line lines[] = {
	{ "GET /v1/secret/app", 200, "{\"data\":{\"password\":\"" MARK "\"}}", NULL },
	{ "GET /v1/auth/token/lookup-self", 200, "{\"data\":{\"id\":\"hvs.another-" MARK "\",\"ttl\":3600}}", NULL },
	{ 0 },
};
static const char *const options[] = { "token", TOKEN, NULL };

static hvac_status read_app(hvac_client *client)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_read(client, "secret/app", &response);

	status = stage_take(status, response);
	if (status == HVAC_OK)
		DEMAND(hvac_response_string(response, "password"));
	return status;
}

static void log_line(void *context, hvac_log_level level, const char *line)
{
	(void)level;
	++*(unsigned *)context;
	DEMAND(!strstr(line, MARK));
}

static int passphrase(void *context, char *buffer, int size)
{
	(void)context;
	return snprintf(buffer, (size_t)size, "%s", MARK);
}

/* Everything that a config can be told. */
static hvac_status make_client(void)
{
	static const char *const texts[][2] = {
		{ "address", "https://one:8200/prefix,https://two:8200" }, { "token", TOKEN }, { "namespace", "team/a" }, { "timeout", "5s" },
		{ "headers", "{\"X-Own\":\"" MARK "\",\"X-Other\":\"b\"}" }, { "rate_limit", "100:10" }, { "max_retries", "1" }, { "proxy_address", "http://u:" MARK "@proxy:3128" },
	};
	hvac_config *config = hvac_config_new();
	hvac_client *client = NULL;
	unsigned logged = 0;
	hvac_status status = HVAC_OK;

	NEED(config);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		TRY(hvac_config_set(config, texts[i][0], texts[i][1]));
	hvac_config_log(config, HVAC_LOG_DEBUG, log_line, &logged);
	hvac_config_passphrase(config, passphrase, NULL);
	hvac_config_adapter(config, stage_adapter(lines));
	hvac_config_clock(config, &stage.clock);
	status = hvac_client_new(config, &client);
	DEMAND(!client == (status != HVAC_OK));
done:
	snprintf(stage.sentence, sizeof stage.sentence, "%s", hvac_config_error(config));
	hvac_config_free(config);
	hvac_client_free(client);
	return status;
}

static char folder[64], token_file[96];

static void make_token_file(void)
{
	FILE *file;

	snprintf(folder, sizeof folder, "/tmp/hvac-torture-XXXXXX");
	if (!mkdtemp(folder))
		abort();
	snprintf(token_file, sizeof token_file, "%s/.vault-token", folder);
	file = fopen(token_file, "w");
	if (!file || fputs(TOKEN "\n", file) < 0 || fclose(file) != 0 || chmod(token_file, 0600) != 0)
		abort();
	setenv("HOME", folder, 1);
	setenv("VAULT_ADDR", "http://one:8200", 1);
	setenv("BAO_NAMESPACE", "team", 1);
	setenv("VAULT_MAX_RETRIES", "3", 1);
}

static void remove_token_file(void)
{
	unlink(token_file);
	rmdir(folder);
}

static hvac_status read_environment(void)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client = NULL;
	hvac_task *task = NULL;
	hvac_value *requests = NULL;
	hvac_status status = HVAC_OK;

	NEED(config);
	hvac_config_adapter(config, stage_adapter(lines));
	hvac_config_clock(config, &stage.clock);
	status = hvac_config_from_env(config);
	if (status == HVAC_OK)
		status = hvac_client_new(config, &client);
	if (status != HVAC_OK)
		snprintf(stage.sentence, sizeof stage.sentence, "%s", hvac_config_error(config));
	if (status != HVAC_OK)
		goto done;
	TRY(hvac_task_new_path(client, "GET", "secret/a", NULL, NULL, &task));
	TRY(hvac_task_dry_run(task, false, &requests));
	/* in a home that cannot be looked into there is no token */
	DEMAND(hvac_value_at(requests, "/0/headers/X-Vault-Token") || (outage_of() && !strcmp(outage_of()->name, "stat")));
	DEMAND(hvac_value_at(requests, "/0/headers/X-Vault-Namespace"));
done:
	hvac_value_free(requests);
	hvac_task_free(task);
	hvac_config_free(config);
	hvac_client_free(client);
	return status;
}

static hvac_status change_token(void)
{
	char *before = NULL, *after = NULL;
	bool authenticated = false;
	hvac_response *response = NULL;
	hvac_status status;

	NEED(before = hvac_client_token(stage.client));
	TRY(hvac_client_set_token(stage.client, "hvs.another-" MARK));
	NEED(after = hvac_client_token(stage.client));
	DEMAND(!strcmp(after, "hvs.another-" MARK));
	status = hvac_is_authenticated(stage.client, &authenticated, &response);
	TRY(stage_take(status, response));
	DEMAND(authenticated);
	TRY(hvac_client_set_token(stage.client, TOKEN));
	status = read_app(stage.client);
done:
	hvac_text_free(before);
	hvac_text_free(after);
	return status;
}

static hvac_status hand_over(void)
{
	static const char login[] = "{\"auth\":{\"client_token\":\"hvs.handed-" MARK "\",\"accessor\":\"a\",\"lease_duration\":3600,\"renewable\":true},"
	                            "\"expires_at\":1900000000}";
	hvac_client *heir = NULL;
	char *text = NULL, *token = NULL;
	hvac_status status;

	TRY(hvac_client_import_token(stage.client, login));
	NEED(text = hvac_client_export_token(stage.client));
	TRY(hvac_client_derive(stage.client, &heir, "token", "hvs.own-" MARK, NULL));
	TRY(hvac_client_import_token(heir, text));
	NEED(token = hvac_client_token(heir));
	DEMAND(!strcmp(token, "hvs.handed-" MARK));
	status = read_app(heir);
done:
	hvac_text_free(text);
	hvac_text_free(token);
	hvac_client_free(heir);
	return status;
}

static hvac_status derive(void)
{
	hvac_client *team = NULL, *own = NULL, *inner = NULL;
	hvac_status status;

	TRY(hvac_client_derive(stage.client, &team, "namespace", "team", "wrap_ttl", "60s", NULL));
	DEMAND(!*hvac_client_error(team));
	TRY(hvac_client_derive(team, &own, "token", "hvs.own-" MARK, "headers", "{\"X-Own\":\"" MARK "\"}", "read_your_writes", "true", NULL));
	TRY(hvac_client_derive(own, &inner, "timeout", "1s", "max_retries", "0", "address", "http://two:8200", NULL));
	TRY(read_app(team));
	TRY(read_app(own));
	status = read_app(inner);
done:
	if (status != HVAC_OK && !*stage.sentence && own)
		snprintf(stage.sentence, sizeof stage.sentence, "%s", hvac_client_error(own));
	hvac_client_free(team);
	hvac_client_free(own);
	hvac_client_free(inner);
	return status;
}

static hvac_status log_in_with_each(void)
{
	hvac_client *client = NULL;
	hvac_status status = hvac_client_inline(stage.client, "auth/approle", "login",
	                                        HVAC_ARGS(hvac_string("role_id", "web"), hvac_string("secret_id", MARK)), &client);

	if (status == HVAC_OK)
		status = read_app(client);
	else
		DEMAND(!client || *hvac_client_error(client) || status == HVAC_NO_MEMORY);
	hvac_client_free(client);
	return status;
}

static hvac_status wipe_transport(void)
{
	return hvac_wipe_transport();
}

const struct scenario client_scenarios[] = {
	{ .name = "a client made and freed", .run = make_client, .flags = SCENARIO_BARE },
	{ .name = "a client of the environment and a token file", .run = read_environment, .flags = SCENARIO_BARE, .before = make_token_file, .after = remove_token_file },
	{ .name = "a token set by hand", .run = change_token, .lines = lines, .options = options },
	{ .name = "a token handed over", .run = hand_over, .lines = lines, .options = options },
	{ .name = "derived clients", .run = derive, .lines = lines, .options = options },
	{ .name = "a client that logs in with each request", .run = log_in_with_each, .lines = lines, .options = options },
	{ .name = "transport wiped", .run = wipe_transport, .flags = SCENARIO_BARE | SCENARIO_FRESH },
	{ 0 },
};
