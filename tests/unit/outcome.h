/* SPDX-License-Identifier: MIT */
/* What an adapter would report of an exchange, as tests make it up. */
#ifndef TESTS_UNIT_OUTCOME_H
#define TESTS_UNIT_OUTCOME_H

#include <stdbool.h>
#include <hvac/adapter.h>

/* An answer; `headers` as "Name: value\r\n" lines, both may be NULL. */
hvac_outcome outcome_answer(int http_status, const char *headers, const char *body);
/* A failure on the way. */
hvac_outcome outcome_failure(hvac_outcome_kind kind, bool sent, const char *detail);

#endif
