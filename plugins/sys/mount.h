/* SPDX-License-Identifier: MIT */
/* Parameters that mounts of secrets engines and of auth methods share. */
#ifndef HVAC_SYS_MOUNT_H
#define HVAC_SYS_MOUNT_H

#include "sys.h"

#define MOUNT_PATH(where) HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = where)
#define DESCRIPTION HVAC_BODY("description", STRING, .help = "What it is for, for people")
#define PLUGIN_NAME HVAC_BODY("plugin_name", STRING, .help = "Name in the server's plugin catalog, with the type \"plugin\"; else the type names the plugin")
#define LOCAL_MOUNT HVAC_BODY("local", BOOLEAN, .dflt = "false", .help = "Whether it stays in this cluster and is not replicated")
#define EXTERNAL_ENTROPY_ACCESS HVAC_BODY("external_entropy_access", BOOLEAN, .help = "Whether it may use an outside source of randomness (Vault Enterprise); server's default false")
#define PLUGIN_VERSION HVAC_BODY("plugin_version", STRING, .help = "Version of the plugin to run: \"v1.2.0\"; server's default is the newest registered, or the built-in one")
#define SEAL_WRAP_HELP "Whether its storage is encrypted by the seal once more"
#define CONFIG HVAC_BODY("config", MAP, .help = "What tuning also sets: default_lease_ttl, max_lease_ttl, listing_visibility, passthrough_request_headers ...")

/* Tuning. */
#define DEFAULT_LEASE_TTL HVAC_BODY("default_lease_ttl", DURATION, .help = "Life of a lease or token that asks for none: 3600, \"1h\"; 0 for the server's own")
#define MAX_LEASE_TTL HVAC_BODY("max_lease_ttl", DURATION, .help = "The longest life with all renewals: 86400, \"24h\"; 0 for the server's own")
#define NON_HMAC_KEYS(name, of, form) HVAC_BODY(name, LIST, .flags = (form), .help = "Members of the " of " that audit logs show in clear")
#define LISTING_VISIBILITY HVAC_BODY("listing_visibility", STRING, .values = "unauth hidden", .help = "Whether those without a token see it: unauth, or hidden, the same as \"\"")
#define PASSTHROUGH_REQUEST_HEADERS(form) HVAC_BODY("passthrough_request_headers", LIST, .flags = (form), .help = "Headers of requests that the engine may see")
#define ALLOWED_RESPONSE_HEADERS HVAC_BODY("allowed_response_headers", LIST, .help = "Headers that the engine may put into its answers")
#define TOKEN_TYPE HVAC_BODY("token_type", STRING, .values = "default-service default-batch service batch", \
	.help = "Kind of an auth method's tokens, with default- if a role does not say otherwise")
#define USER_LOCKOUT_CONFIG HVAC_BODY("user_lockout_config", MAP, .help = "Of an auth method, after failed logins: lockout_threshold, lockout_duration, lockout_counter_reset, lockout_disable")
#define IDENTITY_TOKEN_KEY HVAC_BODY("identity_token_key", STRING, .help = "Key that signs the plugin's identity tokens (Vault 2 only)")
#define OVERRIDE_PINNED_VERSION HVAC_BODY("override_pinned_version", BOOLEAN, .help = "Whether plugin_version goes before a version that is pinned (Vault 2 only); server's default false")
#define TRIM_REQUEST_TRAILING_SLASHES HVAC_BODY("trim_request_trailing_slashes", BOOLEAN, .help = "Whether a slash at the end of a request's path is dropped (Vault 2 only)")

#endif
