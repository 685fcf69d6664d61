/* SPDX-License-Identifier: MIT */
/* BEHAVIOUR: outcomes. */
#include "status.h"

#include <string.h>

#include "suite.h"

START_TEST(each_http_status_has_hvacs_class)
{
	static const struct { int http_status; hvac_status status; } cases[] = {
		{ 400, HVAC_INVALID_REQUEST }, { 401, HVAC_UNAUTHORIZED }, { 403, HVAC_FORBIDDEN }, { 404, HVAC_INVALID_PATH },
		{ 405, HVAC_UNSUPPORTED_OPERATION }, { 412, HVAC_PRECONDITION_FAILED }, { 429, HVAC_RATE_LIMIT_EXCEEDED },
		{ 500, HVAC_INTERNAL_SERVER_ERROR }, { 501, HVAC_VAULT_NOT_INITIALIZED }, { 502, HVAC_BAD_GATEWAY }, { 503, HVAC_VAULT_DOWN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_int_eq(status_of_http(cases[i].http_status), cases[i].status);
}
END_TEST

START_TEST(every_other_http_status_is_an_unexpected_error)
{
	static const int known[] = { 400, 401, 403, 404, 405, 412, 429, 500, 501, 502, 503 };

	for (int i = -1; i < 1000; i++) {
		bool is_known = false;

		for (size_t j = 0; j < sizeof known / sizeof known[0]; j++)
			is_known = is_known || known[j] == i;
		if (!is_known)
			ck_assert_int_eq(status_of_http(i), HVAC_UNEXPECTED_ERROR);
	}
}
END_TEST

START_TEST(success_is_2xx_where_the_row_says_nothing_else)
{
	ck_assert(!status_is_success(199, NULL));
	ck_assert(status_is_success(200, NULL));
	ck_assert(status_is_success(204, NULL));
	ck_assert(status_is_success(299, NULL));
	ck_assert(!status_is_success(300, NULL));
	ck_assert(!status_is_success(0, NULL));
}
END_TEST

START_TEST(a_rows_list_of_successes_counts_besides_2xx)
{
	static const char list[] = "429 472 473 474 501 503 530";
	static const int in[] = { 200, 204, 429, 472, 473, 474, 501, 503, 530 }, out[] = { 0, 4, 42, 300, 400, 404, 500, 502, 4290 };

	for (size_t i = 0; i < sizeof in / sizeof in[0]; i++)
		ck_assert(status_is_success(in[i], list));
	for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
		ck_assert(!status_is_success(out[i], list));
	ck_assert(status_is_success(404, " 404 "));
	ck_assert(!status_is_success(0, ""));
	ck_assert(!status_is_success(404, "  "));
}
END_TEST

START_TEST(every_status_has_a_name_of_its_own)
{
	for (int i = HVAC_OK; i <= HVAC_QUEUE_FULL; i++) {
		const char *name = hvac_status_name((hvac_status)i);

		ck_assert_ptr_nonnull(name);
		for (int j = HVAC_OK; j < i; j++)
			ck_assert_str_ne(name, hvac_status_name((hvac_status)j));
	}
}
END_TEST

START_TEST(names_are_hvacs_exceptions)
{
	ck_assert_str_eq(hvac_status_name(HVAC_OK), "OK");
	ck_assert_str_eq(hvac_status_name(HVAC_INVALID_PATH), "InvalidPath");
	ck_assert_str_eq(hvac_status_name(HVAC_FORBIDDEN), "Forbidden");
	ck_assert_str_eq(hvac_status_name(HVAC_VAULT_NOT_INITIALIZED), "VaultNotInitialized");
	ck_assert_str_eq(hvac_status_name(HVAC_PARAM_VALIDATION_ERROR), "ParamValidationError");
	ck_assert_str_eq(hvac_status_name(HVAC_RATE_LIMIT_EXCEEDED), "RateLimitExceeded");
	ck_assert_str_eq(hvac_status_name(HVAC_PLUGIN_NOT_FOUND), "PluginNotFound");
	ck_assert_str_eq(hvac_status_name(HVAC_TLS_ERROR), "SSLError");
	ck_assert_str_eq(hvac_status_name(HVAC_CONNECTION_ERROR), "ConnectionError");
}
END_TEST

START_TEST(an_unknown_status_is_an_unexpected_error)
{
	ck_assert_str_eq(hvac_status_name((hvac_status)(HVAC_QUEUE_FULL + 1)), "UnexpectedError");
	ck_assert_str_eq(hvac_status_name((hvac_status)-1), "UnexpectedError");
}
END_TEST

SUITE("status", each_http_status_has_hvacs_class, every_other_http_status_is_an_unexpected_error,
      success_is_2xx_where_the_row_says_nothing_else, a_rows_list_of_successes_counts_besides_2xx, every_status_has_a_name_of_its_own,
      names_are_hvacs_exceptions, an_unknown_status_is_an_unexpected_error)
