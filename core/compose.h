/* SPDX-License-Identifier: MIT */
/* From a draft to the request of one try: address, token, and the headers of every request. */
#ifndef HVAC_CORE_COMPOSE_H
#define HVAC_CORE_COMPOSE_H

#include "task.h"

/* Fills task->request. HVAC_NO_MEMORY, or HVAC_PARAM_VALIDATION_ERROR with *error. */
hvac_status compose(struct hvac_task *task, uint64_t now, const char **error);
/* The address of the request as a person may see it: without query and secrets; by malloc. */
char *compose_shown_url(struct hvac_task *task);
const struct address *compose_address(const struct hvac_task *task);
/* The flags in force for the draft's request. */
uint32_t compose_flags(const struct hvac_task *task);
/* Whether the draft's request may be sent again although the server may have carried it out. A GET may make something: only the
 * table knows. */
bool compose_is_repeatable(const struct hvac_task *task);
/* Never sent twice once a byte has left: by itself, or for the login that goes with it. */
bool compose_is_single_use(const struct hvac_task *task);
/* Whether a standby is told to redirect the request instead of forwarding it: one that forwards does not say what became of it when
 * the leader dies, and its redirect would be no proof. Only where one might be followed to another address, and only once: then it
 * is better forwarded than not carried out. */
bool compose_forbids_forwarding(const struct hvac_task *task);

#endif
