/* SPDX-License-Identifier: MIT */
/* One value out of an answer, as the bytes that a program gets: strings plain, anything else as JSON. */
#ifndef CLI_SECRET_H
#define CLI_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <hvac/value.h>

struct secret {
	char *bytes;                     /* a NUL stands behind them; NULL: there is none yet */
	size_t length;
};

/* A copy of the value, in a `secret` that has none yet. False: no memory. */
bool secret_read(struct secret *secret, const hvac_value *value);
/* `other` takes the place of what was there, which is wiped, and has none afterwards. True: it is another. */
bool secret_replace(struct secret *secret, struct secret *other);
void secret_wipe(struct secret *secret);

#endif
