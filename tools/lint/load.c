/* SPDX-License-Identifier: MIT */
#include "load.h"
#include "lint.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/engine.h>

#define SUFFIX ".so"

static const struct hvac_plugin *refuse(const char *why)
{
	fprintf(stderr, "hvac-lint: %s\n", why ? why : "memory ran out");
	return NULL;
}

/* The descriptor of an engine in an object, which may well not have it. */
static const struct hvac_plugin *descriptor(void *object, const char *id)
{
	const struct hvac_plugin *plugin;
	char *symbol = NULL;

	if (asprintf(&symbol, "hvac%d_%s", HVAC_ABI_MAJOR, id) < 0)
		out_of_memory();
	for (char *slash = symbol; (slash = strchr(slash, '/'));)
		*slash = '_';
	plugin = dlsym(object, symbol);
	free(symbol);
	return plugin;
}

/* What the library loaded from there, when `file` is not NULL, is that very file. */
static const struct hvac_plugin *load_engine(const char *id, const char *file)
{
	const struct hvac_plugin *plugin = NULL;
	hvac_value *description = NULL;
	const char *loaded;
	char *error = NULL;
	void *object;

	if (hvac_plugin_describe(id, &description, &error) != HVAC_OK) {
		refuse(error);
		hvac_text_free(error);
		return NULL;
	}
	loaded = hvac_value_string(hvac_value_member(description, "file"), NULL);
	if (!loaded) {
		fprintf(stderr, "hvac-lint: %s is linked into libhvac: name a shared object of it\n", id);
	} else if (file && strcmp(loaded, file) != 0) {
		fprintf(stderr, "hvac-lint: %s: %s is found before it\n", file, loaded);
	} else if (!(object = dlopen(loaded, RTLD_NOW | RTLD_LOCAL))) {
		refuse(dlerror());
	} else {
		plugin = descriptor(object, id);
		dlclose(object);         /* the library keeps the object for good */
	}
	hvac_value_free(description);
	return plugin;
}

/* A file that lies where no engine is looked for: what it is called and exports says which one it is. */
static const struct hvac_plugin *load_loose(const char *file, const char *name, char **id)
{
	static const char *const kinds[] = { "auth", "secrets" };
	void *object = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	const struct hvac_plugin *plugin = NULL;
	char *error = NULL;

	if (!object)
		return refuse(dlerror());
	for (size_t i = 0; !plugin && i < sizeof kinds / sizeof kinds[0]; i++) {
		free(*id);
		if (asprintf(id, "%s/%.*s", kinds[i], (int)strcspn(name, "."), name) < 0)
			out_of_memory();
		plugin = descriptor(object, *id);
	}
	if (!plugin) {
		fprintf(stderr, "hvac-lint: %s: it has neither hvac%d_auth_... nor hvac%d_secrets_... of its own name\n", file, HVAC_ABI_MAJOR,
		        HVAC_ABI_MAJOR);
	} else if (hvac_plugin_register(plugin, &error) != HVAC_OK) {
		plugin = refuse(error);
		hvac_text_free(error);
	}
	return plugin;
}

/* `path` is absolute; it is cut into pieces. */
static const struct hvac_plugin *load_file(const char *file, char *path, char **id)
{
	char *name = strrchr(path, '/') + 1, *kind = name - 1;

	if (strcmp(name, "sys" SUFFIX) != 0) {
		while (kind > path && kind[-1] != '/')
			kind--;
		if (kind == path || (strncmp(kind, "auth/", 5) != 0 && strncmp(kind, "secrets/", 8) != 0))
			return load_loose(path, name, id);
	} else {
		kind = name;
	}
	*id = strndup(kind, strlen(kind) - strlen(SUFFIX));
	if (!*id)
		out_of_memory();
	kind[-1] = '\0';
	if (hvac_plugin_path(*path ? path : "/") != HVAC_OK)
		out_of_memory();
	return load_engine(*id, file);
}

const struct hvac_plugin *load(const char *what, char **id)
{
	size_t length = strlen(what);
	const struct hvac_plugin *plugin;
	char *file, *pieces;

	*id = NULL;
	if (length < strlen(SUFFIX) || strcmp(what + length - strlen(SUFFIX), SUFFIX) != 0) {
		*id = strdup(what);
		if (!*id)
			out_of_memory();
		return load_engine(what, NULL);
	}
	file = realpath(what, NULL);
	if (!file) {
		fprintf(stderr, "hvac-lint: %s: %s\n", what, strerror(errno));
		return NULL;
	}
	pieces = strdup(file);
	if (!pieces)
		out_of_memory();
	plugin = load_file(file, pieces, id);
	free(pieces);
	free(file);
	return plugin;
}
