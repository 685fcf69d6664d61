/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdlib.h>
#include <string.h>
#include "secret.h"

bool secret_read(struct secret *secret, const hvac_value *value)
{
	size_t length = 0;
	const char *string = hvac_value_string(value, &length);
	char *json = string ? NULL : hvac_value_to_text(value, &length);
	const char *text = string ? string : json;
	secret->bytes = text ? malloc(length + 1) : NULL;
	secret->length = length;
	if (secret->bytes)
		memcpy(secret->bytes, text, length + 1);
	hvac_text_free(json);
	return secret->bytes;
}

bool secret_replace(struct secret *secret, struct secret *other)
{
	bool changed = !secret->bytes || secret->length != other->length || memcmp(secret->bytes, other->bytes, other->length) != 0;
	secret_wipe(secret);
	*secret = *other;
	*other = (struct secret){ 0 };
	return changed;
}

void secret_wipe(struct secret *secret)
{
	if (secret->bytes)
		explicit_bzero(secret->bytes, secret->length);
	free(secret->bytes);
	secret->bytes = NULL;
	secret->length = 0;
}
