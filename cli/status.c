/* SPDX-License-Identifier: MIT */
/* hvac status: the server, the token, the engines. All of it is one value, in the server's own words, which scripts get as it is and
 * people as a table. What a server is in is no failure, nor is a token that it does not know: only a server that cannot be
 * reached. */
#define _GNU_SOURCE 1
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "command.h"
#include "connect.h"
#include "failure.h"
#include "member.h"
#include "output.h"
#include "table.h"

/* What is asked: by an engine's operation, or by a plain path where that engine is not installed. */
struct question {
	const char *engine, *operation, *path;
};
static const struct question ask_seal = { "sys", "read_seal_status", "sys/seal-status" };
static const struct question ask_leader = { "sys", "read_leader_status", "sys/leader" };
static const struct question ask_token = { "auth/token", "lookup_self", "auth/token/lookup-self" };

static hvac_response *ask(hvac_client *client, const struct question *question)
{
	hvac_response *response = NULL;
	hvac_status status = hvac_call(client, question->engine, question->operation, NULL, &response);
	if (status == HVAC_PLUGIN_NOT_FOUND || status == HVAC_PLUGIN_REFUSED) {
		hvac_response_free(response);
		response = NULL;
		hvac_read(client, question->path, &response);
	}
	return response;
}

/* The value that is put together. */
struct state {
	hvac_value *map;
	bool out_of_memory;
};

static void put(struct state *state, const char *name, hvac_value *value)
{
	if (hvac_value_adopt_member(state->map, name, value) != HVAC_OK)
		state->out_of_memory = true;
}

static void put_copy(struct state *state, const char *name, const hvac_value *value)
{
	put(state, name, value ? hvac_value_copy(value) : hvac_value_new_null());
}

static void put_string(struct state *state, const char *name, const char *text)
{
	put(state, name, text ? hvac_value_new_string(text) : hvac_value_new_null());
}

/* OpenBao names the date of its commit since 2.6; both had other names for it before. NULL: it could be either. */
static const char *kind_of(const hvac_value *seal)
{
	const char *version = member_string(seal, "version");
	if (hvac_value_member(seal, "commit_date"))
		return "OpenBao";
	return version && strncmp(version, "1.", 2) == 0 ? "Vault" : NULL;
}

/* The one that answered, of several. */
static void put_address(struct state *state, const char *url)
{
	static const char asked[] = "/v1/sys/seal-status";
	size_t length = url ? strlen(url) : 0, end = sizeof(asked) - 1;
	if (length > end && strcmp(url + length - end, asked) == 0)
		put(state, "address", hvac_value_new_text(url, length - end));
	else
		put_string(state, "address", url);
}

static void put_server(struct state *state, const hvac_response *seal)
{
	put_address(state, hvac_response_url(seal));
	put_string(state, "namespace", hvac_response_namespace(seal));
	put_string(state, "kind", kind_of(hvac_response_json(seal)));
	put_copy(state, "seal", hvac_response_json(seal));
}

/* What lookup-self says, but for the token itself. */
static void put_token(struct state *state, hvac_client *client)
{
	char *token = hvac_client_token(client);
	hvac_response *response = token ? ask(client, &ask_token) : NULL;
	const hvac_value *data = hvac_response_data(response);
	bool known = hvac_value_kind(data) == HVAC_KIND_MAP;
	hvac_value *shown = known ? hvac_value_copy(data) : hvac_value_new_null();
	if (known)
		hvac_value_remove(shown, "id");
	put(state, "token", shown);
	if (token && !known)
		put_string(state, "token_error", hvac_response_status(response) == HVAC_OK ? "the answer has no data" : hvac_response_message(response));
	hvac_response_free(response);
	hvac_text_free(token);
}

static hvac_value *summary_of(const hvac_value *engine, bool *out_of_memory)
{
	static const char *const names[] = { "engine", "version", "file", "error" };
	struct state summary = { hvac_value_new_map(), false };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (hvac_value_member(engine, names[i]))
			put_copy(&summary, names[i], hvac_value_member(engine, names[i]));
	*out_of_memory = *out_of_memory || summary.out_of_memory;
	return summary.map;
}

static void put_engines(struct state *state)
{
	hvac_value *list = NULL, *engines = hvac_value_new_list();
	if (hvac_plugin_list(&list) != HVAC_OK)
		state->out_of_memory = true;
	for (size_t i = 0; i < hvac_value_count(list); i++)
		if (hvac_value_adopt_item(engines, summary_of(hvac_value_item(list, i), &state->out_of_memory)) != HVAC_OK)
			state->out_of_memory = true;
	put(state, "engines", engines);
	hvac_value_free(list);
}

/* A sealed server answers nothing else; the members are there all the same. */
static void put_all(struct state *state, hvac_client *client, const hvac_response *seal)
{
	static const char *const others[] = { "leader", "token", "token_error" };
	put_server(state, seal);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		put_copy(state, others[i], NULL);
	if (!member_is_true(hvac_response_json(seal), "sealed")) {
		hvac_response *leader = ask(client, &ask_leader);
		put_copy(state, "leader", hvac_response_status(leader) == HVAC_OK ? hvac_response_json(leader) : NULL);
		hvac_response_free(leader);
		put_token(state, client);
	}
	put_engines(state);
}

static void add_row(struct table *table, const char *name, const char *text)
{
	if (text) {
		table_add_string(table, name);
		table_add_string(table, text);
	}
}

static void add_server(struct table *table, const hvac_value *state)
{
	const hvac_value *seal = hvac_value_member(state, "seal"), *leader = hvac_value_member(state, "leader");
	const char *kind = member_string(state, "kind"), *version = member_string(seal, "version"), *type = member_string(seal, "type");
	bool sealed = member_is_true(seal, "sealed"), initialized = member_is_true(seal, "initialized");
	add_row(table, "address", member_string(state, "address"));
	add_row(table, "namespace", member_string(state, "namespace"));
	table_add_string(table, "server");
	table_add_format(table, "%s %s", kind ? kind : "Vault or OpenBao", version ? version : "");
	add_row(table, "cluster", member_string(seal, "cluster_name"));
	add_row(table, "storage", member_string(seal, "storage_type"));
	table_add_string(table, "state");
	table_add_styled(table, sealed ? STYLE_ERROR : STYLE_GOOD, !initialized ? "not initialized" : sealed ? "sealed" : "unsealed");
	if (initialized) {
		table_add_string(table, "seal");
		table_add_format(table, "%s, %" PRId64 " of %" PRId64 " keys open it", type ? type : "", member_integer(seal, "t"), member_integer(seal, "n"));
	}
	if (initialized && sealed) {
		table_add_string(table, "keys given");
		table_add_format(table, "%" PRId64, member_integer(seal, "progress"));
	}
	if (hvac_value_kind(leader) == HVAC_KIND_MAP)
		add_row(table, "availability", !member_is_true(leader, "ha_enabled") ? "this server alone" : member_is_true(leader, "is_self") ? "active" : "standby");
	if (member_is_true(leader, "ha_enabled") && !member_is_true(leader, "is_self"))
		add_row(table, "active", member_string(leader, "leader_address"));
}

/* A token of root ends never. */
static void add_time_left(struct table *table, const hvac_value *token)
{
	int64_t seconds = member_integer(token, "ttl");
	table_add_string(table, "time left");
	if (seconds == 0 && !member_string(token, "expire_time"))
		table_add_string(table, "it does not end");
	else
		table_add_format(table, "%" PRId64 "h %" PRId64 "m %" PRId64 "s", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void add_list(struct table *table, const char *name, const hvac_value *list)
{
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		add_row(table, i == 0 ? name : "", hvac_value_string(hvac_value_item(list, i), NULL));
		table_hang(table);
	}
}

static void add_token(struct table *table, const hvac_value *state)
{
	const hvac_value *token = hvac_value_member(state, "token");
	const char *error = member_string(state, "token_error"), *name = member_string(token, "display_name");
	bool known = hvac_value_kind(token) == HVAC_KIND_MAP;
	if (member_is_true(hvac_value_member(state, "seal"), "sealed"))
		return;
	table_add_string(table, "token");
	table_add_styled(table, error ? STYLE_WARNING : STYLE_PLAIN, error ? error : known ? name : "none");
	if (!known)
		return;
	add_list(table, "policies", hvac_value_member(token, "policies"));
	add_list(table, "of its entity", hvac_value_member(token, "identity_policies"));
	add_time_left(table, token);
	add_row(table, "renewable", member_is_true(token, "renewable") ? "yes" : "no");
}

static void add_engines(struct table *table, const hvac_value *engines)
{
	for (size_t i = 0; i < hvac_value_count(engines); i++) {
		const hvac_value *engine = hvac_value_item(engines, i);
		const char *error = member_string(engine, "error"), *version = member_string(engine, "version");
		table_add_string(table, i == 0 ? "engines" : "");
		table_add_format(table, "%s%s%s", member_string(engine, "engine"), error ? ", refused: " : " ", error ? error : version ? version : "");
	}
	if (hvac_value_count(engines) == 0)
		add_row(table, "engines", "none");
}

static int print_table(const struct command_line *line, const hvac_value *state)
{
	struct table table;
	table_begin(&table, 2, 0);
	add_server(&table, state);
	add_token(&table, state);
	add_engines(&table, hvac_value_member(state, "engines"));
	return output_rows(line, &table);
}

static int print(const struct command_line *line, const hvac_value *state)
{
	const hvac_value *value = line->field ? hvac_value_at(state, line->field) : state;
	if (!value)
		return failure(line, HVAC_UNEXPECTED_ERROR, "the status has no field %s", line->field);
	if (line->field)
		return output_value(line, value);
	return line->format == FORMAT_TABLE ? print_table(line, state) : output_json_line(line, state);
}

static int tell(const struct command_line *line, hvac_client *client)
{
	hvac_response *seal = ask(client, &ask_seal);
	struct state state = { NULL, false };
	int code;
	if (hvac_response_status(seal) != HVAC_OK) {
		code = failure_of_response(line, seal);
	} else {
		state.map = hvac_value_new_map();
		put_all(&state, client, seal);
		code = state.out_of_memory ? failure_local(line, "memory ran out") : print(line, state.map);
	}
	hvac_value_free(state.map);
	hvac_response_free(seal);
	return code;
}

int command_status(const struct command_line *line)
{
	hvac_client *client;
	if (line->n_words > 0)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac status takes no words, only flags");
	int code = connect_reader(line, false, &client);
	if (code == EXIT_OK)
		code = tell(line, client);
	hvac_client_free(client);
	return code;
}
