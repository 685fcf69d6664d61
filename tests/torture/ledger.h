/* SPDX-License-Identifier: MIT */
/*
 * Stands in front of the process's malloc, a sanitizer's or the C library's: counts what libhvac, its engines, json-c and libcurl
 * allocate, lets one of these allocations fail, knows what of them lives, and looks for secrets in what is freed. Blocks always
 * move when they grow: what is left behind has been freed.
 */
#ifndef TESTS_TORTURE_LEDGER_H
#define TESTS_TORTURE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

/* From here on the allocation of this number fails, counted from 1 (0: none), and with `onwards` all after it. */
void ledger_arm(unsigned long number, bool onwards);
/* The end of that: how many there were. */
unsigned long ledger_disarm(void);
/* Whether any failed, and who had asked for it. */
bool ledger_failed(void);
const void *ledger_failed_at(void);

/* Blocks that live, and how many were made so far. */
size_t ledger_live(void);
unsigned long ledger_made(void);
/* Who made a block that lives, and was made after so many; NULL: there is none. */
const void *ledger_left(unsigned long since, size_t *size);

/* From here on no block may hold this text when it is freed; `curl`: nor may one of libcurl's. */
void ledger_never(const char *secret, bool curl);
/* Who made a block that did, since the last time that this was asked; NULL: none. */
const void *ledger_secret(void);

#endif
