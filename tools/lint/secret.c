/* SPDX-License-Identifier: MIT */
/* The rule on secrets that are not marked. Names say what they are at their end, help texts at their beginning. */
#include "lint.h"
#include "words.h"

#include <string.h>

/* What a name ends with when its value must not be seen, */
static const char secrets[] = "bindpass credential credentials creds jwt key keys keytab otp pass passcode passphrase passwd password passwords "
	"pin private pwd secret secrets seed token tokens totp";
/* of which these are names where they stand in a path, */
static const char names_in_path[] = "key keys secret secrets";
/* and what makes a key one that may be seen, or the name of one; "secret" and "private" before that take it back. */
static const char open_keys[] = "access audit crypto gpg kms managed pem pgp public request response token user";
/* The form of a value, behind what it is. */
static const char forms[] = "b64 base64 content data der hash hex json material pem text value";
/* Help that begins with one of these is about something else than the secret itself. */
static const char open_beginnings[] = "accessor algorithm format form headers how id ids kind label listed members name names number path paths pgp "
	"public reference template type url where whether which";
/* A help's first clause that ends with one of these is about a secret, whatever the name is. */
static const char said_secrets[] = "credential credentials jwt otp passcode passphrase password passwords pin";
static const char clause_ends[] = "as at behind by for from in of on that to used when which whose with";

/* The end of a name or of a clause: its last word, the one before it, and whether the rest speaks of a secret. */
struct ending {
	struct word last, before;
	bool secret;
};

static void append(struct ending *ending, struct word word)
{
	ending->secret = ending->secret || (ending->before.length && word_is_in(ending->before, "secret private"));
	ending->before = ending->last;
	ending->last = word;
}

static struct ending ending_of_name(const char *name)
{
	struct ending ending = { 0 };
	struct word word;

	while (next_word(&name, &word))
		if (!ending.last.length || !word_is_in(word, forms))
			append(&ending, word);
	return ending;
}

static bool is_key(struct word word)
{
	return word_is_in(word, "key keys");
}

/* Two words that only together are a secret. */
static bool is_secret_pair(const struct ending *ending)
{
	return ending->before.length && ((word_is_in(ending->before, "secret") && word_is_in(ending->last, "id ids")) ||
	                                 (word_is_in(ending->before, "pem") && word_is_in(ending->last, "bundle")));
}

static bool is_secret_name(const struct lint *lint, const char *name)
{
	struct ending ending = ending_of_name(name);
	bool hidden = ending.secret || (ending.before.length && word_is_in(ending.before, "secret private"));

	if (!ending.last.length || is_secret_pair(&ending))
		return ending.last.length > 0;
	if (!word_is_in(ending.last, secrets))
		return false;
	if (lint->parameter->in == HVAC_IN_PATH && word_is_in(ending.last, names_in_path))
		return false;
	return !is_key(ending.last) || hidden || !ending.before.length || !word_is_in(ending.before, open_keys);
}

/* "The user's password", "Private key of the client in PEM" */
static bool is_said_secret(const char *help)
{
	struct ending ending = { 0 };
	size_t clause = strcspn(help, ",;:.(");
	const char *rest = help;
	struct word word;

	while (next_word(&rest, &word) && (size_t)(rest - help) <= clause && !word_is_in(word, clause_ends))
		append(&ending, word);
	if (!ending.last.length)
		return false;
	if (is_key(ending.last))
		return ending.before.length && word_is_in(ending.before, "private secret unseal");
	return word_is_in(ending.last, said_secrets);
}

void check_secret(struct lint *lint)
{
	const struct hvac_parameter *parameter = lint->parameter;
	const char *help = parameter->help, *wire = parameter->wire ? parameter->wire : parameter->name;
	uint16_t type = parameter->type;
	bool carries = type == HVAC_TYPE_STRING || type == HVAC_TYPE_BYTES || type == HVAC_TYPE_LIST || type == HVAC_TYPE_MAP || type == HVAC_TYPE_ANY;
	struct word first = { "", 0 };

	if (!carries || parameter->flags & HVAC_SECRET)
		return;
	while (next_word(&help, &first) && word_is_in(first, "a an the"))
		;
	if (first.length && word_is_in(first, open_beginnings))
		return;
	if (is_secret_name(lint, parameter->name) || is_secret_name(lint, wire) || is_said_secret(parameter->help))
		complain(lint, "give HVAC_SECRET, or say in the help what it is that is no secret: \"Name of ...\"");
}
