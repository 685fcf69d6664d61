/* SPDX-License-Identifier: MIT */
/*
 * What typed calls are made of. hvac-gen makes a header of them from each engine's table, as <hvac/secrets/kv_v2.h>:
 *
 *     hvac_secrets_kv_v2_read_secret_version(client, &response, .path = "app/db", .version = HVAC_I(3));
 *     hvac_secrets_kv_v2_read_secret_version_task(client, &task, .path = "app/db");
 *
 * Members have the names of the operation's parameters, with an underscore behind those that are words of C or C++
 * (.default_), and what is not named is not given. Text and durations are plain strings, NULL for not given; all else is
 * made by the macros below. They are hvac_call and hvac_task_new with other words: statuses, ownership and threads are
 * theirs. A file, a source, an explicit null, or text with a NUL in it is given by hvac_call alone.
 *
 * A wrong name or type does not compile. Older C compilers only warn of a plain number or string where a macro belongs, and C++ of a
 * plain 0; -Werror=int-conversion -Werror=incompatible-pointer-types (of C) and -Werror=missing-braces make that an error of theirs
 * too.
 */
#ifndef HVAC_TYPED_H
#define HVAC_TYPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <hvac/call.h>
#include <hvac/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the macros make. Zeroed, each is not given. Programs need not look inside: that `given` is a pointer, and that text comes
 * first, is what makes the compiler see a macro that was forgotten. */
typedef struct hvac_optional_integer {
	const struct hvac_given *given;
	int64_t value;
} hvac_optional_integer;

typedef struct hvac_optional_boolean {
	const struct hvac_given *given;
	bool value;
} hvac_optional_boolean;

typedef struct hvac_optional_number {
	const struct hvac_given *given;
	double value;
} hvac_optional_number;

typedef struct hvac_optional_bytes {
	const char *encoded;
	const void *start;
	size_t length;
} hvac_optional_bytes;

typedef struct hvac_optional_value {
	const char *text;
	const hvac_value *value;
} hvac_optional_value;

/* An integer, a boolean (or an integer that is 0 or not), a number. What is no integer has no bits, and does not compile. */
#define HVAC_I(n) hvac_optional_integer_((n) | 0)
#define HVAC_BOOL(expression) hvac_optional_boolean_(((expression) | 0) != 0)
#define HVAC_TRUE HVAC_BOOL(true)
#define HVAC_FALSE HVAC_BOOL(false)
#define HVAC_N(x) hvac_optional_number_(x)
/* Bytes, whose base64 is the library's work; and text that is base64 already. NULL is not given. */
#define HVAC_B(start, length) hvac_optional_bytes_(start, length)
#define HVAC_S(text) hvac_optional_encoded_(text)
/* A list, a map or anything: as text that the parameter's type says how to read, {"k":"v"}, ["a","b"] or a,b; or as a value,
 * which is copied. NULL is not given. */
#define HVAC_J(text) hvac_optional_json_(text)
#define HVAC_V(value) hvac_optional_value_(value)

/* From here on for the generated headers alone. */

/* C++ warns of each member that an initializer leaves out, unless it has one of its own. */
#ifdef __cplusplus
#define HVAC_UNSET_ {}
#define HVAC_STRUCT_(tag) tag
#else
#define HVAC_UNSET_
#define HVAC_STRUCT_(tag) (struct tag)
#endif

struct hvac_given {
	char unused;
};

static inline const struct hvac_given *hvac_given_(void)
{
	static const struct hvac_given given = { 0 };
	return &given;
}

static inline hvac_optional_integer hvac_optional_integer_(int64_t value)
{
	hvac_optional_integer optional = { hvac_given_(), value };
	return optional;
}

static inline hvac_optional_boolean hvac_optional_boolean_(bool value)
{
	hvac_optional_boolean optional = { hvac_given_(), value };
	return optional;
}

static inline hvac_optional_number hvac_optional_number_(double value)
{
	hvac_optional_number optional = { hvac_given_(), value };
	return optional;
}

static inline hvac_optional_bytes hvac_optional_bytes_(const void *start, size_t length)
{
	hvac_optional_bytes optional = { 0, start, length };
	return optional;
}

static inline hvac_optional_bytes hvac_optional_encoded_(const char *text)
{
	hvac_optional_bytes optional = { text, 0, 0 };
	return optional;
}

static inline hvac_optional_value hvac_optional_json_(const char *text)
{
	hvac_optional_value optional = { text, 0 };
	return optional;
}

static inline hvac_optional_value hvac_optional_value_(const hvac_value *value)
{
	hvac_optional_value optional = { 0, value };
	return optional;
}

/* Each makes the argument of a member; of one that was not given what hvac_string makes of NULL. */
static inline hvac_argument hvac_argument_of_integer_(const char *name, hvac_optional_integer optional)
{
	return optional.given ? hvac_integer(name, optional.value) : hvac_string(name, 0);
}

static inline hvac_argument hvac_argument_of_boolean_(const char *name, hvac_optional_boolean optional)
{
	return optional.given ? hvac_boolean(name, optional.value) : hvac_string(name, 0);
}

static inline hvac_argument hvac_argument_of_number_(const char *name, hvac_optional_number optional)
{
	return optional.given ? hvac_number(name, optional.value) : hvac_string(name, 0);
}

static inline hvac_argument hvac_argument_of_bytes_(const char *name, hvac_optional_bytes optional)
{
	return optional.encoded ? hvac_string(name, optional.encoded) : hvac_bytes(name, optional.start, optional.length);
}

static inline hvac_argument hvac_argument_of_value_(const char *name, hvac_optional_value optional)
{
	return optional.text ? hvac_typed(name, optional.text) : hvac_value_argument(name, optional.value);
}

static inline hvac_argument hvac_arguments_end_(void)
{
	return hvac_text_of_kind_("", HVAC_ARGUMENT_END, "", 0);
}

#ifdef __cplusplus
}
#endif
#endif
