/* SPDX-License-Identifier: MIT */
/* The adapter that asks real servers. */
#ifndef HVAC_CORE_CURL_H
#define HVAC_CORE_CURL_H

#include <hvac/adapter.h>
#include "configuration.h"

/* `settings` must outlive it. NULL when memory ran out. */
hvac_adapter *curl_adapter_new(const struct settings *settings, const struct passphrase *passphrase);

#endif
