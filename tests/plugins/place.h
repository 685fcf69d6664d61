/* SPDX-License-Identifier: MIT */
/* A directory in which a test puts plugins, made for it and taken away behind it. What goes wrong here fails the test. */
#ifndef HVAC_TESTS_PLACE_H
#define HVAC_TESTS_PLACE_H

#include <stdbool.h>
#include <stddef.h>

struct place;

struct place *place_new(void);
void place_free(struct place *place);

/* The directory: absolute, and nobody else may write to it. */
const char *place_path(const struct place *place);
/* A text that lives as long as the place. */
const char *place_text(struct place *place, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The path of something in the place, with the directories that lead to it made. */
const char *place_at(struct place *place, const char *name);

/* Each returns the path of what it made. `module` is one that make has built here ("zoo_engines"), `name` is "secrets/x_zoo_good.so". */
const char *place_copy(struct place *place, const char *module, const char *name);
const char *place_write(struct place *place, const char *name, const void *bytes, size_t length);
const char *place_link(struct place *place, const char *target, const char *name);
/* A copy of any file. */
const char *place_copy_file(struct place *place, const char *file, const char *name);
/* Makes a program there set-id; false where this user can make none. */
bool place_set_group_id(const char *file);
/* What make has built for a module, and another program of these tests. */
const char *place_module(struct place *place, const char *module);
const char *place_program(struct place *place, const char *program);
/* A file's bytes, which live as long as the place. */
const unsigned char *place_read(struct place *place, const char *file, size_t *length);

/* How many files whose path contains this are mapped into the process. */
size_t count_mapped(const char *part);

#endif
