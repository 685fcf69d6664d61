/* SPDX-License-Identifier: MIT */
/* Requests as lines to paste. Where the answer would come from is what flags and environment say, as the library reads them; a
 * secret among those stays in the shell's variable. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "curl.h"
#include "failure.h"
#include "member.h"
#include "text.h"

/* What the library puts in a secret's place, and the same among bytes, which are in base64. */
static const char hidden[] = "***", hidden_bytes[] = "Kioq", hidden_in_url[] = "%2a%2a%2a";

/* An option that was given, by a flag or by the environment. */
struct given {
	const char *name, *value;
	char *variable;                  /* the environment's, to be freed; NULL: it was a flag */
};

/* One that this file names, and so one that there is. */
static const hvac_option *option_named(const char *name)
{
	size_t i = 0;
	while (strcmp(hvac_option_at(i)->name, name) != 0)
		i++;
	return hvac_option_at(i);
}

/* BAO_ wins over VAULT_; an empty one is none. */
static bool is_in_environment(const hvac_option *option, struct given *given)
{
	static const char *const prefixes[] = { "BAO_", "VAULT_" };
	for (size_t i = 0; option->environment && i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (asprintf(&given->variable, "%s%s", prefixes[i], option->environment) < 0)
			given->variable = NULL;
		given->value = given->variable ? secure_getenv(given->variable) : NULL;
		if (given->value && *given->value)
			return true;
		free(given->variable);
	}
	given->variable = NULL;
	return false;
}

/* The first option of the list that a flag gave, else the first that the environment gives. False: none. */
static bool find(const struct command_line *line, const char *const *names, struct given *given)
{
	given->variable = NULL;
	for (size_t i = 0; names[i]; i++) {
		const hvac_option *option = option_named(names[i]);
		given->name = names[i];
		given->value = command_line_setting(line, option->name);
		if (!given->value && option->alias)
			given->value = command_line_setting(line, option->alias);
		if (given->value)
			return true;
	}
	for (size_t i = 0; names[i]; i++) {
		given->name = names[i];
		if (is_in_environment(option_named(names[i]), given))
			return true;
	}
	return false;
}

static void print_quoted(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,@%+";
	if (*text && !text[strspn(text, plain)]) {
		fputs(text, stdout);
		return;
	}
	putchar('\'');
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*text);
	putchar('\'');
}

static void print_flag(const char *flag, const char *value)
{
	printf(" %s ", flag);
	print_quoted(value);
}

static bool is_one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcasecmp(text, *words) == 0)
			return true;
	return false;
}

static const char *const yes[] = { "true", "1", "t", "yes", "on", NULL }, *const no[] = { "false", "0", "f", "no", "off", NULL };

static void print_verification(const struct command_line *line)
{
	static const char *const names[] = { "skip_verify", "verify", NULL };
	struct given given;
	if (!find(line, names, &given))
		return;
	if (is_one_of(given.value, strcmp(given.name, "verify") == 0 ? no : yes))
		fputs(" --insecure", stdout);
	free(given.variable);
}

/* Certificates and keys: of each row the option that counts. */
static const char *const files[][5] = {
	{ "ca_cert", "ca_cert_bytes", "ca_path", "verify", NULL },
	{ "client_cert", "client_cert_bytes", NULL },
	{ "client_key", "client_key_bytes", NULL },
};
enum { N_FILES = sizeof(files) / sizeof(files[0]) };

static int check_files(const struct command_line *line)
{
	for (size_t i = 0; i < N_FILES; i++) {
		struct given given;
		if (!find(line, files[i], &given))
			continue;
		free(given.variable);
		if (strstr(given.name, "_bytes"))
			return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--output-curl: curl takes files alone; give %s instead of %s", files[i][0],
			               given.name);
	}
	if (command_line_setting(line, "client_key_passphrase_file"))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--output-curl: curl takes no file with a passphrase; without "
		               "client_key_passphrase_file it asks for one");
	return EXIT_OK;
}

/* A directory may stand where a file of authorities does, in the library alone. */
static const char *flag_of(const struct given *given)
{
	struct stat status;
	if (strcmp(given->name, "client_cert") == 0)
		return "--cert";
	if (strcmp(given->name, "client_key") == 0)
		return "--key";
	return strcmp(given->name, "ca_path") == 0 || (stat(given->value, &status) == 0 && S_ISDIR(status.st_mode)) ? "--capath" : "--cacert";
}

static void print_files(const struct command_line *line)
{
	for (size_t i = 0; i < N_FILES; i++) {
		struct given given;
		bool found = find(line, files[i], &given);
		if (found && strcmp(given.name, "verify") == 0 && (is_one_of(given.value, yes) || is_one_of(given.value, no)))
			found = false;
		if (found)
			print_flag(flag_of(&given), given.value);
		free(given.variable);
	}
}

static const char *const proxies[] = { "proxy_address", "http_proxy", NULL };

/* Its address may have a password, which stays in a variable: the one that curl reads it from. */
static void print_proxy(const struct command_line *line, const char *address)
{
	struct given given;
	if (find(line, proxies, &given) && given.variable)
		printf("%s=\"$%s\" ", strncasecmp(address, "https:", 6) == 0 ? "https_proxy" : "http_proxy", given.variable);
	free(given.variable);
}

/* The library asks the shell's proxy of nobody. */
static void print_direct(const struct command_line *line)
{
	static const char *const others[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
	const char *direct = command_line_setting(line, "no_proxy");
	struct given given;
	bool proxied = find(line, proxies, &given);
	free(given.variable);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]) && !proxied; i++)
		if (secure_getenv(others[i]))
			direct = "*";
	if (direct)
		print_flag("--noproxy", direct);
}

/* The address with another name in the host's place; curl is told where to connect to all the same. NULL: no memory. */
static char *rename_host(const char *address, const char *name)
{
	const char *host = strstr(address, "://") + 3, *port = *host == '[' ? strchr(host, ']') : host;
	const char *begin = strchr(name, ':') && *name != '[' ? "[" : "", *end = *begin ? "]" : "";
	char *renamed = NULL;
	port = port ? strchr(port, ':') : NULL;
	printf(" --connect-to '::%s%s'", host, port ? "" : ":443");
	return asprintf(&renamed, "https://%s%s%s%s", begin, name, end, port ? port : "") < 0 ? NULL : renamed;
}

/* The first address, without its path, which the requests have. NULL: no memory. */
static char *address_of(const struct command_line *line)
{
	static const char *const names[] = { "agent_address", "address", NULL };
	struct given given;
	const char *text = find(line, names, &given) ? given.value : option_named("address")->dflt, *host;
	free(given.variable);
	text += strspn(text, " \t");
	host = strstr(text, "://");
	host = host ? host + 3 : text;
	return strndup(text, (size_t)(host - text) + strcspn(host, strncmp(text, "unix:", 5) == 0 ? ", \t" : "/, \t"));
}

/* What leads to the server: flags are printed, the URL's beginning is returned, to be freed. NULL: no memory. */
static char *print_way(const struct command_line *line, char *address)
{
	static const char *const server_name[] = { "tls_server_name", NULL };
	struct given given;
	char *base = address;
	if (strncmp(address, "unix://", 7) == 0) {
		print_flag("--unix-socket", address + 7);
		base = strdup("http://localhost");
	} else if (strncasecmp(address, "https:", 6) == 0) {
		print_verification(line);
		print_files(line);
		if (find(line, server_name, &given))
			base = rename_host(address, given.value);
		free(given.variable);
	}
	print_direct(line);
	if (base != address)
		free(address);
	return base;
}

struct headers {
	hvac_value *own;                 /* those that the environment adds: secret */
	bool show, secret;               /* secret ones are shown; it is their turn */
	bool hid, out_of_memory;
	size_t n_secret;
};

static void print_token(void)
{
	struct given given;
	printf("\"X-Vault-Token: $%s\"", is_in_environment(option_named("token"), &given) ? given.variable : "VAULT_TOKEN");
	free(given.variable);
}

static bool print_header(const char *name, const hvac_value *value, void *context)
{
	struct headers *headers = context;
	const char *text = hvac_value_string(value, NULL);
	char *header = NULL;
	bool is_token = strcmp(name, "X-Vault-Token") == 0 && strcmp(text, hidden) == 0, is_own = hvac_value_member(headers->own, name) != NULL;
	if (strcmp(name, "User-Agent") == 0 || (is_token || is_own) != headers->secret)
		return true;
	fputs(!headers->secret ? " --header " : headers->n_secret++ ? " " : "printf '%s\\n' ", stdout);
	if (is_token) {
		print_token();
		return true;
	}
	if (!headers->show && is_own)
		text = hidden;
	headers->hid = headers->hid || strstr(text, hidden);
	if (asprintf(&header, "%s: %s", name, text) < 0) {
		headers->out_of_memory = true;
		return false;
	}
	print_quoted(header);
	text_discard(header);
	return true;
}

static void headers_begin(struct headers *headers, bool show)
{
	struct given given = { .value = NULL };
	*headers = (struct headers){ .show = show };
	if (is_in_environment(option_named("headers"), &given) && hvac_value_parse(given.value, strlen(given.value), &headers->own) != HVAC_OK)
		headers->own = NULL;
	free(given.variable);
}

/* Those that are secret, or the others. */
static void print_headers(struct headers *headers, const hvac_value *request, bool secret)
{
	headers->secret = secret;
	hvac_value_each(hvac_value_member(request, "headers"), print_header, headers);
}

/* What is secret comes by a pipe, and so does a body that is bytes: printf is the shell's own, while all can see what curl is given. Where both
 * do, the headers' is descriptor 3. */
static void print_pipes(struct headers *headers, const hvac_value *request, const char *body, const char *data)
{
	print_headers(headers, request, true);
	if (headers->n_secret > 0)
		fputs(body || data ? " | { " : " | ", stdout);
	if (!body && !data)
		return;
	fputs("printf %s ", stdout);
	print_quoted(data ? data : body);
	fputs(data ? " | base64 -d | " : " | ", stdout);
}

/* The flags, and the URL. False: no memory. */
static bool print_curl(const struct command_line *line, const hvac_value *request, struct headers *headers, const char *body, bool piped)
{
	const char *method = member_string(request, "method"), *url = member_string(request, "url");
	char *address = *url == '/' ? address_of(line) : NULL, *base = NULL, *whole = NULL;
	if (address)
		print_proxy(line, address);
	fputs("curl", stdout);
	if (strcmp(method, "HEAD") == 0)
		fputs(" --head", stdout);
	else
		print_flag("--request", method);
	if (address)
		base = print_way(line, address);  /* false [unix.Malloc]: it is the base, or was freed there */
	if (headers->n_secret > 0)
		fputs(piped ? " --header @/dev/fd/3" : " --header @-", stdout);
	print_headers(headers, request, false);
	if (piped)
		fputs(" --data-binary @-", stdout);
	else if (body)
		print_flag("--data-raw", body);
	if ((*url == '/' && !base) || asprintf(&whole, "%s%s", base ? base : "", url) < 0)
		whole = NULL;
	putchar(' ');
	print_quoted(whole ? whole : "");
	bool printed = whole;
	free(base);
	text_discard(whole);
	return printed;
}

/* False: no memory. */
static bool print_request(const struct command_line *line, const hvac_value *request, bool *hid)
{
	const hvac_value *value = hvac_value_member(request, "body");
	const char *data = member_string(request, "data");
	char *body = hvac_value_kind(value) > HVAC_KIND_NULL ? hvac_value_to_text(value, NULL) : NULL;
	struct headers headers;
	headers_begin(&headers, line->flags & FLAG_SHOW_SECRETS);
	bool piped = data || (body && headers.show);
	print_pipes(&headers, request, piped ? body : NULL, data);
	bool printed = print_curl(line, request, &headers, body, piped) && (body || hvac_value_kind(value) <= HVAC_KIND_NULL);
	puts(piped && headers.n_secret > 0 ? "; } 3<&0" : "");
	*hid = *hid || headers.hid || strstr(member_string(request, "url"), hidden_in_url) || (body && strstr(body, hidden)) || (data && strcmp(data, hidden_bytes) == 0);
	hvac_value_free(headers.own);
	hvac_text_free(body);
	return printed && !headers.out_of_memory;
}

int curl_print(const struct command_line *line, const hvac_value *requests)
{
	bool hid = false, printed = true;
	int code = check_files(line);
	for (size_t i = 0; i < hvac_value_count(requests) && code == EXIT_OK && printed; i++)
		printed = print_request(line, hvac_value_item(requests, i), &hid);
	/* pasted as it is, such a line would write the stars */
	if (hid && code == EXIT_OK && !(line->flags & FLAG_SHOW_SECRETS) && line->format != FORMAT_JSON)
		failure_warn("secrets stand as ***: put them in their places, or add --show-secrets");
	return printed ? code : failure_local(line, "memory ran out");
}
