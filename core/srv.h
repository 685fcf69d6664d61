/* SPDX-License-Identifier: MIT */
/* Finds servers by the SRV records of a name. */
#ifndef HVAC_CORE_SRV_H
#define HVAC_CORE_SRV_H

#include <hvac/config.h>
#include "address.h"
#include "log.h"

/* Puts what the SRV records say in the place of each address that was given by a name without a port; one that has none stays.
 * Blocks as long as the resolver takes. HVAC_CONFIG_ERROR: *error is a sentence by malloc; HVAC_NO_MEMORY. */
hvac_status srv_look_up(struct addresses *addresses, const hvac_clock *clock, const struct logger *logger, char **error);

#endif
