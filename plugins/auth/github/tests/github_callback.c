/* SPDX-License-Identifier: MIT */
/* A program that keeps its token of GitHub's elsewhere logs in with it: each login asks anew. Answers are replayed. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <hvac/hvac.h>

#define LOGIN(token, answer) \
	"{\"request\":{\"method\":\"POST\",\"url\":\"/v1/auth/github/login\",\"body\":{\"token\":\"" token "\"}}," \
	"\"response\":{\"status\":200,\"headers\":{\"Content-Type\":\"application/json\"},\"body\":{\"auth\":{\"client_token\":\"" answer "\"}}}}"

static const char exchanges[] = "{\"exchanges\":[" LOGIN("ghp_1", "hvs.first") "," LOGIN("ghp_2", "hvs.second") "]}";

static hvac_client *client_of_replay(void)
{
	char path[] = "/tmp/hvac-github-XXXXXX";
	int descriptor = mkstemp(path);
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	ck_assert_int_ge(descriptor, 0);
	ck_assert_int_eq(write(descriptor, exchanges, sizeof exchanges - 1), (ssize_t)(sizeof exchanges - 1));
	close(descriptor);
	hvac_config_adapter(config, hvac_replay_new(path));
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	unlink(path);
	return client;
}

/* Another token each time. */
static int64_t give(void *context, char *buffer, size_t size)
{
	int *asked = context;

	return snprintf(buffer, size, "ghp_%d", ++*asked);
}

static void log_in(hvac_client *client, int *asked, const char *expected)
{
	hvac_response *response;
	char *token;

	hvac_login(client, "auth/github", "login", HVAC_ARGS(hvac_source("token", give, asked)), &response);
	ck_assert_str_eq(hvac_response_message(response), "");
	hvac_response_free(response);
	token = hvac_client_token(client);
	ck_assert_str_eq(token, expected);
	hvac_text_free(token);
}

START_TEST(each_login_asks_the_callback_for_its_token)
{
	hvac_client *client = client_of_replay();
	int asked = 0;

	log_in(client, &asked, "hvs.first");
	log_in(client, &asked, "hvs.second");
	ck_assert_int_eq(asked, 2);
	hvac_client_free(client);
}
END_TEST

SUITE("github", each_login_asks_the_callback_for_its_token)
