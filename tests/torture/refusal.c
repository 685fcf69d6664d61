/* SPDX-License-Identifier: MIT */
/* Refusals: what is refused without memory is refused for that, and what is refused names what was wrong. */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct line lines[] = {
	{ "GET /v1/away", 307, NULL, "Location: https://elsewhere:8200/v1/away\r\n" },
	{ "GET /v1/denied", 403, "{\"errors\":[\"permission denied\",\"you sent " TOKEN "\"]}", NULL },
	{ "GET /v1/page", 200, "<html>fish</html>", "Content-Type: text/html\r\n" },
	{ "GET /v1/text", 500, "an error of " TOKEN, "Content-Type: text/plain\r\n" },
	{ 0 },
};
static const char *const options[] = { "token", TOKEN, "max_retries", "0", NULL };

#define KV "secrets/kv_v2"

static hvac_status call(const char *engine, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_call(stage.client, engine, operation, arguments, &response);

	return stage_take(status, response);
}

static hvac_status refuse_arguments(void)
{
	hvac_status status;

	TRY(stage_refused(call(KV, "read_secret_versoin", NULL), HVAC_NO_SUCH_OPERATION, "read_secret_version"));
	TRY(stage_refused(call(KV, "read_secret_version", NULL), HVAC_PARAM_VALIDATION_ERROR, "path"));
	TRY(stage_refused(call(KV, "read_secret_version", HVAC_ARGS(hvac_string("path", "a"), hvac_string("pth", "a"))), HVAC_PARAM_VALIDATION_ERROR, "pth"));
	TRY(stage_refused(call(KV, "read_secret_version", HVAC_ARGS(hvac_string("path", "a"), hvac_string("version", MARK))), HVAC_PARAM_VALIDATION_ERROR, "version"));
	TRY(stage_refused(call(KV, "read_secret_version", HVAC_ARGS(hvac_string("path", ""))), HVAC_PARAM_VALIDATION_ERROR, "path"));
	TRY(stage_refused(call(KV, "read_secret_version", HVAC_ARGS(hvac_string("path", "a"), hvac_string("path", "b"))), HVAC_PARAM_VALIDATION_ERROR, "path"));
	TRY(stage_refused(call(KV, "read_secret_version", HVAC_ARGS(hvac_string("path", "a/../b"))), HVAC_PARAM_VALIDATION_ERROR, "path"));
	TRY(stage_refused(call(KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "a"), hvac_json("secret", "{" MARK))), HVAC_PARAM_VALIDATION_ERROR, "secret"));
	TRY(stage_refused(call(KV, "create_or_update_secret", HVAC_ARGS(hvac_string("path", "a"), hvac_file("secret", "/nowhere/at/all"))), HVAC_PARAM_VALIDATION_ERROR, "/nowhere/at/all"));
	status = stage_refused(call("secrets/Kv", "read", NULL), HVAC_PLUGIN_NOT_FOUND, "is no engine's id");
done:
	return status;
}

static hvac_status read_path(const char *path)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_read(stage.client, path, &response);

	return stage_take(status, response);
}

static hvac_status refuse_answers(void)
{
	hvac_status status;

	TRY(stage_refused(read_path("away"), HVAC_REDIRECT_REFUSED, "elsewhere"));
	TRY(stage_refused(read_path("denied"), HVAC_FORBIDDEN, "permission denied"));
	TRY(stage_refused(read_path("page"), HVAC_MALFORMED_ANSWER, "web page"));
	TRY(stage_refused(read_path("text"), HVAC_INTERNAL_SERVER_ERROR, "an error of"));
	TRY(stage_refused(read_path("nothing"), HVAC_INVALID_PATH, "404"));
	status = stage_refused(read_path(""), HVAC_PARAM_VALIDATION_ERROR, "path");
done:
	return status;
}

static hvac_status refuse_option(const char *name, const char *text, const char *says)
{
	hvac_config *config = hvac_config_new();
	hvac_client *client = NULL;
	hvac_status status;

	hvac_config_set(config, name, text);
	hvac_config_adapter(config, stage_adapter(lines));
	status = hvac_client_new(config, &client);
	DEMAND(!client);
	snprintf(stage.sentence, sizeof stage.sentence, "%s", hvac_config_error(config));
	hvac_config_free(config);
	return stage_refused(status, HVAC_CONFIG_ERROR, says);
}

static hvac_status refuse_options(void)
{
	hvac_status status;

	TRY(refuse_option("adress", "http://one", "address"));
	TRY(refuse_option("address", "ftp://one", "address"));
	TRY(refuse_option("address", "http://one:8200?query", "address"));
	TRY(refuse_option("token", "two\nlines", "token"));
	TRY(refuse_option("token_file", "/nowhere/at/all", "/nowhere/at/all"));
	TRY(refuse_option("headers", "[1]", "headers"));
	TRY(refuse_option("rate_limit", "fast", "rate_limit"));
	TRY(refuse_option("timeout", "soon", "timeout"));
	status = refuse_option("client_cert", "/cert.pem", "client_key");
done:
	return status;
}

static hvac_status refuse_derived(void)
{
	hvac_client *derived = NULL;
	hvac_status status = hvac_client_derive(stage.client, &derived, "timeout", "soon", NULL);
	hvac_response *response = NULL;

	snprintf(stage.sentence, sizeof stage.sentence, "%s", hvac_client_error(derived));
	TRY(stage_refused(status, HVAC_CONFIG_ERROR, "timeout"));
	status = hvac_read(derived, "denied", &response);
	status = stage_refused(stage_take(status, response), HVAC_CONFIG_ERROR, "timeout");
done:
	hvac_client_free(derived);
	return status;
}

/* Engines that are none. */
static char folder[64], kind[96], file[128];

static void make_engine(void)
{
	FILE *out;

	snprintf(folder, sizeof folder, "/tmp/hvac-torture-XXXXXX");
	if (!mkdtemp(folder))
		abort();
	snprintf(kind, sizeof kind, "%s/secrets", folder);
	snprintf(file, sizeof file, "%s/x_test_text.so", kind);
	if (mkdir(kind, 0755) != 0 || !(out = fopen(file, "w")) || fputs("no engine", out) < 0 || fclose(out) != 0)
		abort();
	setenv("HVAC_PLUGIN_PATH", folder, 1);
}

static void remove_engine(void)
{
	unlink(file);
	rmdir(kind);
	rmdir(folder);
}

static hvac_status refuse_engines(void)
{
	hvac_value *engines = NULL;
	hvac_status status;

	TRY(stage_refused(call("secrets/x_test_text", "read", NULL), HVAC_PLUGIN_REFUSED, "x_test_text"));
	TRY(stage_refused(call("secrets/x_test_none", "read", NULL), HVAC_PLUGIN_NOT_FOUND, "x_test_none"));
	TRY(hvac_plugin_list(&engines));
	DEMAND(hvac_value_count(engines) > 0);
done:
	hvac_value_free(engines);
	return status;
}

const struct scenario refusal_scenarios[] = {
	{ .name = "arguments refused", .run = refuse_arguments, .lines = lines, .options = options },
	{ .name = "answers refused", .run = refuse_answers, .lines = lines, .options = options },
	{ .name = "options refused", .run = refuse_options, .flags = SCENARIO_BARE },
	{ .name = "a derived client refused", .run = refuse_derived, .lines = lines, .options = options },
	{ .name = "engines refused", .run = refuse_engines, .lines = lines, .options = options, .before = make_engine, .after = remove_engine },
	{ 0 },
};
