/* SPDX-License-Identifier: MIT */
/* Audit devices. Follows the pages "/sys/audit" and "/sys/audit-hash". */
#include "sys.h"

#define PATH HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = "Where the device is, without audit/: file")

static const struct hvac_operation operations[] = {
	{ .name = "list_enabled_audit_devices", .verb = HVAC_GET, .path = "/sys/audit", .help = "List all audit devices with type and options, by their paths",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO },

	{ .name = "enable_audit_device", .verb = HVAC_POST, .path = "/sys/audit/{path}", .help = "Have all requests and answers written down, secrets as HMACs; a path that is in use is refused",
	  .flags = HVAC_SUDO,
	  HVAC_PARAMETERS(
	    HVAC_BODY("device_type", STRING, .wire = "type", .flags = HVAC_REQUIRED, .values = "file syslog socket http", .help = "Kind of the device (http: OpenBao)"),
	    HVAC_BODY("description", STRING, .help = "What it is for, for people"),
	    HVAC_BODY("options", ANY, .help = "Of the device's type, a map of strings: file_path, mode, format, log_raw, hmac_accessor ..."),
	    HVAC_PATH("path", STRING, .dflt = "{device_type}", .flags = HVAC_SLASHES, .help = "Where to put it, without audit/; at device_type by default"),
	    HVAC_BODY("local", BOOLEAN, .help = "Whether it stays in this cluster and is not replicated; server's default false")) },

	{ .name = "disable_audit_device", .verb = HVAC_DELETE, .path = "/sys/audit/{path}", .help = "Take an audit device away; what it wrote stays, yet its HMACs can be made no more",
	  .flags = HVAC_SUDO, HVAC_PARAMETERS(PATH) },

	{ .name = "calculate_hash", .verb = HVAC_POST, .path = "/sys/audit-hash/{path}", .help = "Make the HMAC that stands for a text in the log of an audit device, to look for it there",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(PATH, HVAC_BODY("input_to_hash", STRING, .wire = "input", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The text")) },
};

const struct hvac_area hvac_sys_audit = HVAC_AREA(operations, .name = "audit", .help = "Audit devices");
