/* SPDX-License-Identifier: MIT */
/* Tokens that somebody else has signed. The table is in operations.h. */
#define METHOD "jwt"
#include "operations.h"

/* What `hvac login jwt` calls: other methods have it under this name. */
static const struct hvac_operation logins[] = {
	LOGIN_BY_JWT("login", .help = "As jwt_login, under the name that most methods have for it"),
};

static const struct hvac_area area_of_both = HVAC_AREA(operations, .name = "operations", .help = "What auth/oidc has too");
static const struct hvac_area area_of_logins = HVAC_AREA(logins, .name = "login", .help = "The usual login");
static const struct hvac_area *const areas[] = { &area_of_both, &area_of_logins };

HVAC_PLUGIN(auth, jwt, areas, .version = "1.0", .help = "JSON web tokens that somebody else has signed",
	.reference = "JWT/OIDC auth method (HTTP API)",
	.example =
		"umask 077\n"
		"hvac call sys enable_auth_method method_type=jwt\n"
		"openssl genrsa -out key.pem 2048\n"
		"openssl rsa -in key.pem -pubout -out public.pem\n"
		"hvac call auth/jwt configure jwt_validation_pubkeys=\"$(cat public.pem)\"\n"
		"hvac call auth/jwt create_role name=web user_claim=sub \\\n"
		"\tbound_audiences=vault token_policies=default allowed_redirect_uris=[]\n"
		"base64url() { openssl base64 -A | tr +/ -_ | tr -d =; }\n"
		"header=$(printf '{\"alg\":\"RS256\"}' | base64url)\n"
		"claims=$(printf '{\"sub\":\"web-1\",\"aud\":\"vault\",\"exp\":%s}' \\\n"
		"\t$(($(date +%s) + 60)) | base64url)\n"
		"signature=$(printf %s \"$header.$claims\" |\n"
		"\topenssl dgst -sha256 -sign key.pem | base64url)\n"
		"echo \"$header.$claims.$signature\" >token\n"
		"hvac login jwt role=web jwt=@token\n");
