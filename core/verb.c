/* SPDX-License-Identifier: MIT */
#include "verb.h"

#include <hvac/plugin.h>

static const char *const names[] = {
	[HVAC_GET] = "GET", [HVAC_POST] = "POST", [HVAC_PUT] = "PUT", [HVAC_PATCH] = "PATCH",
	[HVAC_DELETE] = "DELETE", [HVAC_LIST] = "LIST", [HVAC_HEAD] = "HEAD", [HVAC_SCAN] = "SCAN",
};

/* Whether a write creates or updates is the server's to say. */
static const char *const capabilities[] = {
	[HVAC_GET] = "read", [HVAC_POST] = "create update", [HVAC_PUT] = "create update", [HVAC_PATCH] = "patch",
	[HVAC_DELETE] = "delete", [HVAC_LIST] = "list", [HVAC_HEAD] = "read", [HVAC_SCAN] = "scan",
};

const char *verb_name(int verb)
{
	return verb >= HVAC_GET && verb <= HVAC_SCAN ? names[verb] : "";
}

const char *verb_capabilities(int verb)
{
	return verb >= HVAC_GET && verb <= HVAC_SCAN ? capabilities[verb] : "";
}
