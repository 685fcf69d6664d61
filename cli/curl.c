/* SPDX-License-Identifier: MIT */
/* Requests as lines to paste. Where the answer would come from is what flags and environment say, as the library reads them; a
 * secret among those stays in the shell's variable. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "connect.h"
#include "curl.h"
#include "failure.h"
#include "input.h"
#include "member.h"
#include "output.h"
#include "parameters.h"
#include "text.h"

/* What the library puts in a secret's place, and the same among bytes, which are in base64. */
static const char hidden[] = "***", hidden_bytes[] = "Kioq", hidden_in_url[] = "%2a%2a%2a";

static void print_quoted(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,@%+";
	if (*text && !text[strspn(text, plain)]) {
		fputs(text, output);
		return;
	}
	putc('\'', output);
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", output);
		else
			putc(*text, output);
	putc('\'', output);
}

static void print_flag(const char *flag, const char *value)
{
	fprintf(output, " %s ", flag);
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
	if (!connect_given(line, names, &given))
		return;
	if (is_one_of(given.value, strcmp(given.name, "verify") == 0 ? no : yes))
		fputs(" --insecure", output);
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
		if (!connect_given(line, files[i], &given))
			continue;
		if (strstr(given.name, "_bytes"))
			return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--output-curl: curl takes files alone; give %s instead of %s", files[i][0],
			               given.name);
	}
	if (command_line_setting(line, "client_key_passphrase_file"))
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--output-curl: curl takes no file with a passphrase; without "
		               "client_key_passphrase_file it asks for one");
	return EXIT_OK;
}

/* What an argument puts into the connection is in no request. */
static int check_arguments(const struct command_line *line, const struct call *call)
{
	struct parameters parameters;
	int code = EXIT_OK;
	parameters_find(&parameters, call->engine, call->operation);
	for (size_t i = 0; i < hvac_value_count(parameters.list) && code == EXIT_OK; i++) {
		const hvac_value *parameter = hvac_value_item(parameters.list, i);
		const char *name = member_string(parameter, "name"), *option = member_string(parameter, "wire");
		if (strcmp(member_string(parameter, "in"), "tls") == 0 && arguments_have(call->arguments, name))
			code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "--output-curl: the line has what the client's options name alone; give option %s instead of %s",
			               option ? option : name, name);
	}
	parameters_free(&parameters);
	return code;
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
		bool found = connect_given(line, files[i], &given);
		if (found && strcmp(given.name, "verify") == 0 && (is_one_of(given.value, yes) || is_one_of(given.value, no)))
			found = false;
		if (found)
			print_flag(flag_of(&given), given.value);
	}
}

static bool is_https(const char *address)
{
	return strncasecmp(address, "https:", 6) == 0;
}

static const char *const proxies[] = { "proxy_address", "http_proxy", NULL };

/* Its address may have a password, which stays in a variable: the one that curl reads it from. */
static void print_proxy(const struct command_line *line, const char *address)
{
	struct given given;
	if (connect_given(line, proxies, &given) && *given.variable)
		fprintf(output, "%s=\"$%s\" ", is_https(address) ? "https_proxy" : "http_proxy", given.variable);
}

/* The library asks the shell's proxy of nobody. */
static void print_direct(const struct command_line *line)
{
	static const char *const others[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
	const char *direct = command_line_setting(line, "no_proxy");
	struct given given;
	bool proxied = connect_given(line, proxies, &given);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]) && !proxied; i++)
		if (secure_getenv(others[i]))
			direct = "*";
	if (direct)
		print_flag("--noproxy", direct);
}

/* ":8200"; NULL: it has none. */
static const char *port_of(const char *address)
{
	const char *host = strstr(address, "://") + 3, *end = *host == '[' ? strchr(host, ']') : host;
	return end ? strchr(end, ':') : NULL;
}

static bool is_unix(const char *address)
{
	return strncmp(address, "unix://", 7) == 0;
}

/* What the URL begins with, to be freed: with another name in the host's place where there is one. NULL: no memory. */
static char *base_of(const struct command_line *line, const char *address)
{
	const char *name = is_https(address) ? connect_setting(line, "tls_server_name") : NULL;
	char *base = NULL;
	if (is_unix(address))
		return strdup("http://localhost");
	if (!name)
		return strdup(address);
	bool bare = strchr(name, ':') && *name != '[';
	if (asprintf(&base, "https://%s%s%s%s", bare ? "[" : "", name, bare ? "]" : "", port_of(address) ? port_of(address) : "") < 0)
		return NULL;
	return base;
}

/* The first address, without its path, which the requests have. NULL: no memory. */
static char *address_of(const struct command_line *line)
{
	static const char *const names[] = { "agent_address", "address", NULL };
	struct given given;
	const char *text = connect_given(line, names, &given) ? given.value : connect_option("address")->dflt, *host;
	text += strspn(text, " \t");
	host = strstr(text, "://");
	host = host ? host + 3 : text;
	return strndup(text, (size_t)(host - text) + strcspn(host, strncmp(text, "unix:", 5) == 0 ? ", \t" : "/, \t"));
}

/* What leads to the server. With another name in its address curl is told where to connect to all the same. */
static void print_way(const struct command_line *line, const char *address)
{
	if (is_unix(address)) {
		print_flag("--unix-socket", address + 7);
	} else if (is_https(address)) {
		print_verification(line);
		print_files(line);
		if (connect_setting(line, "tls_server_name"))
			fprintf(output, " --connect-to '::%s%s'", strstr(address, "://") + 3, port_of(address) ? "" : ":443");
	}
	print_direct(line);
}

struct headers {
	const struct command_line *line;
	hvac_value *own;                 /* those that the environment adds: secret */
	const hvac_value *token;         /* the client's own, which the library puts before all others; it may be another header */
	bool show, secret;               /* secret ones are shown; it is the turn of those that may be */
	bool hid, out_of_memory;
	size_t n_secret;
};

/* The answer of a login could stand there as well; and what is no file would be gone once it was read. */
static bool is_plain(const char *path)
{
	struct stat status;
	struct input input = { .bytes = NULL };
	bool plain = path && stat(path, &status) == 0 && S_ISREG(status.st_mode) && input_read(&input, path) &&
	             input.bytes[strspn(input.bytes, " \t\r\n")] != '{';
	input_free(&input);
	return plain;
}

/* A file that a flag names wins over the environment, and that over the usual file. */
static void print_token(const struct command_line *line)
{
	struct given given;
	bool in_environment = connect_in_environment("token", &given);
	char *path = in_environment && !command_line_setting(line, "token_file") ? NULL : connect_token_file(line);
	if (is_plain(path)) {
		fputs("\"X-Vault-Token: $(cat -- ", output);
		print_quoted(path);
		fputs(")\"", output);
	} else {
		fprintf(output, "\"X-Vault-Token: $%s\"", in_environment ? given.variable : "VAULT_TOKEN");
	}
	free(path);
}

/* What the library itself says to a server. */
static bool is_fixed(const char *name)
{
	static const char *const fixed[] = { "Content-Type", "X-Vault-Forward", "X-Vault-Inconsistent", "X-Vault-Namespace", "X-Vault-No-Request-Forwarding",
	                                     "X-Vault-Request", "X-Vault-Wrap-TTL", NULL };
	return is_one_of(name, fixed);
}

static bool print_header(const char *name, const hvac_value *value, void *context)
{
	struct headers *headers = context;
	const char *text = hvac_value_string(value, NULL);
	char *header = NULL;
	bool is_token = strcmp(name, "X-Vault-Token") == 0 && value == headers->token, is_own = hvac_value_member(headers->own, name) != NULL;
	if (strcmp(name, "User-Agent") == 0 || (is_own || !is_fixed(name)) != headers->secret)
		return true;
	fputs(!headers->secret ? " --header " : headers->n_secret++ ? " " : "printf '%s\\n' ", output);
	if (is_token) {
		print_token(headers->line);
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

/* Ends at the first. */
static bool take(const char *name, const hvac_value *value, void *context)
{
	struct headers *headers = context;
	(void)name;
	headers->token = value;
	return false;
}

static void headers_begin(struct headers *headers, const struct command_line *line, const hvac_value *request)
{
	struct given given;
	*headers = (struct headers){ .line = line, .show = line->flags & FLAG_SHOW_SECRETS };
	hvac_value_each(hvac_value_member(request, "headers"), take, headers);
	if (connect_in_environment("headers", &given) && hvac_value_parse(given.value, strlen(given.value), &headers->own) != HVAC_OK)
		headers->own = NULL;
}

/* Those that may be secret, or the others. */
static void print_headers(struct headers *headers, const hvac_value *request, bool secret)
{
	headers->secret = secret;
	hvac_value_each(hvac_value_member(request, "headers"), print_header, headers);
}

/* A line of one request: where it goes and what comes by pipes. */
struct request {
	char *address;                   /* NULL: another host's, which the URL says */
	char *url;
	char *body;                      /* NULL: none, or bytes */
	const char *data;                /* bytes, in base64; NULL: none */
	bool pipes_url, pipes_body;
};

/* What is secret comes by a pipe, and so does a body that is bytes: printf is the shell's own, while all can see what curl is given. The body is
 * standard input, beside it the headers are descriptor 3, and the URL is always 4. */
static void print_pipes(struct headers *headers, const hvac_value *value, const struct request *request)
{
	if (request->pipes_url) {
		fputs("printf 'url=%s\\n' ", output);
		print_quoted(request->url);
		fputs(" | { ", output);
	}
	print_headers(headers, value, true);
	if (headers->n_secret > 0)
		fputs(request->pipes_body ? " | { " : " | ", output);
	if (!request->pipes_body)
		return;
	fputs("printf %s ", output);
	print_quoted(request->data ? request->data : request->body);
	fputs(request->data ? " | base64 -d | " : " | ", output);
}

static void print_curl(const struct command_line *line, struct headers *headers, const hvac_value *value, const struct request *request)
{
	const char *method = member_string(value, "method");
	if (request->address)
		print_proxy(line, request->address);
	fputs("curl", output);
	if (strcmp(method, "HEAD") == 0)
		fputs(" --head", output);
	else
		print_flag("--request", method);
	if (request->address)
		print_way(line, request->address);
	if (headers->n_secret > 0)
		fputs(request->pipes_body ? " --header @/dev/fd/3" : " --header @-", output);
	print_headers(headers, value, false);
	if (request->pipes_body)
		fputs(" --data-binary @-", output);
	else if (request->body)
		print_flag("--data-raw", request->body);
	if (request->pipes_url) {
		fputs(" --config /dev/fd/4", output);
	} else {
		putc(' ', output);
		print_quoted(request->url);
	}
	fputs(request->pipes_body && headers->n_secret > 0 ? "; } 3<&0" : "", output);
	fputs(request->pipes_url ? "; } 4<&0\n" : "\n", output);
}

/* False: no memory. */
static bool read_request(struct request *request, const struct command_line *line, const hvac_value *value)
{
	bool show = line->flags & FLAG_SHOW_SECRETS;
	const hvac_value *body = hvac_value_member(value, "body");
	const char *url = member_string(value, "url");
	bool has_body = hvac_value_kind(body) > HVAC_KIND_NULL, is_here = *url == '/';
	*request = (struct request){ .data = member_string(value, "data"), .address = is_here ? address_of(line) : NULL };
	char *base = request->address ? base_of(line, request->address) : NULL;
	request->body = has_body ? hvac_value_to_text(body, NULL) : NULL;
	request->pipes_body = request->data || (has_body && show);
	/* no path is secret */
	request->pipes_url = show && strchr(url, '?');
	if ((is_here && !base) || asprintf(&request->url, "%s%s", base ? base : "", url) < 0)
		request->url = NULL;
	free(base);
	return request->url && (request->body || !has_body);
}

/* False: no memory. */
static bool print_request(const struct command_line *line, const hvac_value *value, bool *hid)
{
	struct request request;
	struct headers headers;
	headers_begin(&headers, line, value);
	bool read = read_request(&request, line, value);
	if (read) {
		print_pipes(&headers, value, &request);
		print_curl(line, &headers, value, &request);
		*hid = *hid || headers.hid || strstr(request.url, hidden_in_url) || (request.body && strstr(request.body, hidden)) ||
		       (request.data && strcmp(request.data, hidden_bytes) == 0);
	}
	hvac_value_free(headers.own);
	hvac_text_free(request.body);
	text_discard(request.url);
	free(request.address);
	return read && !headers.out_of_memory;
}

int curl_print(const struct command_line *line, const hvac_value *requests, const struct call *call)
{
	bool hid = false, printed = true;
	int code = check_files(line);
	if (call && code == EXIT_OK)
		code = check_arguments(line, call);
	for (size_t i = 0; i < hvac_value_count(requests) && code == EXIT_OK && printed; i++)
		printed = print_request(line, hvac_value_item(requests, i), &hid);
	/* pasted as it is, such a line would write the stars */
	if (hid && code == EXIT_OK && !(line->flags & FLAG_SHOW_SECRETS) && line->format != FORMAT_JSON)
		failure_warn("secrets stand as ***: put them in their places, or add --show-secrets");
	return printed ? code : failure_local(line, "memory ran out");
}
