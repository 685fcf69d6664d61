/* SPDX-License-Identifier: MIT */
/* What signals do to the command from its beginning on. Needs _GNU_SOURCE. */
#ifndef CLI_DISPOSITIONS_H
#define CLI_DISPOSITIONS_H

#include <signal.h>

/* First thing: a broken pipe becomes an error, as does a file that may not grow; and what ends every other process ends the first one of a
 * container as well. */
void dispositions_begin(void);

/* The signals that are ignored for that, and were not before: a program that is started gets them back. */
const sigset_t *dispositions_ignored(void);

#endif
