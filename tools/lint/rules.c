/* SPDX-License-Identifier: MIT */
/* The rules: one line each. A rule that looks at operations and at parameters has two. */
#include "lint.h"

const struct rule lint_rules[] = {
	{ "reference", OF_ENGINE, "the descriptor names the API page that the engine follows", check_reference },
	{ "example", OF_ENGINE, "the descriptor has an example", check_example },
	{ "since", OF_OPERATION, "servers stand in since with ranges of versions", check_since },
	{ "vendor", OF_ENGINE, "engines that hvac does not know are called x_VENDOR_name", check_vendor },
	{ "help", OF_ENGINE, "help is one line of sensible length, without a full stop", check_engine_help },
	{ "help", OF_OPERATION, "help is one line of sensible length, without a full stop", check_operation_help },
	{ "help", OF_PARAMETER, "help is one line of sensible length, without a full stop", check_parameter_help },
	{ "help-words", OF_OPERATION, "help says more than the name's own words", check_operation_words },
	{ "help-words", OF_PARAMETER, "help says more than the name's own words", check_parameter_words },
	{ "help-repeated", OF_OPERATION, "no other operation of the engine has the same help", check_repeated },
	{ "letters", OF_OPERATION, "names are of small letters, digits and single underscores", check_operation_letters },
	{ "letters", OF_PARAMETER, "names are of small letters, digits and single underscores", check_parameter_letters },
	{ "keyword", OF_PARAMETER, "names are no keywords of C or C++, but hvac's own", check_keyword },
	{ "path", OF_OPERATION, "paths begin below /v1, which the library puts before them", check_path },
	{ "hvac-name", OF_OPERATION, "what hvac has is called as in hvac", check_operation_name },
	{ "hvac-name", OF_PARAMETER, "what hvac has is called as in hvac", check_parameter_name },
	{ "synonym", OF_OPERATION, "names use hvac's word where it has one", check_operation_synonym },
	{ "synonym", OF_PARAMETER, "names use hvac's word where it has one", check_parameter_synonym },
	{ "spelling", OF_OPERATION, "names are spelled as hvac spells them", check_operation_spelling },
	{ "spelling", OF_PARAMETER, "names are spelled as hvac spells them", check_parameter_spelling },
	{ "secret", OF_PARAMETER, "passwords, tokens and keys have HVAC_SECRET", check_secret },
	{ "default", OF_PARAMETER, "dflt is what hvac sends unasked, not a default of the server", check_default },
	{ "values", OF_PARAMETER, "values are those of a type that can have them, and the default is one", check_values },
	{ "values-in-help", OF_PARAMETER, "allowed values stand in values", check_values_in_help },
	{ "unused", OF_PARAMETER, "somebody reads what is not sent", check_unused },
	{ "flags", OF_OPERATION, "flags do not contradict each other, the verb or the hooks", check_operation_flags },
	{ "flags", OF_PARAMETER, "flags do not contradict each other, the type or the place", check_parameter_flags },
	{ 0 },
};
