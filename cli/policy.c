/* SPDX-License-Identifier: MIT */
/* The policy of a call: the requests of a dry run, each with what the engine's table says that it takes, and the steps that
 * hooks may make besides. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "failure.h"
#include "member.h"
#include "output.h"
#include "parameters.h"
#include "policy.h"
#include "text.h"

/* In the order in which they are printed. */
static const char *const capabilities[] = { "create", "read", "update", "patch", "delete", "list", "scan", "sudo" };
enum { CREATE = 1, READ = 2, UPDATE = 4, PATCH = 8, DELETE = 16, LIST = 32, SCAN = 64, N_CAPABILITIES = 8 };

/* What a request takes of which no table says more. */
static const struct method {
	const char *name;
	unsigned takes;
} methods[] = {
	{ "GET", READ }, { "HEAD", READ }, { "LIST", LIST }, { "SCAN", SCAN }, { "POST", CREATE | UPDATE }, { "PUT", CREATE | UPDATE },
	{ "PATCH", PATCH }, { "DELETE", DELETE },
};

struct rule {
	char *path;
	unsigned takes;                  /* bits: places in `capabilities` */
};

struct policy {
	struct rule *rules;
	size_t count;
	bool out_of_memory;
};

/* One rule for each path, which is owned from here on. NULL: memory ran out. */
static void add(struct policy *policy, char *path, unsigned takes)
{
	struct rule *rules;
	for (size_t i = 0; path && i < policy->count; i++)
		if (strcmp(policy->rules[i].path, path) == 0) {
			policy->rules[i].takes |= takes;
			free(path);
			return;
		}
	rules = path ? reallocarray(policy->rules, policy->count + 1, sizeof(*rules)) : NULL;
	if (!rules) {
		policy->out_of_memory = true;
		free(path);
		return;
	}
	policy->rules = rules;
	rules[policy->count++] = (struct rule){ path, takes };
}

static int hexadecimal(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The server's path of a URL, as plain text, which a policy has. To be freed; NULL: no memory. */
static char *path_of(const char *url)
{
	static const char start[] = "/v1/";
	char *path = strdup(strncmp(url, start, strlen(start)) == 0 ? url + strlen(start) : url), *to = path;
	for (const char *from = path; from && *from && *from != '?'; from++) {
		bool encoded = *from == '%' && hexadecimal(from[1]) >= 0 && hexadecimal(from[2]) >= 0;
		*to++ = encoded ? (char)(hexadecimal(from[1]) * 16 + hexadecimal(from[2])) : *from;
		from += encoded ? 2 : 0;
	}
	if (to)
		*to = '\0';
	return path;
}

/* What strict_http sends instead of LIST and SCAN says so in the query. */
static const char *method_of(const hvac_value *request, const char *url)
{
	const char *method = member_string(request, "method"), *query = strchr(url, '?');
	if (query && strcmp(method, "GET") == 0 && strstr(query, "list=true"))
		return "LIST";
	return query && strcmp(method, "GET") == 0 && strstr(query, "scan=true") ? "SCAN" : method;
}

static unsigned takes_of_method(const char *method)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].name, method) == 0)
			return methods[i].takes;
	return 0;
}

static unsigned takes_of_row(const hvac_value *row)
{
	const hvac_value *list = hvac_value_member(row, "capabilities");
	unsigned takes = 0;
	for (size_t i = 0; i < hvac_value_count(list); i++)
		for (size_t bit = 0; bit < N_CAPABILITIES; bit++)
			if (strcmp(hvac_value_string(hvac_value_item(list, i), NULL), capabilities[bit]) == 0)
				takes |= 1u << bit;
	return takes;
}

/* A parameter's value as text: the argument, else what the table sends without one. NULL: neither, or no memory. */
static char *value_of(const struct call *call, const hvac_value *parameters, const char *name)
{
	char *text = arguments_text(call->arguments, name);
	const char *dflt = member_string(parameters_named(parameters, name), "default");
	size_t length = dflt ? strlen(dflt) : 0;
	if (text || !dflt)
		return text;
	if (length > 2 && dflt[0] == '{' && dflt[length - 1] == '}') {
		char *other = strndup(dflt + 1, length - 2);
		text = other ? arguments_text(call->arguments, other) : NULL;
		free(other);
		return text;
	}
	return strdup(dflt);
}

/* Segments as the library writes them: no empty ones. */
static void fold(char *path)
{
	char *to = path;
	for (const char *from = path; *from; from++)
		if (*from != '/' || (to > path && to[-1] != '/'))
			*to++ = *from;
	if (to > path && to[-1] == '/')
		to--;
	*to = '\0';
}

/* The path of a row with the call's arguments in it, to be freed. NULL: an argument that it needs was not given, or no memory, which
 * errno tells apart and the policy is told. */
static char *expand(struct policy *policy, const struct call *call, const hvac_value *parameters, const char *template)
{
	errno = 0;
	char *path = strdup("");
	while (path && *template) {
		size_t plain = strcspn(template, "{"), name_length = strcspn(template + plain, "}");
		char *name = template[plain] ? strndup(template + plain + 1, name_length - 1) : NULL;
		char *value = name ? value_of(call, parameters, name) : template[plain] ? NULL : strdup(""), *longer = NULL;
		if (value && asprintf(&longer, "%s%.*s%s", path, (int)plain, template, value) < 0)
			longer = NULL;
		template += plain + (template[plain] ? name_length + 1 : 0);
		free(name);
		free(value);
		free(path);
		path = longer;
	}
	if (path)
		fold(path);
	else if (errno == ENOMEM)
		policy->out_of_memory = true;
	return path;
}

/* An operation's rows: the main one at 0, the others behind it. NULL past the last. */
static const hvac_value *row_at(const hvac_value *operation, size_t index)
{
	return index == 0 ? operation : hvac_value_item(hvac_value_member(operation, "also"), index - 1);
}

static bool is_step(const hvac_value *row)
{
	const char *when = member_string(row, "when");
	return when && *when == '@';
}

static bool has_verb(const hvac_value *row, const char *method)
{
	return strcmp(member_string(row, "verb"), method) == 0;
}

/* The requests of the dry run: with what the rows that make them take, where there are such. Whether a step is among them: the answer
 * that it waits for is one that a dry run does not have. */
static bool add_requests(struct policy *policy, const hvac_value *requests, const struct call *call, const hvac_value *operation)
{
	const hvac_value *parameters = hvac_value_member(operation, "parameters"), *row;
	bool has_step = false;
	for (size_t i = 0; i < hvac_value_count(requests); i++) {
		const hvac_value *request = hvac_value_item(requests, i);
		const char *url = member_string(request, "url"), *method = method_of(request, url);
		unsigned takes = takes_of_method(method);
		/* another host, or no token */
		if (*url != '/' || !hvac_value_at(request, "/headers/X-Vault-Token"))
			continue;
		char *path = path_of(url);
		for (size_t j = 0; operation && path && (row = row_at(operation, j)) != NULL; j++) {
			char *expanded = has_verb(row, method) ? expand(policy, call, parameters, member_string(row, "path")) : NULL;
			if (expanded && strcmp(expanded, path) == 0) {
				takes |= takes_of_row(row);
				has_step = has_step || is_step(row);
			}
			free(expanded);
		}
		add(policy, path, takes);
	}
	/* false [analyzer-malloc-leak]: add() has put each path into the policy, or freed it */
	return has_step;
}

/* What depends on answers is allowed too: steps, and what comes after one. */
static void add_rows(struct policy *policy, const struct call *call, const hvac_value *operation, bool has_step)
{
	const hvac_value *parameters = hvac_value_member(operation, "parameters"), *row;
	for (size_t i = 0; (row = row_at(operation, i)) != NULL; i++) {
		unsigned takes = has_step || is_step(row) ? takes_of_row(row) : 0;
		char *path = takes ? expand(policy, call, parameters, member_string(row, "path")) : NULL;
		if (path)
			add(policy, path, takes);
	}
}

/* A string of HCL: what would end it, begin an interpolation or command a terminal is escaped. */
static void print_string(const char *text)
{
	putc('"', output);
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f || (*text == '$' && text[1] == '{'))
			fprintf(output, "\\u%04x", (unsigned char)*text);
		else
			fprintf(output, "%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
	putc('"', output);
}

static void print_rule(const struct rule *rule)
{
	const char *separator = "";
	fputs("path ", output);
	print_string(rule->path);
	fputs(" {\n  capabilities = [", output);
	for (size_t bit = 0; bit < N_CAPABILITIES; bit++)
		if (rule->takes & 1u << bit) {
			fprintf(output, "%s\"%s\"", separator, capabilities[bit]);
			separator = ", ";
		}
	fputs("]\n}\n", output);
}

/* A policy cannot have these as plain text: an asterisk at the end, a segment "+", a template. */
static bool is_pattern(const char *path)
{
	size_t length = strlen(path);
	if (strstr(path, "{{") || (length > 0 && path[length - 1] == '*'))
		return true;
	for (size_t segment; *path; path += segment + (path[segment] == '/')) {
		segment = strcspn(path, "/");
		if (segment == 1 && *path == '+')
			return true;
	}
	return false;
}

static void print_rules(const struct policy *policy)
{
	bool has_pattern = false;
	for (size_t i = 0; i < policy->count; i++) {
		if (i > 0)
			putc('\n', output);
		print_rule(&policy->rules[i]);
		has_pattern = has_pattern || is_pattern(policy->rules[i].path);
	}
	if (policy->count == 0)
		fputs("# no token is sent: no policy is needed\n", output);
	if (has_pattern)
		failure_warn("a policy takes * at the end, + between slashes and {{...}} for patterns: this one says more than the call's own path");
}

int policy_print(const struct command_line *line, const hvac_value *requests, const struct call *call)
{
	struct policy policy = { .count = 0 };
	struct parameters parameters = { .description = NULL };
	const hvac_value *operation = NULL;
	if (call) {
		parameters_find(&parameters, call->engine, call->operation);
		operation = parameters_named(hvac_value_member(parameters.description, "operations"), call->operation);
		/* the dry run knew it */
		policy.out_of_memory = !operation;
	}
	bool has_step = add_requests(&policy, requests, call, operation);
	if (operation)
		add_rows(&policy, call, operation, has_step);
	if (!policy.out_of_memory)
		print_rules(&policy);
	for (size_t i = 0; i < policy.count; i++)
		free(policy.rules[i].path);
	free(policy.rules);
	parameters_free(&parameters);
	return policy.out_of_memory ? failure_local(line, "memory ran out") : EXIT_OK;
}
