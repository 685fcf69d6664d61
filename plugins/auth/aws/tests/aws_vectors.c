/* SPDX-License-Identifier: MIT */
/* The signer alone against the vectors of AWS's Signature Version 4 test suite. */
#include "suite.h"
#include "sigv4.h"

#include <stdlib.h>
#include <string.h>
#include <hvac/plugin.h>

#define TIME "20150830T123600Z"
#define CREDENTIAL "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
#define TOKEN "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI" \
	"/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0" \
	"u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
#define HOST { "Host", "example.amazonaws.com" }
#define DATE { "X-Amz-Date", TIME }
#define HEADERS_MAX 4

struct vector {
	const char *name, *method, *path, *query, *body;
	struct sigv4_header headers[HEADERS_MAX];
	const char *authorization;
};

static const struct vector vectors[] = {
	{ "get-vanilla", "GET", "/", "", "", { HOST, DATE },
	  "SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
	{ "get-vanilla-query-order-key-case", "GET", "/", "Param1=value1&Param2=value2", "", { HOST, DATE },
	  "SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500" },
	{ "get-unreserved", "GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "", "", { HOST, DATE },
	  "SignedHeaders=host;x-amz-date, Signature=07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f" },
	{ "get-utf8", "GET", "/%E1%88%B4", "", "", { HOST, DATE },
	  "SignedHeaders=host;x-amz-date, Signature=8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85" },
	{ "get-header-value-trim", "GET", "/", "", "", { HOST, { "My-Header1", " value1" }, { "My-Header2", " \"a   b   c\"" }, DATE },
	  "SignedHeaders=host;my-header1;my-header2;x-amz-date, Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736" },
	{ "get-header-value-order", "GET", "/", "", "", { HOST, { "My-Header1", "value4,value1,value3,value2" }, DATE },
	  "SignedHeaders=host;my-header1;x-amz-date, Signature=08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01" },
	{ "post-vanilla", "POST", "/", "", "", { HOST, DATE },
	  "SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b" },
	{ "post-header-key-case", "POST", "/", "", "", { { "HOST", "example.amazonaws.com" }, { "X-AMZ-DATE", TIME } },
	  "SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b" },
	{ "post-header-key-sort", "POST", "/", "", "", { HOST, { "My-Header1", "value1" }, DATE },
	  "SignedHeaders=host;my-header1;x-amz-date, Signature=c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c" },
	{ "post-header-value-case", "POST", "/", "", "", { HOST, { "My-Header1", "VALUE1" }, DATE },
	  "SignedHeaders=host;my-header1;x-amz-date, Signature=cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d" },
	{ "post-sts-header-before", "POST", "/", "", "", { HOST, DATE, { "X-Amz-Security-Token", TOKEN } },
	  "SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead" },
	{ "post-vanilla-query", "POST", "/", "Param1=value1", "", { HOST, DATE },
	  "SignedHeaders=host;x-amz-date, Signature=28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11" },
	{ "post-x-www-form-urlencoded", "POST", "/", "", "Param1=value1", { { "Content-Type", "application/x-www-form-urlencoded" }, HOST, DATE },
	  "SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a" },
	{ "post-x-www-form-urlencoded-parameters", "POST", "/", "", "Param1=value1",
	  { { "Content-Type", "application/x-www-form-urlencoded; charset=utf8" }, HOST, DATE },
	  "SignedHeaders=content-type;host;x-amz-date, Signature=1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe" },
};

/* All that the signer takes of the library. */
static void *taken[256];
static size_t n_taken;

void *hvac_task_alloc(struct hvac_task *task, size_t size)
{
	ck_assert_ptr_null(task);
	ck_assert_uint_lt(n_taken, sizeof taken / sizeof taken[0]);
	taken[n_taken] = calloc(1, size);
	ck_assert_ptr_nonnull(taken[n_taken]);
	return taken[n_taken++];
}

static void free_all(void)
{
	while (n_taken)
		free(taken[--n_taken]);
}

START_TEST(a_vector_is_met)
{
	const struct vector *vector = &vectors[_i];
	struct sigv4_request request = { vector->method, vector->path, vector->query, vector->headers, 0, vector->body };
	const struct sigv4_scope scope = { "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service", TIME };
	const char *made;

	while (request.n_headers < HEADERS_MAX && vector->headers[request.n_headers].name)
		request.n_headers++;
	made = sigv4_authorization(NULL, &request, &scope);
	ck_assert_msg(made && !strncmp(made, CREDENTIAL, strlen(CREDENTIAL)), "%s: %s", vector->name, made);
	ck_assert_msg(!strcmp(made + strlen(CREDENTIAL), vector->authorization), "%s: %s", vector->name, made);
	free_all();
}
END_TEST

static const char *sign(const char *body, const char *token, const char *secret_key)
{
	const struct sigv4_header headers[] = { HOST, DATE, { "X-Amz-Security-Token", token } };
	const struct sigv4_request request = { "POST", "/", "", headers, 3, body };
	const struct sigv4_scope scope = { "AKIDEXAMPLE", secret_key, "us-east-1", "service", TIME };

	return sigv4_authorization(NULL, &request, &scope);
}

START_TEST(a_byte_anywhere_makes_another_signature)
{
	const char *made = sign("a=1", "token", "key");

	ck_assert_str_eq(made, sign("a=1", "token", "key"));
	ck_assert_str_ne(made, sign("a=2", "token", "key"));
	ck_assert_str_ne(made, sign("a=1", "Token", "key"));
	ck_assert_str_ne(made, sign("a=1", "token", "kez"));
	free_all();
}
END_TEST

TABLE_SUITE("sigv4", a_vector_is_met, sizeof vectors / sizeof vectors[0], a_byte_anywhere_makes_another_signature)
