/* SPDX-License-Identifier: MIT */
/*
 * What is to be read, in one word: ENGINE[/OPERATION][@MOUNT]:NAME[#POINTER].
 *
 *     secrets/kv_v2:web/database#password
 *     secrets/kv_v2@team/kv:web/database
 *     secrets/database/get_static_credentials:web#password
 *
 * Without OPERATION it is read_secret where the engine has it, else generate_credentials: Python hvac calls the reading of a secret
 * so in every engine. NAME is what the operation requires, which must be one parameter. What stands behind the last # is a JSON
 * pointer into the answer; without one it is all of it.
 */
#ifndef CLI_REFERENCE_H
#define CLI_REFERENCE_H

#include <hvac/hvac.h>
#include "command_line.h"

struct reference {
	char *engine, *operation;
	char *mount;                     /* NULL: the engine's usual one */
	char *parameter, *name;          /* what is required, and its value */
	char *source;                    /* the word up to the '#': those that read the same have the same */
	char *pointer;                   /* "": the whole answer */
};

/* Whether a word is one, and no engine's name. */
bool reference_is_one(const char *word);
/* Which of an engine's operations it is when none is named; NULL: one must be. */
const char *reference_usual(const hvac_value *operations);

/* Takes a word apart and loads the engine. EXIT_OK, or the failure has been told and this is its exit code. To be freed either way. */
int reference_read(struct reference *reference, const struct command_line *line, const char *word);
void reference_free(struct reference *reference);

/* The call that reads it. As hvac_task_new. */
hvac_status reference_task(const struct reference *reference, hvac_client *client, hvac_task **task);

#endif
