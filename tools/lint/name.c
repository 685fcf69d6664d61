/* SPDX-License-Identifier: MIT */
/* Rules on names: their letters, whether hvac has another one for the same thing, and the paths that they stand in. */
#include "lint.h"
#include "names.h"
#include "words.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void check_vendor(struct lint *lint)
{
	const char *name = lint->plugin->name, *end;

	if (names_have_engine(lint->names, lint->engine))
		return;
	end = strncmp(name, "x_", 2) == 0 ? strchr(name + 2, '_') : NULL;
	if (!end || end == name + 2 || !end[1])
		complain(lint, "call it x_VENDOR_%s: other names are libhvac's to give", name);
}

static void check_letters(struct lint *lint, const char *name)
{
	if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(name))
		complain(lint, "write names in small letters");
	if (strstr(name, "__") || name[0] == '_' || name[strlen(name) - 1] == '_')
		complain(lint, "put single underscores between words, and nowhere else");
}

void check_operation_letters(struct lint *lint)
{
	check_letters(lint, lint->operation->name);
}

void check_parameter_letters(struct lint *lint)
{
	check_letters(lint, lint->parameter->name);
}

/* Operations are no names by themselves, in C or C++: hvac_secrets_x_delete. Parameters are members of a struct. */
void check_keyword(struct lint *lint)
{
	static const char keywords[] = "alignas alignof and and_eq asm atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool break case catch "
		"char char8_t char16_t char32_t class co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue "
		"decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if import inline int long "
		"module mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public reflexpr register reinterpret_cast "
		"requires restrict return short signed sizeof static static_assert static_cast struct switch synchronized template this thread_local "
		"throw true try typedef typeid typename typeof union unsigned using virtual void volatile wchar_t while xor xor_eq";
	const char *name = lint->parameter->name;

	if (word_is_in((struct word){ name, strlen(name) }, keywords) && !names_have_parameter(lint->names, name))
		complain(lint, "give it another name and .wire = \"%s\": it is a keyword of C or C++", name);
}

static bool has_operation(const struct lint *lint, const char *name)
{
	for (size_t i = 0; i < row_count(lint->plugin); i++)
		if (strcmp(row_at(lint->plugin, i)->name, name) == 0)
			return true;
	return false;
}

void check_path(struct lint *lint)
{
	if (strncmp(lint->operation->path, "/v1/", 4) == 0)
		complain(lint, "leave out the /v1 at the path's beginning: the library puts it there");
}

void check_operation_name(struct lint *lint)
{
	const struct hvac_operation *operation = lint->operation;
	const hvac_value *method, *same = NULL;

	if (is_step(operation) || names_next(lint->names, &(size_t){ 0 }, lint->engine, operation->name))
		return;
	for (size_t i = 0; !same && (method = names_next(lint->names, &i, lint->engine, NULL));)
		if (names_same_request(method, operation->verb, operation->path) && !has_operation(lint, names_text(method, "operation")))
			same = method;
	if (same)
		complain(lint, "call it %s, as hvac does", names_text(same, "operation"));
}

/* hvac's name for what stands at the same place of the path: a method's parameter, or NULL. */
static const hvac_value *same_brace(const hvac_value *method, const struct hvac_operation *operation, const char *name)
{
	const char *own = operation->path, *other = names_text(method, "path");
	size_t length = strlen(name);

	if (!names_same_request(method, operation->verb, operation->path))
		return NULL;
	while ((own = strchr(own, '{')) && (other = strchr(other, '{'))) {
		const hvac_value *parameters = hvac_value_member(method, "parameters");
		size_t width = strcspn(++other, "}");

		if (strncmp(++own, name, length) != 0 || own[length] != '}')
			continue;
		for (size_t i = 0; i < hvac_value_count(parameters); i++) {
			const char *theirs = names_text(hvac_value_item(parameters, i), "name");

			if (strlen(theirs) == width && strncmp(theirs, other, width) == 0)
				return hvac_value_item(parameters, i);
		}
	}
	return NULL;
}

/* The same by what stands on the wire. */
static const hvac_value *same_wire(const hvac_value *method, const struct hvac_parameter *parameter)
{
	static const char *const places[] = { [HVAC_IN_QUERY] = "query", [HVAC_IN_HEADER] = "header", [HVAC_IN_BODY] = "body" };
	const hvac_value *parameters = hvac_value_member(method, "parameters");
	const char *wire = parameter->wire ? parameter->wire : parameter->name;

	if (parameter->in >= COUNT(places) || !places[parameter->in])
		return NULL;
	for (size_t i = 0; i < hvac_value_count(parameters); i++) {
		const hvac_value *theirs = hvac_value_item(parameters, i);
		const char *name = names_text(theirs, hvac_value_member(theirs, "wire") ? "wire" : "name");

		if (strcmp(names_text(theirs, "in"), places[parameter->in]) == 0 && strcmp(name, wire) == 0)
			return theirs;
	}
	return NULL;
}

void check_parameter_name(struct lint *lint)
{
	const char *name = lint->parameter->name, *better = NULL;
	const hvac_value *method;

	for (size_t i = 0; (method = names_next(lint->names, &i, lint->engine, lint->operation->name));) {
		const hvac_value *theirs = lint->parameter->in == HVAC_IN_PATH ? same_brace(method, lint->operation, name) : same_wire(method, lint->parameter);

		if (names_parameter(method, name))
			return;
		if (theirs && !better)
			better = names_text(theirs, "name");
	}
	if (better && !parameter_named(lint, lint->operation, better, strlen(better)))
		complain(lint, "call it %s, as hvac does", better);
}

struct synonym {
	const char *words, *hvac;
};

static const char *hvac_word(const struct synonym *synonyms, size_t count, struct word word)
{
	for (size_t i = 0; i < count; i++)
		if (word_is_in(word, synonyms[i].words))
			return synonyms[i].hvac;
	return NULL;
}

/* Whether hvac begins the name of an operation of this engine with this word. */
static bool is_verb_of_hvac(const struct lint *lint, struct word verb)
{
	const hvac_value *method;

	for (size_t i = 0; (method = names_next(lint->names, &i, lint->engine, NULL));) {
		const char *theirs = names_text(method, "operation");

		if (strncmp(theirs, verb.text, verb.length) == 0 && (!theirs[verb.length] || theirs[verb.length] == '_'))
			return true;
	}
	return false;
}

void check_operation_synonym(struct lint *lint)
{
	static const struct synonym verbs[] = {
		{ "describe display fetch get retrieve show view", "read" }, { "del drop erase remove", "delete" }, { "enumerate ls", "list" }, { "add insert make new", "create" }, { "change modify", "update" }, { "upsert", "create_or_update" },
		{ "config setup", "configure" }, { "gen", "generate" }, { "find", "lookup" }, { "extend prolong", "renew" },
		{ "authenticate logon signin", "login" },
	};
	const char *name = lint->operation->name, *rest = name, *better;
	struct word verb = { name, strcspn(name, "_") };

	rest += verb.length;
	better = hvac_word(verbs, COUNT(verbs), verb);
	if (better && !is_step(lint->operation) && !is_verb_of_hvac(lint, verb) && !names_next(lint->names, &(size_t){ 0 }, NULL, name))
		complain(lint, "call it %s%s: hvac says %s", better, rest, better);
}

/* Whether the name is the author's to choose, and not just the server's. */
static bool is_chosen(const struct hvac_parameter *parameter)
{
	bool named_by_server = parameter->in == HVAC_IN_BODY || parameter->in == HVAC_IN_QUERY;

	return !named_by_server || (parameter->wire && strcmp(parameter->wire, parameter->name) != 0);
}

void check_parameter_synonym(struct lint *lint)
{
	static const struct synonym nouns[] = {
		{ "backend_path engine_path mount mount_at mount_name mount_path mountpoint", "mount_point" },
		{ "login_name user user_name", "username" }, { "pass passwd pwd", "password" }, { "rolename", "role_name" },
		{ "lease lease_identifier", "lease_id" }, { "keep_token set_token store_token", "use_token" },
		{ "response_wrap_ttl wrap wrapping_ttl", "wrap_ttl" }, { "lifetime time_to_live", "ttl" }, { "max_lifetime", "max_ttl" },
		{ "descr description_text", "description" }, { "conf configuration", "config" }, { "opts", "options" },
		{ "token_accessor", "accessor" }, { "secret_path", "path" }, { "cert_type", "type" },
	};
	const char *name = lint->parameter->name;
	const char *better = hvac_word(nouns, COUNT(nouns), (struct word){ name, strlen(name) });

	if (better && is_chosen(lint->parameter) && !names_have_parameter(lint->names, name))
		complain(lint, "call it %s, as hvac does", better);
}

/* In an engine that hvac has, one may differ in number from another engine's: approle's read_policies, sys's read_policy. */
void check_operation_spelling(struct lint *lint)
{
	const char *name = lint->operation->name, *better = NULL;
	bool known = names_have_engine(lint->names, lint->engine);
	const hvac_value *method;

	for (size_t i = 0; (method = names_next(lint->names, &i, NULL, NULL));) {
		const char *theirs = names_text(method, "operation");

		if (strcmp(theirs, name) == 0)
			return;
		if (!better && (same_letters(theirs, name) ||
		                ((!known || strcmp(names_text(method, "engine"), lint->engine) == 0) && same_but_for_number(theirs, name))))
			better = theirs;
	}
	if (better && !is_step(lint->operation))
		complain(lint, "write %s, as hvac does", better);
}

void check_parameter_spelling(struct lint *lint)
{
	const char *name = lint->parameter->name, *better = NULL;
	const hvac_value *method;

	if (!is_chosen(lint->parameter))
		return;
	for (size_t i = 0; (method = names_next(lint->names, &i, NULL, NULL));) {
		const hvac_value *parameters = hvac_value_member(method, "parameters");

		for (size_t j = 0; j < hvac_value_count(parameters); j++) {
			const char *theirs = names_text(hvac_value_item(parameters, j), "name");

			if (strcmp(theirs, name) == 0)
				return;
			if (!better && (same_letters(theirs, name) || same_but_for_number(theirs, name)))
				better = theirs;
		}
	}
	if (better)
		complain(lint, "write %s, as hvac does", better);
}
