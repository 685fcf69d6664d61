/* SPDX-License-Identifier: MIT */
/* Versioned key/value secrets: table and hooks are in version_2.h. */
#define USE_VERSION "secrets/kv_v"
#define ROW(operation, ...) { .name = operation, __VA_ARGS__ }
#define PARAMETERS HVAC_PARAMETERS
#include "version_2.h"

HVAC_PLUGIN_OF(secrets, kv_v2, version_2, .version = "1.0", .help = "Versioned key/value secrets",
	.reference = "KV secrets engine version 2 (HTTP API)",
	.example =
		"echo '{\"user\":\"web\",\"password\":\"correct horse\"}' |\n"
		"\thvac call secrets/kv_v2 create_or_update_secret path=web/shop secret=-\n"
		"echo '{\"password\":\"battery staple\"}' |\n"
		"\thvac call secrets/kv_v2 patch path=web/shop secret=-\n"
		"hvac call secrets/kv_v2 read_secret path=web/shop --field password\n"
		"hvac call secrets/kv_v2 read_secret_version path=web/shop version=1\n"
		"hvac call secrets/kv_v2 list_secrets path=web\n"
		"hvac call secrets/kv_v2 delete_metadata_and_all_versions path=web/shop\n");
