/* SPDX-License-Identifier: MIT */
/* What rules are made of: the place in a table that they look at, what they look it up in, and how they complain. */
#ifndef HVAC_LINT_H
#define HVAC_LINT_H

#include <stdbool.h>
#include <hvac/plugin.h>

enum scope { OF_ENGINE, OF_OPERATION, OF_PARAMETER };

/* A rule is asked about each engine, about each row, or about each parameter of each row. */
struct lint {
	const char *engine;                         /* the id */
	const struct hvac_plugin *plugin;
	const struct hvac_operation *operation;     /* the row; NULL for a rule of the engine */
	const struct hvac_parameter *parameter;     /* NULL for a rule of the row */
	const hvac_value *names;                    /* hvac-names.json */
	const struct rule *rule;
	hvac_value *findings;                       /* the lines printed so far */
	char *const *allowed;                       /* "RULE[:OPERATION[.PARAMETER]]", up to a NULL */
};

struct rule {
	const char *name;
	enum scope scope;
	const char *help;
	void (*check)(struct lint *lint);
};

/* All rules, up to one without a name. */
extern const struct rule lint_rules[];

/* Rules, by the file they are in: help.c, name.c, secret.c, value.c, flag.c. */
void check_reference(struct lint *lint);
void check_example(struct lint *lint);
void check_engine_help(struct lint *lint);
void check_operation_help(struct lint *lint);
void check_parameter_help(struct lint *lint);
void check_operation_words(struct lint *lint);
void check_parameter_words(struct lint *lint);
void check_repeated(struct lint *lint);
void check_since(struct lint *lint);
void check_vendor(struct lint *lint);
void check_operation_letters(struct lint *lint);
void check_parameter_letters(struct lint *lint);
void check_keyword(struct lint *lint);
void check_path(struct lint *lint);
void check_operation_name(struct lint *lint);
void check_parameter_name(struct lint *lint);
void check_operation_synonym(struct lint *lint);
void check_parameter_synonym(struct lint *lint);
void check_operation_spelling(struct lint *lint);
void check_parameter_spelling(struct lint *lint);
void check_secret(struct lint *lint);
void check_default(struct lint *lint);
void check_values(struct lint *lint);
void check_values_in_help(struct lint *lint);
void check_unused(struct lint *lint);
void check_operation_flags(struct lint *lint);
void check_parameter_flags(struct lint *lint);

/* Prints a finding of the rule at the place that is looked at, unless it was printed or is allowed. */
void complain(struct lint *lint, const char *format, ...) HVAC_FORMAT(2, 3);

/* Tables are read by the plugin's own strides. */
size_t row_count(const struct hvac_plugin *plugin);
const struct hvac_operation *row_at(const struct hvac_plugin *plugin, size_t index);
const struct hvac_parameter *parameter_at(const struct lint *lint, const struct hvac_operation *row, size_t index);
/* NULL when the row has none of this name, which need not end with a NUL. */
const struct hvac_parameter *parameter_named(const struct lint *lint, const struct hvac_operation *row, const char *name, size_t length);
/* Whether only a hook sends the row. */
bool is_step(const struct hvac_operation *row);

/* Ends the program. */
_Noreturn void out_of_memory(void);

#endif
