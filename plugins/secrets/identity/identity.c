/* SPDX-License-Identifier: MIT */
/* The identity engine: the list of its areas, and the one hook that they share. */
#include "identity.h"

int hvac_identity_ask_to_list(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_query(task, "list", "true");
	return HVAC_HOOK_AGAIN;
}

#define AREA(name) &hvac_identity_##name,
static const struct hvac_area *const areas[] = { IDENTITY_AREAS(AREA) };

HVAC_PLUGIN(secrets, identity, areas, .version = "1.0", .help = "Entities and groups behind logins, their OIDC tokens and second factors",
	.reference = "Identity secrets engine (HTTP API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_auth_method method_type=userpass\n"
		"echo 'correct horse' |\n"
		"    hvac call auth/userpass create_or_update_user username=ann password=-\n"
		"hvac call secrets/identity create_or_update_entity name=ann \\\n"
		"    metadata='{\"team\":\"web\"}' --field id >entity\n"
		"hvac call sys list_auth_methods --field /userpass~1/accessor >accessor\n"
		"hvac call secrets/identity create_or_update_entity_alias name=ann \\\n"
		"    canonical_id=@entity mount_accessor=@accessor\n"
		"hvac call secrets/identity create_or_update_group name=web \\\n"
		"    member_entity_ids=\"$(cat entity)\"\n"
		"hvac call secrets/identity create_named_key name=web allowed_client_ids='*'\n"
		"hvac call secrets/identity create_or_update_role name=web key=web ttl=1h\n"
		"echo 'path \"identity/oidc/token/web\" { capabilities = [\"read\"] }' |\n"
		"    hvac call sys create_or_update_acl_policy name=web policy=-\n"
		"hvac call secrets/identity update_entity entity_id=@entity policies=web\n"
		"echo 'correct horse' | hvac login userpass username=ann password=- \\\n"
		"    --field client_token >ann\n"
		"VAULT_TOKEN=\"$(cat ann)\" hvac call secrets/identity \\\n"
		"    generate_signed_id_token name=web --field token >token\n"
		"hvac call secrets/identity introspect_signed_id_token token=@token\n"
		"hvac call secrets/identity read_active_public_keys --field keys\n");
