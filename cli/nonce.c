/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include "nonce.h"

enum { NONCE_BYTES = 32 };

char *nonce_new(void)
{
	unsigned char bytes[NONCE_BYTES];
	char *text = calloc(1, 2 * NONCE_BYTES + 1);
	if (!text || getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes)) {
		free(text);
		return NULL;
	}
	for (size_t i = 0; i < NONCE_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	explicit_bzero(bytes, sizeof(bytes));
	return text;
}
