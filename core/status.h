/* SPDX-License-Identifier: MIT */
/* HTTP statuses as statuses of this library. */
#ifndef HVAC_CORE_STATUS_H
#define HVAC_CORE_STATUS_H

#include <stdbool.h>
#include <hvac/status.h>

/* What hvac raises for an HTTP status that is no success. */
hvac_status status_of_http(int http_status);
/* Whether it is success: 2xx, or in `list` ("429 473"; may be NULL). */
bool status_is_success(int http_status, const char *list);

#endif
