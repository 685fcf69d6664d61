/* SPDX-License-Identifier: MIT */
/* Which hosts are asked without a proxy: the list of the option no_proxy, by libcurl's rules. libcurl itself would compare it with
 * the URL's host, where the name that the certificate must have may stand (exchange.c). */
#ifndef HVAC_CORE_NO_PROXY_H
#define HVAC_CORE_NO_PROXY_H

#include <stdbool.h>

/* Whether the host of "https://host:8200" is in the list (NULL: none): names with all below them, addresses with "/bits", "*". */
bool no_proxy_has(const char *list, const char *base);

#endif
