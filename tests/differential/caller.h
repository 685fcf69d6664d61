/* SPDX-License-Identifier: MIT */
/* What one line asks for, and what typed.c, which is generated, makes its members of. */
#ifndef HVAC_TESTS_DIFFERENTIAL_CALLER_H
#define HVAC_TESTS_DIFFERENTIAL_CALLER_H

#include <hvac/hvac.h>
#include <hvac/typed.h>

struct caller {
	hvac_client *client;
	const hvac_argument *arguments;
	hvac_response **response;       /* of a call that blocks; NULL: a task is wanted */
	hvac_task **task;
};

/* One typed call for each operation; the list ends with a NULL. */
struct typed {
	const char *engine, *operation;
	hvac_status (*call)(const struct caller *caller);
};
extern const struct typed typed_calls[];

/* An argument in the shape of its member; not given where the line does not name it. */
const char *given_text(const struct caller *caller, const char *name);
hvac_optional_integer given_integer(const struct caller *caller, const char *name);
hvac_optional_boolean given_boolean(const struct caller *caller, const char *name);
hvac_optional_number given_number(const struct caller *caller, const char *name);
hvac_optional_bytes given_bytes(const struct caller *caller, const char *name);
hvac_optional_value given_value(const struct caller *caller, const char *name);

#endif
