/* SPDX-License-Identifier: MIT */
/* A driver whose sending writes the request down and stops. */
#ifndef HVAC_CORE_DRY_H
#define HVAC_CORE_DRY_H

#include "task.h"

hvac_status dry_run(struct hvac_task *task, bool redact, hvac_value **requests);

#endif
