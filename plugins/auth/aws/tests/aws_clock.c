/* SPDX-License-Identifier: MIT */
/* The time of a signature is the client's clock, which a program can give. */
#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/evp.h>
#include <hvac/hvac.h>

#define NOW 1440938160                   /* 2015-08-30T12:36:00Z */

/* By botocore, of the same request. */
#define SIGNATURE "b1f715dbbc50cdb0e691361ba071e4183b54c1a2896588cc81d07e43b4a02afc"
#define HEADERS "{\"Content-Length\":[\"43\"],\"Content-Type\":[\"application/x-www-form-urlencoded; charset=utf-8\"]," \
	"\"Host\":[\"sts.eu-central-1.amazonaws.com\"],\"X-Amz-Date\":[\"20150830T123600Z\"]," \
	"\"X-Vault-AWS-IAM-Server-ID\":[\"vault.example.com\"],\"Authorization\":[\"AWS4-HMAC-SHA256 " \
	"Credential=AKIDEXAMPLE/20150830/eu-central-1/sts/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-date;" \
	"x-vault-aws-iam-server-id, Signature=" SIGNATURE "\"]}"

static int64_t given_time(void *context)
{
	return *(const int64_t *)context;
}

/* The first request of the login at this time; to be freed. */
static hvac_value *request_at(int64_t now)
{
	const hvac_clock clock = { .context = &now, .real = given_time };
	hvac_config *config = hvac_config_new();
	hvac_value *requests;
	hvac_client *client;
	hvac_task *task;

	hvac_config_set(config, "address", "http://127.0.0.1:1");
	hvac_config_clock(config, &clock);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	ck_assert_int_eq(hvac_task_new(client, "auth/aws", "iam_login",
	                               HVAC_ARGS(hvac_string("access_key", "AKIDEXAMPLE"),
	                                         hvac_string("secret_key", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
	                                         hvac_string("header_value", "vault.example.com"), hvac_string("region", "eu-central-1")),
	                               NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_task_dry_run(task, false, &requests), HVAC_OK);
	hvac_task_free(task);
	hvac_client_free(client);
	hvac_config_free(config);
	return requests;
}

/* What stands in base64 at that place; to be freed. */
static char *decoded(const hvac_value *requests, const char *pointer)
{
	size_t length;
	const char *text = hvac_value_string(hvac_value_at(requests, pointer), &length);
	char *bytes = calloc(1, length + 1);

	ck_assert_ptr_nonnull(text);
	ck_assert_ptr_nonnull(bytes);
	ck_assert_int_ge(EVP_DecodeBlock((unsigned char *)bytes, (const unsigned char *)text, (int)length), 0);
	return bytes;
}

START_TEST(the_request_is_the_one_of_botocore_at_the_time_that_was_given)
{
	hvac_value *requests = request_at(NOW);
	char *headers = decoded(requests, "/0/body/iam_request_headers");

	ck_assert_str_eq(headers, HEADERS);
	free(headers);
	hvac_value_free(requests);
}
END_TEST

START_TEST(another_time_makes_another_signature)
{
	hvac_value *requests = request_at(NOW + 1);
	char *headers = decoded(requests, "/0/body/iam_request_headers");

	ck_assert_ptr_nonnull(strstr(headers, "\"X-Amz-Date\":[\"20150830T123601Z\"]"));
	ck_assert_ptr_null(strstr(headers, SIGNATURE));
	free(headers);
	hvac_value_free(requests);
}
END_TEST

SUITE("clock", the_request_is_the_one_of_botocore_at_the_time_that_was_given, another_time_makes_another_signature)
