/* SPDX-License-Identifier: MIT */
/* Verbs: their names, and what policies call them. */
#ifndef HVAC_CORE_VERB_H
#define HVAC_CORE_VERB_H

/* "GET"; "" for a verb that this library does not know. */
const char *verb_name(int verb);
/* What a policy must allow for it, as words: "create update"; "" for a verb that this library does not know. */
const char *verb_capabilities(int verb);

#endif
