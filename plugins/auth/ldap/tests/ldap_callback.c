/* SPDX-License-Identifier: MIT */
/* ldap_callback ADDRESS ENGINE USERNAME: logs in twice with a password that a callback reads from standard input, as a program
 * does that keeps its passwords elsewhere. Prints how often it was asked, and whether the tokens are two. */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <hvac/hvac.h>

struct vault {
	char password[8192];
	size_t length;
	int asked;
};

static int64_t give(void *context, char *buffer, size_t size)
{
	struct vault *vault = context;

	vault->asked++;
	if (vault->length <= size)
		memcpy(buffer, vault->password, vault->length);
	return (int64_t)vault->length;
}

static char *log_in(hvac_client *client, const char *engine, const char *username, struct vault *vault)
{
	hvac_response *response;
	int asked = vault->asked;

	if (hvac_login(client, engine, "login", HVAC_ARGS(hvac_string("username", username), hvac_source("password", give, vault)), &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	hvac_response_free(response);
	if (vault->asked == asked)
		errx(1, "the callback was not called");
	return hvac_client_token(client);
}

int main(int argc, char **argv)
{
	hvac_config *config = hvac_config_new();
	struct vault vault = { .asked = 0 };
	hvac_client *client;
	char *first, *second;

	if (argc != 4)
		errx(2, "usage: ldap_callback ADDRESS ENGINE USERNAME");
	vault.length = fread(vault.password, 1, sizeof vault.password, stdin);
	hvac_config_set(config, "address", argv[1]);
	if (hvac_client_new(config, &client) != HVAC_OK)
		errx(1, "%s", hvac_config_error(config));
	first = log_in(client, argv[2], argv[3], &vault);
	second = log_in(client, argv[2], argv[3], &vault);
	puts(first && second && strcmp(first, second) != 0 ? "two tokens" : "one token");
	hvac_text_free(first);
	hvac_text_free(second);
	hvac_client_free(client);
	hvac_config_free(config);
	return 0;
}
