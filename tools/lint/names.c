/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_whole(FILE *file, size_t *length)
{
	char *text = NULL;
	ssize_t read = getdelim(&text, &(size_t){ 0 }, '\0', file);

	*length = read < 0 ? 0 : (size_t)read;
	return text;
}

hvac_value *names_read(const char *path)
{
	FILE *file = fopen(path, "re");
	hvac_value *names = NULL;
	size_t length;
	char *text;

	if (!file) {
		fprintf(stderr, "hvac-lint: %s: %s\n", path, strerror(errno));
		return NULL;
	}
	text = read_whole(file, &length);
	if (!text || hvac_value_parse(text, length, &names) != HVAC_OK)
		fprintf(stderr, "hvac-lint: %s: not a list of names\n", path);
	free(text);
	fclose(file);
	return names;
}

bool names_list(const hvac_value *list, const char *text)
{
	for (size_t i = 0; i < hvac_value_count(list); i++) {
		const char *item = hvac_value_string(hvac_value_item(list, i), NULL);

		if (item && strcmp(item, text) == 0)
			return true;
	}
	return false;
}

bool names_have_engine(const hvac_value *names, const char *engine)
{
	return names_list(hvac_value_member(names, "engines"), engine);
}

const char *names_text(const hvac_value *map, const char *member)
{
	const char *text = hvac_value_string(hvac_value_member(map, member), NULL);

	return text ? text : "";
}

const hvac_value *names_next(const hvac_value *names, size_t *index, const char *engine, const char *operation)
{
	const hvac_value *methods = hvac_value_member(names, "operations"), *method;

	while ((method = hvac_value_item(methods, *index))) {
		++*index;
		if ((!engine || strcmp(names_text(method, "engine"), engine) == 0) &&
		    (!operation || strcmp(names_text(method, "operation"), operation) == 0))
			return method;
	}
	return NULL;
}

static bool same_path(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		if (*a != *b)
			return false;
		if (*a == '{') {
			a += strcspn(a, "}");
			b += strcspn(b, "}");
		}
	}
	return *a == *b;
}

static int verb_of(const char *name)
{
	static const char *const verbs[] = { "", "GET", "POST", "PUT", "PATCH", "DELETE", "LIST", "HEAD", "SCAN" };

	for (int i = 1; i < (int)(sizeof verbs / sizeof verbs[0]); i++)
		if (strcmp(verbs[i], name) == 0)
			return i;
	return 0;
}

bool names_same_request(const hvac_value *method, int verb, const char *path)
{
	int other = verb_of(names_text(method, "verb"));

	return (verb == HVAC_PUT ? HVAC_POST : verb) == (other == HVAC_PUT ? HVAC_POST : other) && same_path(names_text(method, "path"), path);
}

const hvac_value *names_parameter(const hvac_value *method, const char *name)
{
	const hvac_value *parameters = hvac_value_member(method, "parameters");

	for (size_t i = 0; i < hvac_value_count(parameters); i++)
		if (strcmp(names_text(hvac_value_item(parameters, i), "name"), name) == 0)
			return hvac_value_item(parameters, i);
	return NULL;
}

bool names_have_parameter(const hvac_value *names, const char *name)
{
	const hvac_value *method;

	for (size_t i = 0; (method = names_next(names, &i, NULL, NULL));)
		if (names_parameter(method, name))
			return true;
	return false;
}
