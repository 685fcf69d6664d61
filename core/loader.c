/* SPDX-License-Identifier: MIT */
/* The checks of owners and modes guard against mistakes; they are no boundary against somebody who runs code as the user. */
#include "loader.h"
#include "memory.h"
#include "registry.h"

#include "config.h"

#if HVAC_ENABLE_PLUGINS

#include <dirent.h>
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".so"

/* One directory after another, in the order in which they count. */
struct places {
	size_t registered;
	const char *environment;        /* what is left of the list; NULL: not begun */
	bool done, no_memory;
};

struct place {
	char *path;
	bool trusted;                   /* compiled in */
};

static const char anchor;               /* lies in libhvac, wherever that was loaded from */

static const char *plugin_path_variable(void)
{
#if HVAC_PLUGIN_PATH_ENV
	const char *list = secure_getenv("HVAC_PLUGIN_PATH");

	return list ? list : "";
#else
	return "";
#endif
}

static bool take_place(struct places *places, struct place *place, const char *path, size_t length)
{
	place->path = text_copy(path, length);
	places->no_memory = !place->path;
	return place->path;
}

/* False past the last, or when memory ran out. The path is to be freed. */
static bool next_place(struct places *places, struct place *place)
{
	const char *directory = registry_directory(places->registered);

	*place = (struct place){ 0 };
	if (directory) {
		places->registered++;
		return take_place(places, place, directory, strlen(directory));
	}
	if (!places->environment)
		places->environment = plugin_path_variable();
	while (*places->environment) {
		size_t length = strcspn(places->environment, ":");

		directory = places->environment;
		places->environment += length + (directory[length] == ':');
		if (length)
			return take_place(places, place, directory, length);
	}
	if (places->done)
		return false;
	places->done = true;
	place->trusted = true;
	return take_place(places, place, HVAC_PLUGIN_DIR, strlen(HVAC_PLUGIN_DIR));
}

/* The owner of libhvac itself, or root when that cannot be told. */
static uid_t own_owner(void)
{
	struct stat about;
	Dl_info info;

	if (dladdr(&anchor, &info) && info.dli_fname && stat(info.dli_fname, &about) == 0)
		return about.st_uid;
	return 0;
}

static hvac_status refuse(char **error, const char *what, const char *why)
{
	struct buffer text = { 0 };

	buffer_format(&text, "plugin %s is refused: %s", what, why);
	*error = buffer_take(&text);
	return *error ? HVAC_PLUGIN_REFUSED : HVAC_NO_MEMORY;
}

static hvac_status check_owner(const char *path, char **error)
{
	struct stat about;

	if (stat(path, &about) < 0)
		return refuse(error, path, strerror(errno));
	if (about.st_uid != 0 && about.st_uid != geteuid() && about.st_uid != own_owner())
		return refuse(error, path, "it belongs neither to root, nor to the caller, nor to the owner of libhvac");
	if (about.st_mode & (S_IWGRP | S_IWOTH))
		return refuse(error, path, "it may be written by others than its owner");
	return HVAC_OK;
}

/* The directory, the kind's directory in it, and the file. */
static hvac_status check_owners(const char *place, const char *file, char **error)
{
	char *directory = text_copy(file, (size_t)(strrchr(file, '/') - file));
	hvac_status status = directory ? check_owner(place, error) : HVAC_NO_MEMORY;

	if (status == HVAC_OK)
		status = check_owner(directory, error);
	if (status == HVAC_OK)
		status = check_owner(file, error);
	text_free(directory);
	return status;
}

/* Whether every segment lies within the file: dlopen maps what a file that was cut short lacks, and the program dies of it. */
static bool is_whole(int descriptor, const struct stat *about)
{
	ElfW(Ehdr) head;
	ElfW(Phdr) segment;

	if (pread(descriptor, &head, sizeof head, 0) != (ssize_t)sizeof head || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
	    head.e_phentsize != sizeof segment)
		return false;
	for (unsigned i = 0; i < head.e_phnum; i++) {
		if (pread(descriptor, &segment, sizeof segment, (off_t)(head.e_phoff + i * sizeof segment)) != (ssize_t)sizeof segment)
			return false;
		if (segment.p_filesz > (uintmax_t)about->st_size || segment.p_offset > (uintmax_t)about->st_size - segment.p_filesz)
			return false;
	}
	return true;
}

/* What dlopen must not be given: it would wait for a pipe, and trust a file's own word on its size. */
static hvac_status check_file(const char *file, char **error)
{
	int descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	hvac_status status = HVAC_OK;
	struct stat about;

	if (descriptor < 0 || fstat(descriptor, &about) < 0)
		status = refuse(error, file, strerror(errno));
	else if (!S_ISREG(about.st_mode))
		status = refuse(error, file, "it is no regular file");
	else if (!is_whole(descriptor, &about))
		status = refuse(error, file, "it is no shared object (ELF), or not a whole one");
	if (descriptor >= 0)
		close(descriptor);
	return status;
}

/* What is wrong with the object behind the symbol, or NULL. musl has no dladdr1: there, what the descriptor says of itself must do. */
static const char *object_fault(void *address)
{
#ifdef HAVE_DLADDR1
	ElfW(Sym) *entry = NULL;
	Dl_info info;

	if (!dladdr1(address, &info, (void **)&entry, RTLD_DL_SYMENT) || !entry)
		return "cannot be looked into for";
	if (ELF64_ST_TYPE(entry->st_info) != STT_OBJECT)
		return "has something else than a data object as";
	return entry->st_size < sizeof(struct hvac_plugin) ? "has too short an object as" : NULL;
#else
	(void)address;
	return NULL;
#endif
}

/* The descriptor behind the symbol: a data object, and long enough to be one. */
static hvac_status find_descriptor(void *object, const char *id, const char *file, const struct hvac_plugin **plugin, char **error)
{
	struct buffer symbol = { 0 };
	hvac_status status = HVAC_OK;
	const char *why;
	void *address;

	buffer_format(&symbol, "hvac%d_%s", HVAC_ABI_MAJOR, id);
	if (symbol.failed)
		return HVAC_NO_MEMORY;
	for (char *c = symbol.bytes; *c; c++)
		if (*c == '/')
			*c = '_';
	address = dlsym(object, symbol.bytes);
	why = address ? object_fault(address) : "has no symbol";
	if (why) {
		struct buffer text = { 0 };

		buffer_format(&text, "plugin %s is refused: it %s %s", file, why, symbol.bytes);
		*error = buffer_take(&text);
		status = *error ? HVAC_PLUGIN_REFUSED : HVAC_NO_MEMORY;
	}
	*plugin = address;
	buffer_free(&symbol);
	return status;
}

static hvac_status load_file(const char *id, const char *file, struct engine **engine, char **error)
{
	const struct hvac_plugin *plugin;
	hvac_status status;
	char *why = NULL;
	void *object = dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

	if (!object) {
		const char *text = dlerror();

		return refuse(error, file, text ? text : "it cannot be loaded");
	}
	status = find_descriptor(object, id, file, &plugin, error);
	if (status == HVAC_OK) {
		status = engine_new(plugin, id, file, engine, &why);
		if (status == HVAC_PLUGIN_REFUSED)
			status = refuse(error, file, why);
		text_free(why);
	}
	/* RTLD_NODELETE: only the handle goes, the object stays for good */
	dlclose(object);
	return status;
}

/* A third party's engines are in packages of its own. */
static bool is_anothers(const char *id)
{
	const char *slash = strchr(id, '/');

	return slash && !strncmp(slash + 1, "x_", 2);
}

static hvac_status not_found(const char *id, const struct buffer *tried, char **error)
{
	struct buffer text = { 0 };

	buffer_format(&text, "engine %s is not installed: there is no %s", id, tried->bytes);
	if (!is_anothers(id)) {
		buffer_format(&text, "; if it is one of libhvac's, the package libhvac%d-", HVAC_ABI_MAJOR);
		for (const char *c = id; *c; c++)
			buffer_append(&text, *c == '/' || *c == '_' ? "-" : c, 1);
		buffer_text(&text, " brings it");
	}
	*error = buffer_take(&text);
	return *error ? HVAC_PLUGIN_NOT_FOUND : HVAC_NO_MEMORY;
}

hvac_status loader_load(const char *id, struct engine **engine, char **error)
{
	struct places places = { 0 };
	struct buffer tried = { 0 };
	struct place place;
	hvac_status status = HVAC_PLUGIN_NOT_FOUND;

	*error = NULL;
	while (status == HVAC_PLUGIN_NOT_FOUND && next_place(&places, &place)) {
		struct buffer file = { 0 };
		struct stat about;

		buffer_format(&file, "%s/%s" SUFFIX, place.path, id);
		if (file.failed)
			status = HVAC_NO_MEMORY;
		else if (*place.path != '/')
			status = refuse(error, file.bytes, "its directory in HVAC_PLUGIN_PATH is not absolute");
		else if (lstat(file.bytes, &about) < 0 && (errno == ENOENT || errno == ENOTDIR))
			buffer_format(&tried, "%s%s", tried.length ? ", no " : "", file.bytes);
		else {
			status = place.trusted ? HVAC_OK : check_owners(place.path, file.bytes, error);
			if (status == HVAC_OK)
				status = check_file(file.bytes, error);
			if (status == HVAC_OK)
				status = load_file(id, file.bytes, engine, error);
		}
		text_free(place.path);
		buffer_free(&file);
	}
	if (status == HVAC_PLUGIN_NOT_FOUND)
		status = places.no_memory || tried.failed ? HVAC_NO_MEMORY : not_found(id, &tried, error);
	buffer_free(&tried);
	return status;
}

/* False ends the scan: the caller had enough, or memory or descriptors ran out. */
static bool scan_directory(const char *path, const char *kind, bool (*each)(const char *id, const char *file, void *context), void *context)
{
	struct buffer folder = { 0 }, id = { 0 }, file = { 0 };
	struct dirent *entry;
	DIR *directory;
	bool more;

	buffer_format(&folder, "%s%s%s", path, *kind ? "/" : "", kind);
	directory = folder.failed ? NULL : opendir(folder.bytes);
	more = directory || !(folder.failed || errno == ENOMEM || errno == EMFILE || errno == ENFILE);
	while (more && directory && (entry = readdir(directory))) {
		size_t length = strlen(entry->d_name);

		if (length <= strlen(SUFFIX) || strcmp(entry->d_name + length - strlen(SUFFIX), SUFFIX) != 0)
			continue;
		id.length = file.length = 0;
		buffer_format(&id, "%s%s%.*s", kind, *kind ? "/" : "", (int)(length - strlen(SUFFIX)), entry->d_name);
		buffer_format(&file, "%s/%s", folder.bytes, entry->d_name);
		if (id.failed || file.failed)
			more = false;
		else if (engine_id_is_valid(id.bytes))
			more = each(id.bytes, file.bytes, context);
	}
	if (directory)
		closedir(directory);
	buffer_free(&folder);
	buffer_free(&id);
	buffer_free(&file);
	return more;
}

hvac_status loader_scan(bool (*each)(const char *id, const char *file, void *context), void *context)
{
	static const char *const kinds[] = { "auth", "secrets", "" };
	struct places places = { 0 };
	struct place place;

	while (next_place(&places, &place)) {
		bool more = true;

		for (size_t i = 0; more && i < sizeof kinds / sizeof kinds[0]; i++)
			more = scan_directory(place.path, kinds[i], each, context);
		text_free(place.path);
		if (!more)
			return HVAC_NO_MEMORY;
	}
	return places.no_memory ? HVAC_NO_MEMORY : HVAC_OK;
}

#else

/* A static build has no dlopen: its engines are those that were linked in. */
hvac_status loader_load(const char *id, struct engine **engine, char **error)
{
	struct buffer text = { 0 };

	*engine = NULL;
	buffer_format(&text, "engine %s is not linked into this build of libhvac, which loads none: configure it with --enable-builtin", id);
	*error = buffer_take(&text);
	return *error ? HVAC_PLUGIN_NOT_FOUND : HVAC_NO_MEMORY;
}

hvac_status loader_scan(bool (*each)(const char *id, const char *file, void *context), void *context)
{
	(void)each;
	(void)context;
	return HVAC_OK;
}

#endif
