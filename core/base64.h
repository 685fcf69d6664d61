/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648), by OpenSSL. */
#ifndef HVAC_CORE_BASE64_H
#define HVAC_CORE_BASE64_H

#include <stddef.h>

/* Text of `*length` characters to be wiped and freed; NULL when memory ran out or for more than 1 GiB. */
char *base64_encode(const void *bytes, size_t n, size_t *length);
/* The same in the alphabet for URLs and without padding (section 5). */
char *base64url_encode(const void *bytes, size_t n, size_t *length);
/* `*length` bytes to be wiped and freed; NULL when the text is not base64 or memory ran out. */
unsigned char *base64_decode(const char *text, size_t n, size_t *length);

#endif
