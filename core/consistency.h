/* SPDX-License-Identifier: MIT */
/* The latest state that the server was seen in, as the header X-Vault-Index tells it, sent back so that a standby answers only when it
 * has come as far. From any thread, and after a fork. */
#ifndef HVAC_CORE_CONSISTENCY_H
#define HVAC_CORE_CONSISTENCY_H

#include <stdbool.h>
#include "arena.h"
#include "guard.h"

struct consistency {
	struct guard guard;
	_Atomic(char *) index;          /* changed under the guard's lock */
};

/* Of two states of one cluster the later is kept, whichever comes last; of any others that which comes last. False when memory ran
 * out: the state before is kept. */
bool consistency_note(struct consistency *consistency, const char *index);
/* A copy of the arena's; *index NULL when there is none. False when memory ran out. */
bool consistency_copy(struct consistency *consistency, struct arena *arena, const char **index);
void consistency_free(struct consistency *consistency);

#endif
