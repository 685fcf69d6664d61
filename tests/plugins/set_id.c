/* SPDX-License-Identifier: MIT */
/* set_id ENGINE: says whether it runs set-id, and what became of loading the engine. A test makes set-id copies of it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <hvac/hvac.h>

int main(int argc, char **argv)
{
	hvac_value *description = NULL;
	hvac_status status = hvac_plugin_describe(argc > 1 ? argv[1] : "", &description, NULL);

	hvac_value_free(description);
	printf("%s %s\n", getauxval(AT_SECURE) ? "set-id" : "plain", hvac_status_name(status));
	return 0;
}
