/* SPDX-License-Identifier: MIT */
/* A login hands over the signed headers of a request that is never sent; the server asks OCI whose signature it is. */
#include "login.h"

/* Percent-encoded but for slashes, of which there are none at the ends and no two together, as the library makes the path. */
static const char *encoded_path(struct hvac_task *task, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	static const char digits[] = "0123456789abcdef";
	char *text = hvac_task_alloc(task, 3 * strlen(path) + 1), *to = text;

	for (; to && *path; path++) {
		unsigned char byte = (unsigned char)*path;

		if (byte == '/' && (to == text || path[1] == '/' || !path[1]))
			continue;
		if (byte == '/' || strchr(plain, byte)) {
			*to++ = (char)byte;
			continue;
		}
		*to++ = '%';
		*to++ = digits[byte >> 4];
		*to++ = digits[byte & 15];
	}
	return text ? text : "";
}

/* The server compares the last segment with the role's name in small letters. */
static const char *target(struct hvac_task *task)
{
	return text_print(task, "get /v1/auth/%s/login/%s", encoded_path(task, hvac_task_string(task, "mount_point")),
	                  encoded_path(task, text_lower(task, hvac_task_string(task, "role"))));
}

static int send_login(struct hvac_task *task, const struct oci_key *key)
{
	struct oci_header headers[] = { { "date", oci_date(task) }, { "(request-target)", target(task) }, { "host", hvac_task_string(task, "host") } };
	hvac_value *map, *body;
	const char *authorization;
	bool complete;
	int result;

	if (!text_is_plain(headers[2].value) || !text_is_plain(key->id) || strchr(key->id, '"'))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "host, or what names the key (tenancy_id, user_id, fingerprint, token), has an odd byte in it");
	result = oci_sign(task, key, headers, sizeof headers / sizeof headers[0], &authorization);
	if (result != FOUND)
		return result;
	hvac_request_use(task, NULL);
	map = hvac_value_new_map();
	body = hvac_request_body(task);
	complete = map && put_header(map, "Date", headers[0].value) && put_header(map, "(request-target)", headers[1].value) &&
	           put_header(map, "Host", headers[2].value) && put_header(map, "Authorization", authorization);
	if (hvac_value_adopt_member(body, "request_headers", map) != HVAC_OK || !complete)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

static int next(struct hvac_task *task, struct oci_login *login)
{
	const char *type = hvac_task_string(task, "auth_type");
	int found;

	if (!strcmp(type, "instance"))
		found = oci_instance(task, login);
	else if (!strcmp(type, "resource"))
		found = oci_resource(task, &login->key);
	else
		found = oci_user(task, &login->key);
	return found == FOUND ? send_login(task, &login->key) : found;
}

int oci_prepare(struct hvac_task *task, void *state)
{
	return hvac_task_value(task, "request_headers") ? HVAC_HOOK_AGAIN : next(task, state);
}

int oci_finish(struct hvac_task *task, void *state, const hvac_response *response)
{
	struct oci_login *login = state;
	int found;

	if (!login->instance.asked)
		return HVAC_HOOK_DONE;
	found = oci_instance_take(task, &login->instance, response);
	return found == FOUND ? next(task, login) : found;
}
