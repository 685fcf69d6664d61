/* SPDX-License-Identifier: MIT */
/*
 * Duo as second factor of the methods ldap, okta, radius and userpass, as Vault had it before login MFA. The table follows the page
 * "Multi-Factor Authentication" of Vault 1.10.
 */
#include <string.h>
#include <hvac/plugin.h>

/* It has no mount of its own: these are paths of the method's. */
#define MOUNT HVAC_PATH("mount_point", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Where the method is mounted whose logins it is for: userpass")
#define SINCE .since = "vault-..1.10"

/* As in hvac, a type that no server had goes out only when told to. */
static int prepare_configure(struct hvac_task *task, void *state)
{
	const char *type = hvac_task_string(task, "mfa_type");
	int force = 0;

	(void)state;
	hvac_task_boolean(task, "force", &force);
	if (force || (type && strcmp(type, "duo") == 0))
		return HVAC_HOOK_AGAIN;
	return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument mfa_type is not duo, the only type that servers have; force=true sends it all the same");
}

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = "/auth/{mount_point}/mfa_config", .help = "Ask for a second factor at each login of a method",
	  SINCE, .flags = HVAC_IDEMPOTENT, .prepare = prepare_configure,
	  HVAC_PARAMETERS(MOUNT,
	    HVAC_BODY("mfa_type", STRING, .wire = "type", .dflt = "\"duo\"", .values = "duo", .help = "Whose second factor it is"),
	    HVAC_LOCAL("force", BOOLEAN, .dflt = "false", .help = "Whether an mfa_type other than duo is sent, which only a changed server has")) },

	{ .name = "read_configuration", .verb = HVAC_GET, .path = "/auth/{mount_point}/mfa_config", .help = "Read which second factor a method asks for",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "configure_duo_access", .verb = HVAC_POST, .path = "/auth/{mount_point}/duo/access", .help = "Give the keys with which the server asks Duo",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(MOUNT,
	    HVAC_BODY("host", STRING, .flags = HVAC_REQUIRED, .help = "Duo's API for this account: api-2b5c39f5.duosecurity.com"),
	    HVAC_BODY("integration_key", STRING, .wire = "ikey", .flags = HVAC_REQUIRED, .help = "Name by which Duo knows this server: DI..."),
	    HVAC_BODY("secret_key", STRING, .wire = "skey", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What requests to Duo are signed with; no operation shows it again")) },

	{ .name = "configure_duo_behavior", .verb = HVAC_POST, .path = "/auth/{mount_point}/duo/config", .help = "Say what Duo is told of a login",
	  SINCE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(MOUNT,
	    HVAC_BODY("push_info", STRING, .help = "What the telephone shows besides, form-encoded: from=loginsvc&domain=example.com"),
	    HVAC_BODY("user_agent", STRING, .help = "How the server calls itself towards Duo"),
	    HVAC_BODY("username_format", STRING, .dflt = "\"%s\"", .help = "Duo's name of a person, with %s where the login's goes: %s@example.com")) },

	{ .name = "read_duo_behavior_configuration", .verb = HVAC_GET, .path = "/auth/{mount_point}/duo/config", .help = "Read what is told of a login",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

HVAC_PLUGIN_OF(auth, legacy_mfa, operations, .version = "1.0", .help = "Duo as second factor, on Vault before 1.11",
	.reference = "Multi-Factor Authentication (Vault 1.10)",
	.example =
		"umask 077\n"
		"head -c 30 /dev/urandom | base64 >skey\n"
		"hvac call auth/legacy_mfa configure_duo_access mount_point=userpass \\\n"
		"\thost=api-2b5c39f5.duosecurity.com integration_key=DIEXAMPLE \\\n"
		"\tsecret_key=@skey --dry-run\n"
		"hvac call auth/legacy_mfa configure mount_point=userpass --dry-run\n");
