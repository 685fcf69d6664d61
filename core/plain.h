/* SPDX-License-Identifier: MIT */
/* The plain paths, as a table like any engine's; not in the registry. */
#ifndef HVAC_CORE_PLAIN_H
#define HVAC_CORE_PLAIN_H

#include "engine.h"

/* Its operations are methods: "GET", "LIST" ... Returns as registry_find. */
hvac_status plain_engine(const struct engine **engine, char **error);

#endif
