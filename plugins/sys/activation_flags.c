/* SPDX-License-Identifier: MIT */
/* Features that stay off until they are switched on. Follows the page "/sys/activation-flags". */
#include "sys.h"

/* The server takes the same flag again, and says what is on. */
#define SWITCH(operation, segment, servers, more, text) \
	{ .name = operation, .verb = HVAC_POST, .path = "/sys/activation-flags/" segment, .help = text, .since = servers, .flags = HVAC_IDEMPOTENT | (more) }

static const struct hvac_operation operations[] = {
	{ .name = "read_activation_flags", .verb = HVAC_GET, .path = "/sys/activation-flags", .help = "Tell which features are on, and which wait to be switched on",
	  .since = "vault-1.16..", .flags = HVAC_IDEMPOTENT },

	SWITCH("activate_secrets_sync", "secrets-sync/activate", "vault-1.16..", 0, "Switch the synchronisation of secrets on, for good (Vault Enterprise)"),
	SWITCH("activate_secrets_import", "secrets-import/activate", "vault-1.16..", 0, "Switch the import of secrets on, for good (Vault Enterprise)"),
	SWITCH("activate_identity_deduplication", "force-identity-deduplication/activate", "vault-1.19..", 0, "Have entities and groups that exist twice renamed or merged, for good"),
	SWITCH("activate_scim", "enable-scim/activate", "vault-2.1..", 0, "Switch SCIM on, for good: users and groups that a directory sends (Vault Enterprise)"),
	SWITCH("activate_oauth_resource_server", "oauth-resource-server/activate", "vault-2.0..", HVAC_SUDO, "Have the server take access tokens of OAuth in place of its own (Vault Enterprise)"),
	SWITCH("deactivate_oauth_resource_server", "oauth-resource-server/deactivate", "vault-2.0..", HVAC_SUDO, "Have the server take no access tokens of OAuth any more (Vault Enterprise)"),
	SWITCH("activate_activation_test", "activation-test/activate", "vault-2.1..", 0, "Switch a feature on that does nothing, to see how it is done"),
};

const struct hvac_area hvac_sys_activation_flags = HVAC_AREA(operations, .name = "activation_flags", .help = "Features that stay off until they are switched on");
