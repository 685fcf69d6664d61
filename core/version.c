/* SPDX-License-Identifier: MIT */
#include <hvac/version.h>

#include "config.h"

#include <curl/curlver.h>
#include <json-c/json_c_version.h>
#include <openssl/opensslv.h>

#if HVAC_ENABLE_PLUGINS
#define PLUGINS " plugins"
#else
#define PLUGINS ""
#endif

const char *hvac_version(void)
{
	return HVAC_VERSION " curl/" LIBCURL_VERSION " json-c/" JSON_C_VERSION " OpenSSL/" OPENSSL_VERSION_STR PLUGINS HVAC_BUILTIN_FEATURES;
}

unsigned hvac_version_number(void)
{
	return HVAC_VERSION_NUMBER;
}
