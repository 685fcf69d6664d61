/* SPDX-License-Identifier: MIT */
/* Has a key signed, and connects with it: ssh ROLE KEY USER@HOST [ARGUMENT ...]
 * KEY.pub goes to the server and KEY-cert.pub is written, where ssh looks for it; the arguments are ssh's own. */
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <hvac/hvac.h>

static char *beside(const char *key, const char *ending)
{
	char *path;
	if (asprintf(&path, "%s%s", key, ending) < 0) err(1, "%s%s", key, ending);
	return path;
}

static void save(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	if (!file || fputs(text, file) == EOF || fclose(file) == EOF) err(1, "%s", path);
}

int main(int argc, char **argv)
{
	if (argc < 4) errx(2, "usage: ssh ROLE KEY USER@HOST [ARGUMENT ...]");
	char *public_key = beside(argv[2], ".pub"), *certificate = beside(argv[2], "-cert.pub");
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	hvac_response *response;
	if (hvac_call(client, "secrets/ssh", "sign_ssh_key",
	              HVAC_ARGS(hvac_string("name", argv[1]), hvac_file("public_key", public_key),
	                        hvac_text("valid_principals", argv[3], strcspn(argv[3], "@"))), &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	const char *signed_key = hvac_response_string(response, "signed_key");
	if (!signed_key) errx(1, "the server answered without a certificate");
	save(certificate, signed_key);
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
	free(public_key);
	free(certificate);

	/* ssh -i KEY USER@HOST [ARGUMENT ...] */
	char program[] = "ssh", identity[] = "-i";
	argv[0] = program;
	argv[1] = identity;
	execvp(program, argv);
	err(1, "ssh");
}
