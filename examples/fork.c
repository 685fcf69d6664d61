/* SPDX-License-Identifier: MIT */
/* A worker that forks: fork PATH reads a KV v2 secret in four children and the parent, all with one client. */
#include <err.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <hvac/hvac.h>

static int serve(hvac_client *client, const char *path)
{
	hvac_response *response;
	hvac_status status = hvac_call(client, "secrets/kv_v2", "read_secret_version", HVAC_ARGS(hvac_string("path", path)), &response);
	if (status == HVAC_OK)
		printf("%zu members\n", hvac_value_count(hvac_response_answer(response)));
	else
		warnx("%s", hvac_response_message(response));
	hvac_response_free(response);
	return fflush(stdout) == 0 && status == HVAC_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
	if (argc != 2) errx(2, "usage: fork PATH");
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	int failed = serve(client, argv[1]), status;    /* a connection that the children must leave alone */
	for (int i = 0; i < 4; i++) {
		pid_t child = fork();
		if (child < 0) err(1, "fork");
		if (child == 0) _exit(serve(client, argv[1]));
	}
	failed |= serve(client, argv[1]);
	while (wait(&status) > 0)
		failed |= status != 0;
	hvac_client_free(client);
	hvac_config_free(config);
	return failed;
}
