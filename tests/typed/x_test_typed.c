/* SPDX-License-Identifier: MIT */
/* An engine with a parameter of every kind, for typed calls to be made of. */
#include <hvac/plugin.h>

#define MOUNT HVAC_MOUNT("typed")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What it is called")

static const struct hvac_operation operations[] = {
	{ .name = "write", .verb = HVAC_POST, .path = "/{mount_point}/all/{name}", .help = "Write a value of each type",
	  HVAC_PARAMETERS(NAME, MOUNT,
	    HVAC_BODY("text", STRING, .help = "Text"),
	    HVAC_BODY("time", DURATION, .help = "Seconds, or as 1h30m"),
	    HVAC_BODY("integer", INTEGER, .wire = "options.integer", .help = "A whole number"),
	    HVAC_BODY("truth", BOOLEAN, .help = "Whether"),
	    HVAC_BODY("number", NUMBER, .help = "Any number"),
	    HVAC_BODY("bytes", BYTES, .help = "Any bytes"),
	    HVAC_BODY("list", LIST, .help = "A list of texts", .values = "red green blue"),
	    HVAC_BODY("map", MAP, .help = "Texts by name"),
	    HVAC_BODY("any", ANY, .help = "Anything"),
	    HVAC_QUERY("sent", INTEGER, .dflt = "7", .help = "Sent when not given")) },

	{ .name = "keywords", .verb = HVAC_POST, .path = "/{mount_point}/keywords", .help = "Take parameters that are words of C, of C++, of typed calls",
	  HVAC_PARAMETERS(MOUNT,
	    HVAC_BODY("default", STRING, .help = "A word of C"), HVAC_BODY("template", STRING, .help = "A word of C++"),
	    HVAC_BODY("and_eq", STRING, .help = "An operator of C++"), HVAC_BODY("nullptr", STRING, .help = "A word of C23"),
	    HVAC_BODY("response", STRING, .help = "A member of every call"), HVAC_BODY("task", INTEGER, .help = "Another one"),
	    HVAC_BODY("7z", STRING, .help = "No identifier")) },

	{ .name = "open", .verb = HVAC_POST, .path = "/{mount_point}/open", .help = "Take whatever there is",
	  HVAC_PARAMETERS(HVAC_BODY("known", STRING, .help = "A member of its own"), HVAC_MORE, MOUNT) },

	{ .name = "united", .when = "role", .verb = HVAC_POST, .path = "/{mount_point}/united/{role}", .help = "Make one, by a role",
	  HVAC_PARAMETERS(HVAC_PATH("role", STRING, .flags = HVAC_REQUIRED, .help = "The role"), HVAC_BODY("ttl", DURATION, .help = "Its life"), MOUNT) },
	{ .name = "united", .verb = HVAC_PUT, .path = "/{mount_point}/united", .help = "Make one",
	  HVAC_PARAMETERS(HVAC_BODY("uses", INTEGER, .help = "How often"), HVAC_BODY("ttl", DURATION, .help = "Its life"), MOUNT) },

	{ .name = "status", .verb = HVAC_GET, .path = "/typed/status", .help = "Tell how it is", .flags = HVAC_NO_TOKEN },

	{ .name = "login", .verb = HVAC_POST, .path = "/{mount_point}/login", .help = "Change a key for a token", .flags = HVAC_LOGIN,
	  HVAC_PARAMETERS(HVAC_BODY("key", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The key"), MOUNT,
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token")) },
};
HVAC_PLUGIN_OF(secrets, x_test_typed, operations, .version = "1.0", .help = "A parameter of every kind");
