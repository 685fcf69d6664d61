/* SPDX-License-Identifier: MIT */
/*
 * Engine secrets/x_newer, as somebody builds it for the next minor version of the plugin ABI: every struct has a member
 * more, and some operations use what today's library does not know. Values and flags stand far up, so that they stay unknown.
 */
#include <hvac/plugin.h>

#define UNKNOWN_VALUE 200
#define UNKNOWN_FLAG (1u << 31)

struct newer_parameter {
	struct hvac_parameter known;
	const char *example;
};

struct newer_operation {
	struct hvac_operation known;
	uint64_t shape;
};

struct newer_area {
	struct hvac_area known;
	uint64_t colour;
};

struct newer_plugin {
	struct hvac_plugin known;
	const char *home_page;
};

#define LOCAL_MOUNT { .known = HVAC_MOUNT("newer") }
#define NAME { .known = HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the thing") }
#define TABLE(n, ...) static const struct newer_parameter n[] = { __VA_ARGS__ }
#define WITH(table) .parameters = &(table)[0].known, .n_parameters = sizeof(table) / sizeof((table)[0])

TABLE(plain, LOCAL_MOUNT, NAME, { .known = HVAC_QUERY("version", INTEGER, .help = "Version of the thing") });
TABLE(unknown_field, LOCAL_MOUNT, { .known = HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name"), .example = "router" });
TABLE(unknown_type, LOCAL_MOUNT, NAME, { .known = { .name = "when", .type = UNKNOWN_VALUE, .in = HVAC_IN_QUERY, .help = "When" } });
TABLE(unknown_place, LOCAL_MOUNT, NAME, { .known = { .name = "cookie", .type = HVAC_TYPE_STRING, .in = UNKNOWN_VALUE, .help = "Cookie" } });
TABLE(unknown_flag, LOCAL_MOUNT, NAME, { .known = HVAC_QUERY("deep", BOOLEAN, .flags = UNKNOWN_FLAG, .help = "Deep") });
TABLE(fast, LOCAL_MOUNT, NAME, { .known = HVAC_LOCAL("fast", BOOLEAN, .help = "By another way") });
#define MODE(value) { .known = HVAC_LOCAL("mode", STRING, .dflt = (value), .help = "By which way") }
TABLE(unknown_default, LOCAL_MOUNT, NAME, MODE("{mode}"));
TABLE(slow, LOCAL_MOUNT, NAME, MODE("\"slow\""));

TABLE(goes_on, LOCAL_MOUNT, NAME, { .known = HVAC_LOCAL("with", STRING, .flags = HVAC_REQUIRED, .help = "Another row") });

/* use: sends the row that it was told. */
static int use(struct hvac_task *task, void *state)
{
	(void)state;
	hvac_request_use(task, hvac_task_string(task, "with"));
	return HVAC_HOOK_AGAIN;
}

#define ROW(n, v, table) .name = (n), .verb = (v), .path = "/{mount_point}/thing/{name}", .help = "Does something with a thing", WITH(table)
static const struct newer_operation rows[] = {
	{ .known = { ROW("read", HVAC_GET, plain) } },
	{ .known = { ROW("uses_field", HVAC_GET, plain) }, .shape = 1 },
	{ .known = { ROW("uses_verb", UNKNOWN_VALUE, plain) } },
	{ .known = { ROW("uses_flag", HVAC_GET, plain), .flags = UNKNOWN_FLAG } },
	{ .known = { ROW("uses_parameter_field", HVAC_GET, unknown_field) } },
	{ .known = { ROW("uses_parameter_type", HVAC_GET, unknown_type) } },
	{ .known = { ROW("uses_parameter_place", HVAC_GET, unknown_place) } },
	{ .known = { ROW("uses_parameter_flag", HVAC_GET, unknown_flag) } },
	{ .known = { ROW("in_part", HVAC_GET, fast), .when = "fast" }, .shape = 1 },
	{ .known = { ROW("in_part", HVAC_GET, plain) } },
	{ .known = { ROW("in_the_main", HVAC_GET, fast), .when = "fast" } },
	{ .known = { ROW("in_the_main", HVAC_GET, plain) }, .shape = 1 },
	{ .known = { ROW("by_default", HVAC_GET, unknown_default), .when = "mode=fast" }, .shape = 1 },
	{ .known = { ROW("by_default", HVAC_GET, slow) } },
	{ .known = { ROW("use", HVAC_GET, plain), .when = "@next" }, .shape = 1 },
	{ .known = { ROW("use", HVAC_GET, goes_on), .prepare = use } },
	{ .known = { ROW("write", HVAC_POST, plain) } },
};

static const struct newer_area area = {
	.known = { .name = "things", .operations = &rows[0].known, .n_operations = sizeof rows / sizeof rows[0] }, .colour = 1
};
static const struct hvac_area *const areas[] = { &area.known };

extern const struct newer_plugin hvac1_secrets_x_newer;
__attribute__((visibility("default"))) const struct newer_plugin hvac1_secrets_x_newer = {
	.known = {
		.struct_size = sizeof(struct newer_plugin), .abi_major = HVAC_ABI_MAJOR, .abi_minor = HVAC_ABI_MINOR + 1,
		.area_size = sizeof(struct newer_area), .operation_size = sizeof(struct newer_operation),
		.parameter_size = sizeof(struct newer_parameter), .areas = areas, .n_areas = 1,
		.kind = "secrets", .name = "x_newer", .version = "1.1", .help = "Of the next minor version",
	},
	.home_page = "https://example.com/",
};
