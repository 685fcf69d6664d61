/* SPDX-License-Identifier: MIT */
#include "script.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct kind {
	const char *name;
	enum manner manner;
	bool tls;
	enum identity_kind identity;
	bool mutual;
} kinds[] = {
	{ "", MANNER_OPEN, false, IDENTITY_GOOD, false },
	{ "open", MANNER_OPEN, false, IDENTITY_GOOD, false },
	{ "refuses", MANNER_REFUSES, false, IDENTITY_GOOD, false },
	{ "resets", MANNER_RESETS, false, IDENTITY_GOOD, false },
	{ "silent", MANNER_SILENT, false, IDENTITY_GOOD, false },
	{ "tls", MANNER_OPEN, true, IDENTITY_GOOD, false },
	{ "tls-refuses", MANNER_REFUSES, true, IDENTITY_GOOD, false },
	{ "tls-resets", MANNER_RESETS, true, IDENTITY_GOOD, false },
	{ "tls-breaks", MANNER_BREAKS, true, IDENTITY_GOOD, false },
	{ "tls-mutual", MANNER_OPEN, true, IDENTITY_GOOD, true },
	{ "tls-silent", MANNER_SILENT, true, IDENTITY_GOOD, false },
	{ "tls-wrong-host", MANNER_OPEN, true, IDENTITY_WRONG_HOST, false },
	{ "tls-expired", MANNER_OPEN, true, IDENTITY_EXPIRED, false },
	{ "tls-unknown", MANNER_OPEN, true, IDENTITY_UNKNOWN, false },
};

static bool read_number(const char *text, uint64_t *number)
{
	char *end;

	*number = strtoull(text, &end, 10);
	return isdigit((unsigned char)*text) && !*end;
}

static bool read_ms(const char *text, int *ms)
{
	uint64_t number;
	bool read = read_number(text, &number) && number <= INT_MAX;

	*ms = read ? (int)number : 0;
	return read;
}

/* `text` and a line more. */
static bool add_line(char **text, const char *line)
{
	char *longer;

	if (asprintf(&longer, "%s%s\\r\\n", *text, line) < 0)
		return false;
	free(*text);
	*text = longer;
	return true;
}

static bool replace(char **text, const char *with)
{
	free(*text);
	*text = strdup(with);
	return *text;
}

static bool add_part(struct script *script, const char *rest)
{
	struct part *more = reallocarray(script->parts, script->count + 1, sizeof *more), *part;
	size_t length = strcspn(rest, " ");
	const char *kind = rest + length + strspn(rest + length, " ");

	if (!more || !length)
		return false;
	script->parts = more;
	part = &more[script->count++];
	*part = (struct part){ .name = strndup(rest, length) };
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (!strcmp(kinds[i].name, kind)) {
			part->manner = kinds[i].manner;
			part->tls = kinds[i].tls;
			part->mutual = kinds[i].mutual;
			part->identity = kinds[i].identity;
			return part->name;
		}
	return false;
}

static struct reply *add_reply(struct part *part)
{
	struct reply *more = reallocarray(part->replies, part->n_replies + 1, sizeof *more);

	if (!more)
		return NULL;
	part->replies = more;
	more[part->n_replies] = (struct reply){ .times = 1, .cut = UINT64_MAX };
	return &more[part->n_replies++];
}

static bool begin_answer(struct part *part, const char *rest)
{
	struct reply *reply = add_reply(part);
	uint64_t status;
	char *line = NULL;
	bool begun = reply && (read_number(rest, &status) ? asprintf(&line, "HTTP/1.1 %s Status", rest) : asprintf(&line, "HTTP/1.1 %s", rest)) >= 0 &&
	             replace(&reply->head, "") && replace(&reply->body, "") && add_line(&reply->head, line);

	free(line);
	return begun;
}

static bool begin_bytes(struct part *part, const char *rest)
{
	struct reply *reply = add_reply(part);

	return reply && replace(&reply->body, rest);
}

static bool read_reply_line(struct reply *reply, const char *word, const char *rest)
{
	uint64_t number;

	if (!strcmp(word, "header"))
		return reply->head && add_line(&reply->head, rest);
	if (!strcmp(word, "body"))
		return replace(&reply->body, rest);
	if (!strcmp(word, "nested"))
		return read_number(rest, &number) && (reply->nested = (size_t)number) > 0;
	if (!strcmp(word, "times"))
		return read_number(rest, &reply->times);
	if (!strcmp(word, "endless"))
		return (reply->times = UINT64_MAX) > 0;
	if (!strcmp(word, "cut") || !strcmp(word, "reset")) {
		reply->reset = *word == 'r';
		return read_number(rest, &reply->cut);
	}
	if (!strcmp(word, "delay"))
		return read_ms(rest, &reply->delay_ms);
	if (!strcmp(word, "trickle"))
		return read_ms(rest, &reply->trickle_ms);
	if (!strcmp(word, "farewell"))
		return reply->close = reply->farewell = true;
	return !strcmp(word, "close") && (reply->close = true);
}

static bool read_line(struct script *script, char *line)
{
	char *rest = line + strcspn(line, " ");
	struct part *part = script->count ? &script->parts[script->count - 1] : NULL;

	if (!*line || *line == '#')
		return true;
	if (*rest)
		*rest++ = '\0';
	if (!strcmp(line, "listen"))
		return add_part(script, rest);
	if (!part)
		return false;
	if (!strcmp(line, "beside"))
		return replace(&part->beside, rest);
	if (!strcmp(line, "answer"))
		return begin_answer(part, rest);
	if (!strcmp(line, "bytes"))
		return begin_bytes(part, rest);
	return part->n_replies && read_reply_line(&part->replies[part->n_replies - 1], line, rest);
}

/* What a listener answers that was told nothing. */
static bool complete(struct script *script)
{
	for (size_t i = 0; i < script->count; i++) {
		struct part *part = &script->parts[i];

		if (!part->n_replies && (!begin_answer(part, "200 OK") || !replace(&part->replies->body, "{\"data\":{}}")))
			return false;
	}
	return true;
}

bool script_read(const char *text, struct script *script, size_t *line)
{
	char *copy = strdup(text), *next = copy, *one;
	bool read = copy;

	*script = (struct script){ NULL, 0 };
	*line = 0;
	while (read && (one = strsep(&next, "\n"))) {
		++*line;
		read = read_line(script, one);
	}
	read = read && complete(script);
	free(copy);
	if (!read)
		script_free(script);
	return read;
}

void script_free(struct script *script)
{
	for (size_t i = 0; i < script->count; i++) {
		struct part *part = &script->parts[i];

		for (size_t n = 0; n < part->n_replies; n++) {
			free(part->replies[n].head);
			free(part->replies[n].body);
		}
		free(part->replies);
		free(part->name);
		free(part->beside);
	}
	free(script->parts);
	*script = (struct script){ NULL, 0 };
}

/* The byte behind a backslash; *text goes on behind it. */
static char escaped(const char **text)
{
	char digits[3] = { 0 };
	char c = **text;

	if (c)
		++*text;
	switch (c) {
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	case '0': return '\0';
	case 'x':
		for (int i = 0; i < 2 && isxdigit((unsigned char)**text); i++)
			digits[i] = *(*text)++;
		return (char)strtoul(digits, NULL, 16);
	default: return c;
	}
}

/* Writes what a $NAME stands for; *text goes on behind it. */
static bool named(const char **text, FILE *out, script_name *name, void *context)
{
	static const char *const suffixes[] = { ".host", ".port", "" };
	size_t length = 0;
	char *key, *value = NULL;

	while (isalnum((unsigned char)(*text)[length]) || (*text)[length] == '_')
		length++;
	key = strndup(*text, length);
	*text += length;
	for (size_t i = 0; key && !value && i < sizeof suffixes / sizeof suffixes[0]; i++)
		if (!strncmp(*text, suffixes[i], strlen(suffixes[i]))) {
			value = name(context, key, suffixes[i]);
			*text += strlen(suffixes[i]);
			break;
		}
	if (value)
		fputs(value, out);
	free(key);
	free(value);
	return value;
}

char *script_bytes(const char *text, script_name *name, void *context, size_t *length)
{
	char *bytes = NULL;
	FILE *out = open_memstream(&bytes, length);
	bool made = out;

	while (made && *text) {
		char c = *text++;

		if (c == '$')
			made = named(&text, out, name, context);
		else
			fputc(c == '\\' ? escaped(&text) : c, out);
	}
	if (!out || fclose(out) != 0 || !made) {
		free(bytes);
		return NULL;
	}
	return bytes;
}
