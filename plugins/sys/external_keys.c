/* SPDX-License-Identifier: MIT */
/* Keys of an outer KMS or HSM that engines may use. Follows the page "/sys/external-keys" of OpenBao. */
#include "sys.h"

#define CONFIG HVAC_PATH("config", STRING, .flags = HVAC_REQUIRED, .help = "Name of the configuration, which holds the access to one KMS")
#define KEY HVAC_PATH("key", STRING, .flags = HVAC_REQUIRED, .help = "Name that the key has here")
#define MOUNT HVAC_PATH("mount_point", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Where the engine is mounted: transit, pki/internal")
#define PLUGIN(flag) HVAC_BODY("plugin", STRING, .flags = (flag), .help = "Name of the server's KMS plugin: transit, pkcs11 ...")
#define VERIFY HVAC_BODY("verify", BOOLEAN, .help = "Whether the KMS is asked first, else nothing is checked; server's default true")
#define SETTINGS(of) HVAC_WHOLE("settings", .flags = HVAC_SECRET, .help = "What else the plugin takes, a map; " of)
#define CONFIG_SETTINGS SETTINGS("of transit: address, token, mount_path ...")
#define KEY_SETTINGS SETTINGS("of transit: name and version of the key there")
#define CONFIGS "/sys/external-keys/configs"
#define EXTERNAL .since = "openbao-2.7.."

static const struct hvac_operation operations[] = {
	{ .name = "list_external_key_configs", .verb = HVAC_LIST, .path = CONFIGS, .help = "List the names of all outer KMSs", EXTERNAL, .flags = HVAC_IDEMPOTENT },
	{ .name = "read_external_key_config", .verb = HVAC_GET, .path = CONFIGS "/{config}", .help = "Read how a KMS is reached, without its secrets",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG) },
	{ .name = "create_or_update_external_key_config", .verb = HVAC_POST, .path = CONFIGS "/{config}", .help = "Make the way to a KMS known, or replace it",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG, PLUGIN(HVAC_REQUIRED), VERIFY, CONFIG_SETTINGS) },
	{ .name = "patch_external_key_config", .verb = HVAC_PATCH, .path = CONFIGS "/{config}", .help = "Change some of the way to a KMS and leave the rest as it is",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT | HVAC_MERGE_PATCH, HVAC_PARAMETERS(CONFIG, PLUGIN(0), VERIFY, CONFIG_SETTINGS) },
	{ .name = "delete_external_key_config", .verb = HVAC_DELETE, .path = CONFIGS "/{config}", .help = "Forget a KMS with its keys, which stay there as they are",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG) },

	{ .name = "list_external_keys", .verb = HVAC_LIST, .path = CONFIGS "/{config}/keys", .help = "List the names of the keys of a KMS",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG) },
	{ .name = "read_external_key", .verb = HVAC_GET, .path = CONFIGS "/{config}/keys/{key}", .help = "Read which key of the KMS a name stands for",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG, KEY) },
	{ .name = "create_or_update_external_key", .verb = HVAC_POST, .path = CONFIGS "/{config}/keys/{key}", .help = "Give a key of the KMS a name here, or the name another key",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG, KEY, VERIFY, KEY_SETTINGS) },
	{ .name = "patch_external_key", .verb = HVAC_PATCH, .path = CONFIGS "/{config}/keys/{key}", .help = "Change some of what a name stands for and leave the rest as it is",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT | HVAC_MERGE_PATCH, HVAC_PARAMETERS(CONFIG, KEY, VERIFY, KEY_SETTINGS) },
	{ .name = "delete_external_key", .verb = HVAC_DELETE, .path = CONFIGS "/{config}/keys/{key}", .help = "Forget a key, which stays in the KMS as it is",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG, KEY) },

	{ .name = "list_external_key_grants", .verb = HVAC_LIST, .path = CONFIGS "/{config}/keys/{key}/grants", .help = "List the mounts that may use a key",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG, KEY) },
	{ .name = "create_external_key_grant", .verb = HVAC_POST, .path = CONFIGS "/{config}/keys/{key}/grants/{mount_point}", .help = "Let an engine use a key",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG, KEY, MOUNT) },
	{ .name = "delete_external_key_grant", .verb = HVAC_DELETE, .path = CONFIGS "/{config}/keys/{key}/grants/{mount_point}", .help = "Let an engine use a key no more",
	  EXTERNAL, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(CONFIG, KEY, MOUNT) },
};

const struct hvac_area hvac_sys_external_keys = HVAC_AREA(operations, .name = "external_keys", .help = "Keys of an outer KMS or HSM (OpenBao)");
