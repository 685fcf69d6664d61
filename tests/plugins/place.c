/* SPDX-License-Identifier: MIT */
#include "place.h"

#include <check.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DESCRIPTORS 16
#define NOGROUP 65534

struct text {
	struct text *next;
	char *bytes;
};

struct place {
	char *path;
	struct text *texts;
};

static char *keep(struct place *place, char *bytes)
{
	struct text *text = malloc(sizeof *text);

	ck_assert_ptr_nonnull(bytes);
	ck_assert_ptr_nonnull(text);
	*text = (struct text){ place->texts, bytes };
	place->texts = text;
	return bytes;
}

struct place *place_new(void)
{
	struct place *place = calloc(1, sizeof *place);
	const char *directory = getenv("TMPDIR");

	ck_assert_ptr_nonnull(place);
	ck_assert_int_gt(asprintf(&place->path, "%s/libhvac-plugins-XXXXXX", directory && *directory == '/' ? directory : "/tmp"), 0);
	ck_assert_ptr_nonnull(mkdtemp(place->path));
	ck_assert_int_eq(chmod(place->path, 0755), 0);
	return place;
}

static int take_away(const char *path, const struct stat *about, int type, struct FTW *walk)
{
	(void)about, (void)type, (void)walk;
	return remove(path);
}

void place_free(struct place *place)
{
	ck_assert_int_eq(nftw(place->path, take_away, DESCRIPTORS, FTW_DEPTH | FTW_PHYS), 0);
	while (place->texts) {
		struct text *text = place->texts;

		place->texts = text->next;
		free(text->bytes);
		free(text);
	}
	free(place->path);
	free(place);
}

const char *place_path(const struct place *place)
{
	return place->path;
}

const char *place_text(struct place *place, const char *format, ...)
{
	char *text = NULL;
	va_list list;

	va_start(list, format);
	ck_assert_int_ge(vasprintf(&text, format, list), 0);
	va_end(list);
	return keep(place, text);
}

const char *place_at(struct place *place, const char *name)
{
	char *path = NULL;

	ck_assert_int_gt(asprintf(&path, "%s/%s", place->path, name), 0);
	for (char *slash = path + strlen(place->path) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		if (mkdir(path, 0755) == 0)
			ck_assert_int_eq(chmod(path, 0755), 0);
		*slash = '/';
	}
	return keep(place, path);
}

const char *place_module(struct place *place, const char *module)
{
	const char *build = getenv("HVAC_BUILD");

	return place_text(place, "%s/tests/plugins/.libs/%s.so", build ? build : ".", module);
}

const char *place_program(struct place *place, const char *program)
{
	const char *build = getenv("HVAC_BUILD");

	return place_text(place, "%s/tests/plugins/%s", build ? build : ".", program);
}

const unsigned char *place_read(struct place *place, const char *file, size_t *length)
{
	FILE *from = fopen(file, "rb");
	struct stat about;
	char *bytes;

	ck_assert_msg(from != NULL, "cannot open %s", file);
	ck_assert_int_eq(fstat(fileno(from), &about), 0);
	*length = (size_t)about.st_size;
	bytes = keep(place, malloc(*length + 1));
	ck_assert_uint_eq(fread(bytes, 1, *length, from), *length);
	fclose(from);
	return (const unsigned char *)bytes;
}

const char *place_write(struct place *place, const char *name, const void *bytes, size_t length)
{
	const char *path = place_at(place, name);
	FILE *file = fopen(path, "wb");

	ck_assert_msg(file != NULL, "cannot make %s", path);
	ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(path, 0755), 0);
	return path;
}

const char *place_copy_file(struct place *place, const char *file, const char *name)
{
	size_t length;
	const void *bytes = place_read(place, file, &length);

	return place_write(place, name, bytes, length);
}

/* A group that a file may be given to and that is not the process's; false when there is none, as for most users. */
static bool other_group(gid_t *group)
{
	gid_t groups[256];
	int count = getgroups(256, groups);

	*group = NOGROUP;
	if (geteuid() == 0)
		return true;
	for (int i = 0; i < count; i++)
		if (groups[i] != getegid()) {
			*group = groups[i];
			return true;
		}
	return false;
}

bool place_set_group_id(const char *file)
{
	gid_t group;

	if (!other_group(&group))
		return false;
	ck_assert_int_eq(chown(file, (uid_t)-1, group), 0);
	ck_assert_int_eq(chmod(file, 02755), 0);
	return true;
}

const char *place_copy(struct place *place, const char *module, const char *name)
{
	return place_copy_file(place, place_module(place, module), name);
}

const char *place_link(struct place *place, const char *target, const char *name)
{
	const char *path = place_at(place, name);

	ck_assert_int_eq(symlink(target, path), 0);
	return path;
}

size_t count_mapped(const char *part)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char *line = NULL, *last = NULL;
	size_t room = 0, count = 0;

	ck_assert_ptr_nonnull(maps);
	while (getline(&line, &room, maps) > 0) {
		const char *path = strchr(line, '/');

		/* the mappings of one file follow each other */
		if (!path || !strstr(path, part) || (last && !strcmp(last, path)))
			continue;
		count++;
		free(last);
		last = strdup(path);
		ck_assert_ptr_nonnull(last);
	}
	free(line);
	free(last);
	fclose(maps);
	return count;
}
