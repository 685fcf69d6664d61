/* SPDX-License-Identifier: MIT */
/* hvac operator: its parts, and what they share. */
#ifndef CLI_OPERATOR_H
#define CLI_OPERATOR_H

#include <stddef.h>
#include <hvac/hvac.h>
#include "command_line.h"

#define OPERATOR_ENGINE "sys"

struct ceremony;

/* One part: a call of an operation, or more than that, which `run` carries out. */
struct part {
	const char *name;                /* its words: "raft list" */
	const char *words;               /* of the usage, behind the name: "FILE", "..." for arguments, or "" */
	const char *operation;           /* whose parameters NAME=VALUE are; NULL: it takes none */
	const char *help;
	unsigned flags;
	int (*run)(const struct command_line *line, const struct part *part);
	const struct ceremony *ceremony; /* of those that take keys */
};

/* In the order of the help, NULL past the last. */
const struct part *operator_part_at(size_t index);
/* The one whose whole name the line begins with, the longest of them, and of how many words that is; NULL: there is none. */
const struct part *operator_part_of(const struct command_line *line, size_t *n_words);
/* What of a name follows the words of the line, "" where nothing does; NULL: the name does not begin with them. */
const char *operator_part_rest(const struct part *part, const struct command_line *line);

/* Each with the line whose words are those behind the part's name. */
int operator_call(const struct command_line *line, const struct part *part);
int operator_list_members(const struct command_line *line, const struct part *part);
int operator_init(const struct command_line *line, const struct part *part);
int operator_give_keys(const struct command_line *line, const struct part *part);
int operator_look(const struct command_line *line, const struct part *part);
int operator_cancel(const struct command_line *line, const struct part *part);
int operator_save_snapshot(const struct command_line *line, const struct part *part);
int operator_restore_snapshot(const struct command_line *line, const struct part *part);
int operator_check_snapshot(const struct command_line *line, const struct part *part);

/* operator_ceremony.c */
extern const struct ceremony ceremony_unseal, ceremony_root_token, ceremony_unseal_keys, ceremony_recovery_keys, ceremony_new_unseal_keys,
	ceremony_new_recovery_keys;

#endif
