/* SPDX-License-Identifier: MIT */
#include "registry.h"
#include "builtin.h"
#include "loader.h"
#include "memory.h"
#include "nearest.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/engine.h>

struct directory {
	struct directory *next;
	char *path;
};

static _Atomic(struct engine *) engines;
static _Atomic(struct directory *) directories; /* the last added first */
static atomic_bool locked;

static struct engine *search(struct engine *from, const char *id)
{
	for (; from; from = from->next)
		if (!strcmp(from->id, id))
			return from;
	return NULL;
}

/* Of two threads that load one engine at once the first wins, and both get its entry. */
static const struct engine *insert(struct engine *engine)
{
	struct engine *head = atomic_load(&engines), *other;

	do {
		other = search(head, engine->id);
		if (other) {
			engine_free(engine);
			return other;
		}
		engine->next = head;
	} while (!atomic_compare_exchange_weak(&engines, &head, engine));
	return engine;
}

static hvac_status refuse(hvac_status status, const char *id, const char *why, char **error)
{
	struct buffer text = { 0 };

	buffer_format(&text, "engine %.80s %s", id, why);
	*error = buffer_take(&text);
	return *error ? status : HVAC_NO_MEMORY;
}

hvac_status registry_find(const char *id, const struct engine **engine, char **error)
{
	const struct hvac_plugin *builtin;
	struct engine *loaded = NULL;
	hvac_status status;

	*error = NULL;
	*engine = search(atomic_load(&engines), id);
	if (*engine)
		return HVAC_OK;
	if (!engine_id_is_valid(id))
		return refuse(HVAC_PLUGIN_NOT_FOUND, nearest_told(id), "is no engine's id: auth/NAME, secrets/NAME or sys, NAME of a-z, 0-9 and _", error);
	builtin = builtin_find(id);
	if (builtin)
		status = engine_new(builtin, id, NULL, &loaded, error);
	else if (atomic_load(&locked))
		return refuse(HVAC_PLUGIN_NOT_FOUND, id, "cannot be loaded any more: the program has locked the set of its engines", error);
	else
		status = loader_load(id, &loaded, error);
	if (status == HVAC_OK)
		*engine = insert(loaded);
	return status;
}

hvac_status hvac_plugin_register(const struct hvac_plugin *plugin, char **error)
{
	struct engine *engine = NULL;
	char *id = NULL, *why = NULL, *unwanted = NULL;
	hvac_status status;

	if (!error)
		error = &unwanted;
	*error = NULL;
	if (!plugin || plugin->struct_size < sizeof *plugin || !plugin->kind || !plugin->name) {
		status = refuse(HVAC_PLUGIN_REFUSED, "without an id", "is refused: its descriptor is missing or too short, or has no kind or no name", error);
		goto done;
	}
	id = engine_id(plugin);
	if (!id) {
		status = HVAC_NO_MEMORY;
		goto done;
	}
	if (!engine_id_is_valid(id))
		status = refuse(HVAC_PLUGIN_REFUSED, id, "is refused: its kind or its name is none", error);
	else if (atomic_load(&locked))
		status = refuse(HVAC_PLUGIN_REFUSED, id, "is refused: the program has locked the set of its engines", error);
	else if (search(atomic_load(&engines), id) || builtin_find(id))
		status = refuse(HVAC_PLUGIN_REFUSED, id, "is refused: there is one of that id already", error);
	else
		status = engine_new(plugin, id, NULL, &engine, &why);
	if (why) {
		struct buffer sentence = { 0 };

		buffer_format(&sentence, "is refused: %s", why);
		status = sentence.failed ? HVAC_NO_MEMORY : refuse(status, id, sentence.bytes, error);
		buffer_free(&sentence);
	}
	if (status == HVAC_OK && insert(engine) != engine)
		status = refuse(HVAC_PLUGIN_REFUSED, id, "is refused: there is one of that id already", error);
done:
	text_free(id);
	text_free(why);
	text_free(unwanted);
	return status;
}

hvac_status hvac_plugin_path(const char *path)
{
	struct directory *directory;

	if (!path || *path != '/' || atomic_load(&locked))
		return HVAC_CONFIG_ERROR;
	directory = calloc(1, sizeof *directory);
	if (!directory)
		return HVAC_NO_MEMORY;
	directory->path = text_copy(path, strlen(path));
	if (!directory->path) {
		free(directory);
		return HVAC_NO_MEMORY;
	}
	directory->next = atomic_load(&directories);
	while (!atomic_compare_exchange_weak(&directories, &directory->next, directory))
		;
	return HVAC_OK;
}

void hvac_plugin_lock(void)
{
	atomic_store(&locked, true);
}

const char *registry_directory(size_t index)
{
	struct directory *head = atomic_load(&directories), *directory;
	size_t count = 0;

	for (directory = head; directory; directory = directory->next)
		count++;
	if (index >= count)
		return NULL;
	for (directory = head; count - 1 > index; count--)
		directory = directory->next;
	return directory->path;
}

const char *registry_id(size_t index)
{
	struct engine *engine = atomic_load(&engines);

	while (engine && index--)
		engine = engine->next;
	return engine ? engine->id : NULL;
}
