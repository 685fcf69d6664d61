/* SPDX-License-Identifier: MIT */
/* Key/value secrets without versions: the table is in version_1.h. */
#define USE_VERSION "secrets/kv_v"
#define ROW(operation, ...) { .name = operation, __VA_ARGS__ }
#define SHARED_ROW ROW
#define PARAMETERS HVAC_PARAMETERS
#define AND_VERSION_1
#include "version_1.h"

HVAC_PLUGIN_OF(secrets, kv_v1, version_1, .version = "1.0", .help = "Key/value secrets without versions",
	.reference = "KV secrets engine version 1 (HTTP API)",
	.example =
		"hvac call sys enable_secrets_engine backend_type=kv path=plain \\\n"
		"\t'options={\"version\":\"1\"}'\n"
		"echo '{\"user\":\"web\",\"password\":\"correct horse\"}' |\n"
		"\thvac call secrets/kv_v1 create_or_update_secret mount_point=plain \\\n"
		"\tpath=web/database secret=-\n"
		"hvac call secrets/kv_v1 read_secret mount_point=plain \\\n"
		"\tpath=web/database --field password\n"
		"hvac call secrets/kv_v1 list_secrets mount_point=plain path=web\n"
		"hvac call secrets/kv_v1 delete_secret mount_point=plain path=web/database\n");
