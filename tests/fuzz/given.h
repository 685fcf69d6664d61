/* SPDX-License-Identifier: MIT */
/*
 * An operation and arguments for it, as an input says them: "ENGINE OPERATION", then lines "KIND NAME=VALUE" up to an empty one. Where
 * there is no such operation another one stands in; a NAME that is a number is that parameter's. KIND: s text, t typed, x bytes, j JSON,
 * v a value, i integer, n number, b true or false, c a source, 0 null.
 */
#ifndef TESTS_FUZZ_GIVEN_H
#define TESTS_FUZZ_GIVEN_H

#include <hvac/call.h>
#include "engine.h"
#include "fuzz.h"

#define GIVEN_MAX 32

struct given {
	const struct engine *engine;    /* NULL: there is none at all */
	struct operation_rows rows;
	hvac_argument list[GIVEN_MAX + 1];
	hvac_value *values[GIVEN_MAX];
	size_t count;
};

void given_read(struct given *given, struct sample *sample, const char *operation);
void given_free(struct given *given);
const char *given_operation(const struct given *given);

#endif
