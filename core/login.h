/* SPDX-License-Identifier: MIT */
/* What a login was given, kept for logging in again. */
#ifndef HVAC_CORE_LOGIN_H
#define HVAC_CORE_LOGIN_H

#include <hvac/call.h>
#include "arena.h"

struct stored_login {
	struct arena arena;
	const char *engine, *operation;
	hvac_argument *arguments;
};

/* A deep copy; files and sources stay unread. NULL when memory ran out. */
struct stored_login *stored_login_new(const char *engine, const char *operation, const hvac_argument *arguments);
void stored_login_free(struct stored_login *login);

#endif
