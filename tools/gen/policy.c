/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "policy.h"

/* What stands for a path parameter. Only the mount has a name that is mostly the same. */
static const char *pattern_of(const hvac_value *parameter, bool is_last)
{
	const char *mount = string_of(parameter, "default");
	if (mount && *mount != '{' && strcmp(string_of(parameter, "name"), "mount_point") == 0)
		return mount;
	return is_last && is_true(parameter, "slashes") ? "*" : "+";
}

static void print_path(FILE *out, const hvac_value *operation, const char *path)
{
	while (*++path) {
		size_t length = strcspn(path, "}");
		if (*path != '{')
			fputc(*path, out);
		else
			fputs(pattern_of(parameter_named(operation, path + 1, length - 1), path[length + 1] == '\0'), out);
		path += *path == '{' ? length : 0;
	}
}

char *policy_of(const hvac_value *operation, const hvac_value *row, size_t width)
{
	const hvac_value *capabilities = hvac_value_member(row, "capabilities");
	char *list = joined(capabilities, "\", \""), *path = NULL, *policy = NULL;
	size_t length;
	FILE *out;
	if (hvac_value_count(capabilities) == 0 || !list) {
		if (list)
			*list = '\0';
		return list;
	}
	out = open_memstream(&path, &length);
	if (out) {
		print_path(out, operation, string_of(row, "path"));
		if (fclose(out) == 0 && asprintf(&policy, "path \"%s\" { capabilities = [\"%s\"] }", path, list) >= 0 && strlen(policy) > width) {
			free(policy);
			policy = NULL;
			if (asprintf(&policy, "path \"%s\" {\n  capabilities = [\"%s\"]\n}", path, list) < 0)
				policy = NULL;
		}
	}
	free(path);
	free(list);
	return policy;
}
