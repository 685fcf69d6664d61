/* SPDX-License-Identifier: MIT */
#include "verb.h"

#include <string.h>
#include <hvac/plugin.h>

static const char *const names[] = {
	[HVAC_GET] = "GET", [HVAC_POST] = "POST", [HVAC_PUT] = "PUT", [HVAC_PATCH] = "PATCH",
	[HVAC_DELETE] = "DELETE", [HVAC_LIST] = "LIST", [HVAC_HEAD] = "HEAD", [HVAC_SCAN] = "SCAN",
};

const char *verb_name(int verb)
{
	return verb >= HVAC_GET && verb <= HVAC_SCAN ? names[verb] : "";
}

int verb_find(const char *name)
{
	for (int verb = HVAC_GET; verb <= HVAC_SCAN; verb++)
		if (!strcmp(names[verb], name))
			return verb;
	return 0;
}
