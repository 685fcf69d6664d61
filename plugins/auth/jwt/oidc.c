/* SPDX-License-Identifier: MIT */
/* Logins by browser at an OpenID Connect provider. The table is in operations.h. */
#define METHOD "oidc"
#include "operations.h"

HVAC_PLUGIN_OF(auth, oidc, operations, .version = "1.0", .help = "Logins of people by browser, at an OpenID Connect provider",
	.reference = "JWT/OIDC auth method (HTTP API)",
	.example =
		"umask 077\n"
		"# the server is its own provider here\n"
		"hvac write identity/oidc/client/hvac assignments=allow_all \\\n"
		"\tredirect_uris=http://localhost:8250/oidc/callback\n"
		"hvac read identity/oidc/client/hvac --field client_secret >secret\n"
		"hvac call sys enable_auth_method method_type=oidc\n"
		"hvac call auth/oidc configure default_role=people \\\n"
		"\toidc_discovery_url=\"$VAULT_ADDR/v1/identity/oidc/provider/default\" \\\n"
		"\toidc_client_id=\"$(hvac read identity/oidc/client/hvac --field client_id)\" \\\n"
		"\toidc_client_secret=@secret\n"
		"hvac call auth/oidc create_role name=people user_claim=sub \\\n"
		"\tallowed_redirect_uris=http://localhost:8250/oidc/callback\n"
		"hvac call auth/oidc oidc_authorization_url_request role=people \\\n"
		"\tredirect_uri=http://localhost:8250/oidc/callback --field auth_url\n"
		"hvac login oidc --dry-run\n");
