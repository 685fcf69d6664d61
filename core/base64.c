/* SPDX-License-Identifier: MIT */
#include "base64.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/evp.h>

#define BYTES_MAX ((size_t)1 << 30)

char *base64_encode(const void *bytes, size_t n, size_t *length)
{
	unsigned char *text = n <= BYTES_MAX ? malloc((n + 2) / 3 * 4 + 1) : NULL;

	if (!text)
		return NULL;
	*length = (size_t)EVP_EncodeBlock(text, bytes, (int)n);
	return (char *)text;
}

char *base64url_encode(const void *bytes, size_t n, size_t *length)
{
	char *text = base64_encode(bytes, n, length);

	for (size_t i = 0; text && i < *length; i++)
		text[i] = text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i];
	while (text && *length && text[*length - 1] == '=')
		text[--*length] = '\0';
	return text;
}

unsigned char *base64_decode(const char *text, size_t n, size_t *length)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t padding = 0;
	unsigned char *bytes;

	if (n % 4 || n > BYTES_MAX)
		return NULL;
	while (padding < 2 && padding < n && text[n - 1 - padding] == '=')
		padding++;
	/* OpenSSL skips blanks at both ends, which would move the length */
	if (strspn(text, alphabet) < n - padding)
		return NULL;
	bytes = malloc(n / 4 * 3 + 1);
	if (!bytes)
		return NULL;
	if (EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)n) < 0) {
		wipe_free(bytes, n / 4 * 3 + 1);
		return NULL;
	}
	*length = n / 4 * 3 - padding;
	bytes[*length] = '\0';
	return bytes;
}
