/* SPDX-License-Identifier: MIT */
/* hvac-lint: says of an engine what its loader would not, but its users would. */
#include "lint.h"
#include "load.h"
#include "names.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/engine.h>
#include <hvac/version.h>

enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_NOT_LOADABLE = 7 };

static const char usage[] =
	"usage: hvac-lint ENGINE|FILE.so ... [--path DIR] [--names FILE] [--allow RULE[:OPERATION[.PARAMETER]]] ...\n"
	"       hvac-lint --rules\n"
	"\n"
	"Checks engines as the loader does, and further. Prints a line for each finding:\n"
	"ENGINE OPERATION[.PARAMETER]: RULE: what to do.\n"
	"\n"
	"  --path DIR     look for engines in DIR first\n"
	"  --names FILE   the names of hvac (default: " HVAC_NAMES ")\n"
	"  --allow RULE   do not apply a rule; RULE:OPERATION and RULE:OPERATION.PARAMETER: not there\n"
	"  --rules        list the rules\n"
	"  --version\n"
	"  --help\n"
	"\n"
	"Exit status: 0 nothing found, 1 findings, or output that cannot be written, 2 wrong usage,\n"
	"7 an engine that cannot be loaded.\n";

static const char *const scopes[] = { "engine", "operation", "parameter" };

static void print_rules(void)
{
	for (const struct rule *rule = lint_rules; rule->name; rule++)
		printf("%-16s %-10s %s\n", rule->name, scopes[rule->scope], rule->help);
}

static bool is_rule(const char *name, size_t length)
{
	for (const struct rule *rule = lint_rules; rule->name; rule++)
		if (strlen(rule->name) == length && strncmp(rule->name, name, length) == 0)
			return true;
	return false;
}

static bool add_path(const char *directory)
{
	char *path = realpath(directory, NULL);
	bool added = path && hvac_plugin_path(path) == HVAC_OK;

	if (!added)
		warn("%s", directory);
	free(path);
	return added;
}

static void apply(struct lint *lint, enum scope scope)
{
	for (lint->rule = lint_rules; lint->rule->name; lint->rule++)
		if (lint->rule->scope == scope)
			lint->rule->check(lint);
}

/* All rules on all places of a table, in the table's order. */
static void walk(struct lint *lint)
{
	apply(lint, OF_ENGINE);
	for (size_t i = 0; i < row_count(lint->plugin); i++) {
		lint->operation = row_at(lint->plugin, i);
		apply(lint, OF_OPERATION);
		for (size_t j = 0; j < lint->operation->n_parameters; j++) {
			lint->parameter = parameter_at(lint, lint->operation, j);
			apply(lint, OF_PARAMETER);
		}
		lint->parameter = NULL;
	}
	lint->operation = NULL;
}

static int check_engine(const char *engine, const hvac_value *names, char *const *allowed)
{
	struct lint lint = { .names = names, .allowed = allowed, .findings = hvac_value_new_list() };
	char *id;
	int status = EXIT_NOT_LOADABLE;

	if (!lint.findings)
		out_of_memory();
	lint.plugin = load(engine, &id);
	lint.engine = id;
	if (lint.plugin) {
		walk(&lint);
		status = hvac_value_count(lint.findings) ? EXIT_FINDINGS : EXIT_CLEAN;
	}
	hvac_value_free(lint.findings);
	free(id);
	return status;
}

static int check_engines(char *const *engines, const char *file, char *const *allowed)
{
	hvac_value *names = names_read(file);
	int worst = EXIT_CLEAN;

	if (!names)
		return EXIT_USAGE;
	for (; *engines; engines++) {
		int status = check_engine(*engines, names, allowed);

		if (status > worst)
			worst = status;
	}
	hvac_value_free(names);
	return worst;
}

/* What is asked for. A status when that is done or wrong, -1 when engines are to be checked. */
static int read_options(int argc, char **argv, const char **names, char **allowed)
{
	enum { PATH = 1, NAMES, ALLOW, RULES, VERSION, HELP };
	static const struct option options[] = {
		{ "path", required_argument, NULL, PATH }, { "names", required_argument, NULL, NAMES }, { "allow", required_argument, NULL, ALLOW },
		{ "rules", no_argument, NULL, RULES }, { "version", no_argument, NULL, VERSION }, { "help", no_argument, NULL, HELP }, { 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (option) {
		case PATH:
			if (!add_path(optarg))
				return EXIT_USAGE;
			break;
		case NAMES:
			*names = optarg;
			break;
		case ALLOW:
			if (!is_rule(optarg, strcspn(optarg, ":"))) {
				warnx("there is no rule %s; --rules lists them", optarg);
				return EXIT_USAGE;
			}
			*allowed++ = optarg;
			break;
		case RULES:
			print_rules();
			return EXIT_CLEAN;
		case VERSION:
			printf("hvac-lint %s\n", HVAC_VERSION);
			return EXIT_CLEAN;
		case HELP:
			fputs(usage, stdout);
			return EXIT_CLEAN;
		default:
			return EXIT_USAGE;
		}
	if (optind < argc)
		return -1;
	fputs(usage, stderr);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	const char *names = HVAC_NAMES;
	char **allowed = calloc((size_t)argc + 1, sizeof *allowed);
	int status;

	if (!allowed)
		out_of_memory();
	status = read_options(argc, argv, &names, allowed);
	if (status < 0)
		status = check_engines(argv + optind, names, allowed);
	free(allowed);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(EXIT_FAILURE, "standard output");
	return status;
}
