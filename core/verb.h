/* SPDX-License-Identifier: MIT */
/* Verbs by name. */
#ifndef HVAC_CORE_VERB_H
#define HVAC_CORE_VERB_H

/* "GET"; "" for a verb that this library does not know. */
const char *verb_name(int verb);
/* 0 when there is none of that name. */
int verb_find(const char *name);

#endif
