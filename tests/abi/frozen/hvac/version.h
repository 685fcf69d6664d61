/* SPDX-License-Identifier: MIT */
/* The version of these headers, and of the library that is loaded. */
#ifndef HVAC_VERSION_H
#define HVAC_VERSION_H

#include <hvac/status.h>

#define HVAC_VERSION "0.1.0"
#define HVAC_VERSION_NUMBER 100 /* major * 10000 + minor * 100 + patch */

#ifdef __cplusplus
extern "C" {
#endif

/* The loaded library's version and what was built into it: "0.1.0 curl/7.88.1 json-c/0.16 OpenSSL/3.0.22 plugins".
 * The last words are its features: "plugins" (engines are loaded from files), "builtin:ID" for each engine linked in.
 * Static; never NULL. */
HVAC_API const char *hvac_version(void);

/* HVAC_VERSION_NUMBER of the loaded library. */
HVAC_API unsigned hvac_version_number(void);

#ifdef __cplusplus
}
#endif
#endif
