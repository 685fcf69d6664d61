/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdlib.h>
#include <string.h>
#include "secret.h"

bool secret_set(struct secret *secret, const hvac_value *value, bool *changed)
{
	size_t length;
	const char *string = hvac_value_string(value, &length);
	char *json = string ? NULL : hvac_value_to_text(value, &length), *bytes = NULL;
	const char *text = string ? string : json;
	if (text && (bytes = malloc(length + 1)) != NULL)
		memcpy(bytes, text, length + 1);
	hvac_text_free(json);
	if (!bytes)
		return false;
	*changed = !secret->bytes || secret->length != length || memcmp(secret->bytes, bytes, length) != 0;
	secret_wipe(secret);
	secret->bytes = bytes;
	secret->length = length;
	return true;
}

void secret_wipe(struct secret *secret)
{
	if (secret->bytes)
		explicit_bzero(secret->bytes, secret->length);
	free(secret->bytes);
	secret->bytes = NULL;
	secret->length = 0;
}
