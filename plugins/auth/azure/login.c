/* SPDX-License-Identifier: MIT */
/* The login shows the token of a managed identity, and says on which machine: both from the instance metadata service. */
#include "login.h"
#include "metadata.h"

#define TOKEN_VERSION "2018-02-01"
#define INSTANCE_VERSION "2021-02-01"

/* The variable is the one of Azure's SDKs. */
static const struct metadata_service service = { .endpoint = "http://169.254.169.254", .environment = "AZURE_POD_IDENTITY_AUTHORITY_HOST" };

static int ask(struct hvac_task *task, const char *path, const char *version)
{
	hvac_request_external(task, HVAC_GET, metadata_url(task, &service, path), METADATA_CONNECT_MS);
	hvac_request_header(task, "Metadata", "true");
	hvac_request_query(task, "api-version", version);
	return HVAC_HOOK_AGAIN;
}

/* The first of the identity's names that is given; none: the machine's own, or its only one. */
static int ask_token(struct hvac_task *task, struct azure_login *login)
{
	static const char *const names[][2] = { { "client_id", "client_id" }, { "object_id", "object_id" }, { "identity_resource_id", "msi_res_id" } };
	int result = ask(task, "/metadata/identity/oauth2/token", TOKEN_VERSION);
	const char *given = NULL;

	login->asked = AZURE_TOKEN;
	hvac_request_query(task, "resource", hvac_task_string(task, "resource"));
	for (size_t i = 0; i < sizeof names / sizeof names[0] && !given; i++) {
		given = hvac_task_string(task, names[i][0]);
		if (given)
			hvac_request_query(task, names[i][1], given);
	}
	return result;
}

static const char *string_of(const hvac_value *map, const char *name)
{
	const char *text = hvac_value_string(hvac_value_member(map, name), NULL);

	return text && *text ? text : NULL;
}

/* Whether the caller says which resource it is. */
static bool is_named(struct hvac_task *task)
{
	return hvac_task_string(task, "vm_name") || hvac_task_string(task, "vmss_name") || hvac_task_string(task, "resource_id");
}

static bool put(struct hvac_task *task, hvac_value *body, const char *name, const char *found)
{
	return !found || hvac_task_string(task, name) || hvac_value_adopt_member(body, name, hvac_value_new_string(found)) == HVAC_OK;
}

/* `instance`, where it was asked for. Of a machine in a scale set the server wants the set's name alone. */
static int send_login(struct hvac_task *task, const struct azure_login *login, const hvac_value *instance)
{
	const char *set = is_named(task) ? NULL : string_of(instance, "vmScaleSetName");
	const char *machine = is_named(task) || set ? NULL : string_of(instance, "name");
	hvac_value *body;

	hvac_request_use(task, NULL);
	body = hvac_request_body(task);
	if (!body || hvac_value_adopt_member(body, "jwt", hvac_value_new_string(login->jwt)) != HVAC_OK ||
	    !put(task, body, "subscription_id", string_of(instance, "subscriptionId")) ||
	    !put(task, body, "resource_group_name", string_of(instance, "resourceGroupName")) || !put(task, body, "vmss_name", set) ||
	    !put(task, body, "vm_name", machine))
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

static int fail(struct hvac_task *task, const hvac_response *response, const char *what)
{
	const char *detail = string_of(hvac_response_json(response), "error_description");
	hvac_status status = hvac_response_status(response);

	detail = detail && text_is_plain(detail) ? detail : NULL;
	return hvac_task_fail(task, status != HVAC_OK ? status : HVAC_MALFORMED_ANSWER, "the instance metadata service %s%s%s", what,
	                      detail ? ": " : "", detail ? detail : "");
}

static int take_token(struct hvac_task *task, struct azure_login *login, const hvac_response *response)
{
	const char *token = string_of(hvac_response_json(response), "access_token");

	if (hvac_response_status(response) != HVAC_OK || !token)
		return fail(task, response, "gives no token; has this machine a managed identity?");
	login->jwt = text_print(task, "%s", token);
	if (is_named(task) && hvac_task_string(task, "subscription_id") && hvac_task_string(task, "resource_group_name"))
		return send_login(task, login, NULL);
	login->asked = AZURE_INSTANCE;
	return ask(task, "/metadata/instance/compute", INSTANCE_VERSION);
}

static int take_instance(struct hvac_task *task, const struct azure_login *login, const hvac_response *response)
{
	const hvac_value *instance = hvac_response_json(response);

	if (hvac_response_status(response) != HVAC_OK || !string_of(instance, "subscriptionId"))
		return fail(task, response, "does not say which machine this is; give subscription_id, resource_group_name and resource_id");
	return send_login(task, login, instance);
}

int azure_prepare(struct hvac_task *task, void *state)
{
	const char *jwt = hvac_task_string(task, "jwt");

	return jwt && *jwt ? HVAC_HOOK_AGAIN : ask_token(task, state);
}

int azure_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	struct azure_login *login = state;
	enum azure_question asked = login->asked;

	login->asked = AZURE_NOTHING;
	if (asked == AZURE_TOKEN)
		return take_token(task, login, response);
	return asked == AZURE_INSTANCE ? take_instance(task, login, response) : HVAC_HOOK_DONE;
}
