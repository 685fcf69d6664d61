/* SPDX-License-Identifier: MIT */
/* Engine secrets/x_acme_licence: licences with a number of free seats, kept in a key/value store (version 2). */
#include <inttypes.h>
#include <hvac/plugin.h>

/* Takes seats from what was read, and writes that back unless somebody was faster. */
static int finish_check_out(struct hvac_task *task, void *state, const hvac_response *response)
{
	int64_t free_seats, version, seats = 0;
	int *written = state;

	if (*written || hvac_response_http_status(response) != 200)
		return HVAC_HOOK_DONE;
	if (!hvac_response_integer(response, "data/free_seats", &free_seats) || !hvac_response_integer(response, "metadata/version", &version))
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "%s is no licence: it has no free_seats", hvac_task_string(task, "name"));
	hvac_task_integer(task, "seats", &seats);
	if (seats < 1 || seats > free_seats)
		return hvac_task_fail(task, HVAC_INVALID_REQUEST, "%s has %" PRId64 " free seats", hvac_task_string(task, "name"), free_seats);
	*written = 1;
	hvac_request_use(task, "@write");
	hvac_value *body = hvac_request_body(task), *data = hvac_value_copy(hvac_response_value(response, "data")), *options = hvac_value_new_map();
	if (hvac_value_adopt_member(body, "data", data) != HVAC_OK || hvac_value_adopt_member(body, "options", options) != HVAC_OK ||
	    hvac_value_adopt_member(data, "free_seats", hvac_value_new_integer(free_seats - seats)) != HVAC_OK ||
	    hvac_value_adopt_member(options, "cas", hvac_value_new_integer(version)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "out of memory");
	return HVAC_HOOK_AGAIN;
}

#define MOUNT HVAC_MOUNT("licences")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What the licence is for: router")
#define LICENCE "/{mount_point}/data/{name}"

static const struct hvac_operation operations[] = {
	{ .name = "read_licence", .verb = HVAC_GET, .path = LICENCE, .help = "Tell the key of a licence and how many seats it has left",
	  .answer = "/data/data", .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "check_out", .when = "@write", .verb = HVAC_POST, .path = LICENCE, .help = "Write the seats that are left", HVAC_PARAMETERS(NAME, MOUNT) },
	{ .name = "check_out", .verb = HVAC_GET, .path = LICENCE, .help = "Take seats, so that nobody else gets them",
	  .flags = HVAC_UNWRAPPED, .finish = finish_check_out, .state_size = sizeof(int), HVAC_PARAMETERS(NAME, HVAC_LOCAL("seats", INTEGER, .dflt = "1", .help = "How many, from 1 on"), MOUNT) },
};

HVAC_PLUGIN_OF(secrets, x_acme_licence, operations, .version = "1.0", .help = "Licences of ACME tools",
	.reference = "https://licences.example.com/api", .example =
	"hvac call sys enable_secrets_engine backend_type=kv path=licences 'options={\"version\":\"2\"}'\n"
	"echo '{\"data\":{\"key\":\"A-1\",\"free_seats\":3}}' | hvac write licences/data/router --args -\n"
	"hvac call secrets/x_acme_licence check_out name=router seats=2\n"
	"hvac call secrets/x_acme_licence read_licence name=router");
