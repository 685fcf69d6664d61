/* SPDX-License-Identifier: MIT */
/*
 * The server's catalog of plugins, their versions and runtimes. Follows the pages "/sys/plugins/catalog", "/sys/plugins/pins",
 * "/sys/plugins/reload" and "/sys/plugins/runtimes/catalog".
 */
#include "sys.h"

#define TYPE HVAC_PATH("type", STRING, .flags = HVAC_REQUIRED, .values = "auth secret database", .help = "What it is a plugin for")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the plugin in the catalog")
#define VERSION HVAC_QUERY("version", STRING, .help = "Which version: v1.2.0; needed of those that were registered with one")
#define SETTINGS \
	HVAC_BODY("command", STRING, .help = "Its program, a file name in the server's plugin_directory"), \
	HVAC_BODY("sha256", STRING, .help = "The program's SHA-256 in hex; the server runs no other"), \
	HVAC_BODY("args", LIST, .help = "Arguments of the program"), \
	HVAC_BODY("env", LIST, .flags = HVAC_SECRET, .help = "Its environment: NAME=value"), \
	HVAC_BODY("version", STRING, .help = "Its version: v1.2.0; none by default"), \
	HVAC_BODY("oci_image", STRING, .help = "Image of a container to run it in, without tag (Vault)"), \
	HVAC_BODY("runtime", STRING, .help = "Name of the plugin runtime for oci_image (Vault 2 only)"), \
	HVAC_BODY("download", BOOLEAN, .help = "Whether the server fetches it from the maker's site; server's default false (Vault Enterprise)"), \
	HVAC_BODY("oci", BOOLEAN, .help = "Listed by OpenBao: whether the server fetched it as an image, which its configuration file says")
#define RUNTIME_TYPE HVAC_PATH("type", STRING, .flags = HVAC_REQUIRED, .values = "container", .help = "Kind of runtime; servers know no other")
#define RUNTIME_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the plugin runtime")
#define SCOPE HVAC_BODY("scope", STRING, .values = "global", .help = "Whether the other nodes and clusters do it, too; this node alone by default")

static const struct hvac_operation operations[] = {
	{ .name = "list_plugins", .verb = HVAC_GET, .path = "/sys/plugins/catalog", .help = "List the plugins that the server knows, by type, and in detail",
	  .flags = HVAC_IDEMPOTENT },
	{ .name = "list_plugins_of_type", .verb = HVAC_LIST, .path = "/sys/plugins/catalog/{type}", .help = "List the names of all plugins of one type",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(TYPE) },

	{ .name = "register_plugin", .verb = HVAC_POST, .path = "/sys/plugins/catalog/{type}/{name}", .help = "Make a program in the server's plugin_directory known as a plugin",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(TYPE, NAME, SETTINGS) },
	{ .name = "read_plugin", .verb = HVAC_GET, .path = "/sys/plugins/catalog/{type}/{name}", .help = "Read a plugin's program, SHA-256 and version, and whether it is built in",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(TYPE, NAME, VERSION) },
	{ .name = "deregister_plugin", .verb = HVAC_DELETE, .path = "/sys/plugins/catalog/{type}/{name}", .help = "Strike a plugin out of the catalog; mounts of it fail when they start anew",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(TYPE, NAME, VERSION) },

	{ .name = "register_plugin_legacy", .verb = HVAC_POST, .path = "/sys/plugins/catalog/{name}", .help = "As register_plugin, without a type: the server runs it to find that out",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(NAME, SETTINGS, HVAC_BODY("type", STRING, .help = "Listed by OpenBao, which does not read it: use register_plugin")) },
	{ .name = "read_plugin_legacy", .verb = HVAC_GET, .path = "/sys/plugins/catalog/{name}", .help = "As read_plugin, without a type: servers of today answer a warning alone",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(NAME) },
	{ .name = "deregister_plugin_legacy", .verb = HVAC_DELETE, .path = "/sys/plugins/catalog/{name}", .help = "As deregister_plugin, without a type: servers of today answer a warning alone",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(NAME) },

	{ .name = "reload_plugin_backends", .verb = HVAC_POST, .path = "/sys/plugins/reload/backend", .help = "Start mounted plugins anew: those of a name, or those at some mounts",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("plugin", STRING, .help = "Name of the plugin, all mounts of which start anew"),
	    HVAC_BODY("mounts", LIST, .help = "Paths of the mounts, instead of plugin: secret/, auth/ldap/"), SCOPE) },
	{ .name = "reload_plugin", .verb = HVAC_POST, .path = "/sys/plugins/reload/{type}/{name}", .help = "Start a plugin of one type anew, wherever it is mounted",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_PATH("type", STRING, .flags = HVAC_REQUIRED, .values = "auth secret database unknown", .help = "What it is a plugin for; unknown: any of them"),
	    NAME, SCOPE) },
	{ .name = "read_plugin_reload_status", .verb = HVAC_GET, .path = "/sys/plugins/reload/backend/status", .help = "Read how far the nodes are with a global reload (Vault Enterprise)",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(HVAC_QUERY("reload_id", STRING, .help = "The reload_id that the reload answered with")) },

	{ .name = "list_plugin_pins", .verb = HVAC_GET, .path = "/sys/plugins/pins", .help = "List the plugins that are held at a version",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
	{ .name = "read_plugin_pin", .verb = HVAC_GET, .path = "/sys/plugins/pins/{type}/{name}", .help = "Read the version that a plugin is held at",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TYPE, NAME) },
	{ .name = "create_or_update_plugin_pin", .verb = HVAC_POST, .path = "/sys/plugins/pins/{type}/{name}", .help = "Hold all mounts of a plugin at one version",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TYPE, NAME, HVAC_BODY("version", STRING, .help = "Which version, that must be registered: v1.2.0")) },
	{ .name = "delete_plugin_pin", .verb = HVAC_DELETE, .path = "/sys/plugins/pins/{type}/{name}", .help = "Hold a plugin at no version any more",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TYPE, NAME) },

	{ .name = "list_plugin_runtimes", .verb = HVAC_LIST, .path = "/sys/plugins/runtimes/catalog", .help = "List the runtimes that plugins in containers can be run by",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO },
	{ .name = "list_plugin_runtimes_by_read", .verb = HVAC_GET, .path = "/sys/plugins/runtimes/catalog", .help = "As list_plugin_runtimes, for policies that allow read and not list",
	  .since = "vault-2.1..", .flags = HVAC_IDEMPOTENT },
	{ .name = "register_plugin_runtime", .verb = HVAC_POST, .path = "/sys/plugins/runtimes/catalog/{type}/{name}", .help = "Make a way of running plugins in containers known",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(RUNTIME_TYPE, RUNTIME_NAME,
	    HVAC_BODY("oci_runtime", STRING, .help = "The OCI runtime; server's default runsc"),
	    HVAC_BODY("cgroup_parent", STRING, .help = "Control group that containers are put below"),
	    HVAC_BODY("cpu_nanos", INTEGER, .help = "Limit of processor time in billionths of a processor; none by default"),
	    HVAC_BODY("memory_bytes", INTEGER, .help = "Limit of memory in bytes; none by default"),
	    HVAC_BODY("rootless", BOOLEAN, .help = "Whether the containers' engine runs without root; server's default false (Vault 2 only)")) },
	{ .name = "read_plugin_runtime", .verb = HVAC_GET, .path = "/sys/plugins/runtimes/catalog/{type}/{name}", .help = "Read a plugin runtime and its limits",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(RUNTIME_TYPE, RUNTIME_NAME) },
	{ .name = "deregister_plugin_runtime", .verb = HVAC_DELETE, .path = "/sys/plugins/runtimes/catalog/{type}/{name}", .help = "Strike a plugin runtime out of the catalog",
	  .since = "vault-1.15..", .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(RUNTIME_TYPE, RUNTIME_NAME) },
};

const struct hvac_area hvac_sys_plugins = HVAC_AREA(operations, .name = "plugins", .help = "The server's plugins: catalog, versions, reload");
