/* SPDX-License-Identifier: MIT */
/* The system backend: the list of its areas. */
#include "sys.h"

#define AREA(name) &hvac_sys_##name,
static const struct hvac_area *const areas[] = { SYS_AREAS(AREA) };

HVAC_PLUGIN_SYS(areas, .version = "1.0", .help = "The server itself: its state, mounts, policies, leases and wrapped answers",
	.reference = "System backend (HTTP API)",
	.example =
		"hvac call sys read_health_status\n"
		"hvac call sys enable_secrets_engine backend_type=kv path=team\n"
		"echo 'path \"team/*\" { capabilities = [\"read\", \"list\"] }' |\n"
		"\thvac call sys create_or_update_acl_policy name=team policy=-\n"
		"hvac call sys get_capabilities paths=team/db\n"
		"umask 077\n"
		"echo '{\"password\": \"correct horse\"}' |\n"
		"\thvac call sys wrap payload=- ttl=5m --field token >wrapped\n"
		"hvac call sys unwrap token=@wrapped\n");
