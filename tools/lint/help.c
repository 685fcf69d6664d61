/* SPDX-License-Identifier: MIT */
/* Rules on what is there to be read: help, reference, example, servers. */
#include "lint.h"
#include "words.h"

#include <regex.h>
#include <string.h>

#define ENGINE_LENGTH 80u
#define OPERATION_LENGTH 100u
#define PARAMETER_LENGTH 120u

#define VERSION "[0-9]+(\\.[0-9]+)*"
#define SERVERS "[a-z]+-(" VERSION "\\.\\.(" VERSION ")?|\\.\\." VERSION ")"

void check_reference(struct lint *lint)
{
	if (!lint->plugin->reference || !*lint->plugin->reference)
		complain(lint, "name the API page that it follows in .reference");
}

void check_example(struct lint *lint)
{
	if (!lint->plugin->example || !*lint->plugin->example)
		complain(lint, "give lines for a shell that work on a new server in .example");
}

static void check_help(struct lint *lint, const char *help, size_t most)
{
	size_t length = strlen(help);

	if (!help[strspn(help, " \t\n")])
		complain(lint, "say what it is for");
	else if (strchr(help, '\n'))
		complain(lint, "say it in one line");
	else if (length > most)
		complain(lint, "shorten the help to %zu characters; it has %zu", most, length);
	else if (help[length - 1] == '.' && (length < 2 || help[length - 2] != '.'))
		complain(lint, "leave out the full stop at the end of the help");
}

void check_engine_help(struct lint *lint)
{
	check_help(lint, lint->plugin->help, ENGINE_LENGTH);
}

void check_operation_help(struct lint *lint)
{
	check_help(lint, lint->operation->help, OPERATION_LENGTH);
}

void check_parameter_help(struct lint *lint)
{
	check_help(lint, lint->parameter->help, PARAMETER_LENGTH);
}

void check_since(struct lint *lint)
{
	const char *since = lint->operation->since;
	regex_t servers;

	if (!since)
		return;
	if (regcomp(&servers, "^" SERVERS "( " SERVERS ")*$", REG_EXTENDED | REG_NOSUB) != 0)
		out_of_memory();
	if (regexec(&servers, since, 0, NULL, 0) != 0)
		complain(lint, "name servers with ranges of versions in .since, as vault-1.15.. openbao-2.6..2.6");
	regfree(&servers);
}

/* Whether a help text, which is not empty, has no word that is neither the name's nor too common to say anything. */
static bool echoes(const char *help, const char *name)
{
	static const char common[] = "a an and all any as at by for from given in into is it its new of on one or s some that the this to use used which with your";
	struct word word, own;
	bool found = true, any = false;

	while (found && next_word(&help, &word)) {
		const char *rest = name;

		any = true;
		found = word_is_in(word, common);
		while (!found && next_word(&rest, &own))
			found = same_word(word, own);
	}
	return any && found;
}

void check_operation_words(struct lint *lint)
{
	if (echoes(lint->operation->help, lint->operation->name))
		complain(lint, "say what it does in other words than its name's");
}

void check_parameter_words(struct lint *lint)
{
	if (echoes(lint->parameter->help, lint->parameter->name))
		complain(lint, "say unit, format or meaning instead of its name's own words");
}

void check_repeated(struct lint *lint)
{
	for (size_t i = 0; !is_step(lint->operation); i++) {
		const struct hvac_operation *other = row_at(lint->plugin, i);

		if (other == lint->operation)
			return;
		if (!is_step(other) && strcmp(other->name, lint->operation->name) != 0 && strcmp(other->help, lint->operation->help) == 0) {
			complain(lint, "say how it differs from %s, which has the same help", other->name);
			return;
		}
	}
}
