/* SPDX-License-Identifier: MIT */
/*
 * Text in a task's memory, and what makes signatures of it. Here for auth/aws and auth/alicloud alike; all is static, so that
 * both can be linked into one library.
 */
#ifndef HVAC_AUTH_SIGNING_H
#define HVAC_AUTH_SIGNING_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <openssl/evp.h>
#include <hvac/plugin.h>

/* Never NULL, so that texts can be put together in a row: when memory runs out the task ends with that, whatever its hook
 * makes of the empty text. */
HVAC_FORMAT(2, 3)
static inline const char *text_print(struct hvac_task *task, const char *format, ...)
{
	va_list list, again;
	char *text = NULL;
	int length;

	va_start(list, format);
	va_copy(again, list);
	length = vsnprintf(NULL, 0, format, list);
	if (length >= 0)
		text = hvac_task_alloc(task, (size_t)length + 1);
	if (text)
		vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	va_end(list);
	return text ? text : "";
}

/* In small letters, whatever the locale. */
static inline const char *text_lower(struct hvac_task *task, const char *text)
{
	size_t length = strlen(text);
	char *lower = hvac_task_alloc(task, length + 1);

	for (size_t i = 0; lower && i < length; i++)
		lower[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]);
	return lower ? lower : "";
}

static inline const char *text_hex(struct hvac_task *task, const unsigned char *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	char *text = hvac_task_alloc(task, 2 * length + 1);

	for (size_t i = 0; text && i < length; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	return text ? text : "";
}

static inline const char *text_base64(struct hvac_task *task, const void *bytes, size_t length)
{
	char *text = length < INT32_MAX / 2 ? hvac_task_alloc(task, 4 * ((length + 2) / 3) + 1) : NULL;

	if (text)
		EVP_EncodeBlock((unsigned char *)text, bytes, (int)length);
	return text ? text : "";
}

/* `bytes` without the line ends that files and metadata services wrap them in. */
static inline const char *text_joined(struct hvac_task *task, const char *bytes, size_t length)
{
	char *text = hvac_task_alloc(task, length + 1);
	size_t to = 0;

	for (size_t from = 0; text && from < length; from++)
		/* false [analyzer-null-dereference]: what was found is there: hvac_task_fail() never returns FOUND */
		if (bytes[from] != '\n' && bytes[from] != '\r')
			text[to++] = bytes[from];
	return text ? text : "";
}

/* What can stand in a header, or in a file of one line: no control characters. UTF-8 is fine. */
static inline bool text_is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

/* The task's time, UTC: 2026-11-22T10:14:05Z, or without the marks in it. */
static inline const char *text_now(struct hvac_task *task, bool marks)
{
	enum { ROOM = sizeof "2026-11-22T10:14:05Z" };
	time_t now = (time_t)hvac_task_now(task);
	char *text = hvac_task_alloc(task, ROOM);
	struct tm utc;

	if (text && gmtime_r(&now, &utc))
		strftime(text, ROOM, marks ? "%Y-%m-%dT%H:%M:%SZ" : "%Y%m%dT%H%M%SZ", &utc);
	return text ? text : "";
}

/* False where OpenSSL will not: a FIPS provider has no use for some keys. `mac` has room for EVP_MAX_MD_SIZE bytes. */
static inline bool hmac(const char *digest, const void *key, size_t key_length, const char *text, unsigned char *mac, size_t *length)
{
	return EVP_Q_mac(NULL, "HMAC", NULL, digest, NULL, key, key_length, (const unsigned char *)text, strlen(text), mac, EVP_MAX_MD_SIZE, length);
}

#endif
