/* SPDX-License-Identifier: MIT */
/*
 * Who a program is in a cloud: its credential and its region, looked for where the cloud's own SDKs look. Here for auth/aws and
 * auth/alicloud alike.
 */
#ifndef HVAC_AUTH_CLOUD_H
#define HVAC_AUTH_CLOUD_H

#include "metadata.h"

struct cloud {
	struct credential_names arguments, environment, file, json;
	const char *profile_variable, *file_variable, *file_below_home;
	const char *off_variable;               /* "true" in it: the instance is not asked */
	const char *role_variable;              /* names the instance's role, so that it need not be asked; or NULL */
	const char *region_variables[2];
	struct metadata_service service;
	const char *roles, *region;             /* paths of the metadata service */
};

struct cloud_identity {
	struct metadata metadata;
	struct credentials credentials;
	const char *role, *answer;              /* of the instance; the JSON that has its credential */
	const char *region;
};

static inline const char *first_line(struct hvac_task *task, const char *text)
{
	return text_print(task, "%.*s", (int)strcspn(text, "\r\n"), text);
}

/* Arguments, environment, file. A profile or a file that is given is meant: then the environment stays out. */
static inline int cloud_find_here(struct hvac_task *task, const struct cloud *cloud, struct credentials *credentials)
{
	const char *profile = hvac_task_string(task, "profile"), *file = hvac_task_string(task, "credentials_file");
	bool chosen = profile || file;
	int found = credential_find(task, credentials, &cloud->arguments, credential_of_argument, NULL, "the arguments");

	if (found == FOUND_NOTHING && !chosen)
		found = credential_find(task, credentials, &cloud->environment, credential_of_environment, NULL, "the environment");
	if (found != FOUND_NOTHING)
		return found;
	if (!profile)
		profile = environment(task, cloud->profile_variable);
	if (!file)
		file = environment(task, cloud->file_variable);
	return credential_of_file(task, credentials, &cloud->file, credentials_path(task, file, cloud->file_below_home),
	                          profile ? profile : "default", chosen || profile);
}

/* `lack` begins the sentence where the instance must not be asked. */
static inline int cloud_ask(struct hvac_task *task, const struct cloud *cloud, struct cloud_identity *identity, const char *path,
                            const char **answer, const char *lack)
{
	if (environment_says(cloud->off_variable))
		return hvac_task_fail(task, HVAC_CONFIG_ERROR, "%s, and %s forbids to ask the instance", lack, cloud->off_variable);
	identity->metadata.service = &cloud->service;
	return metadata_ask(task, &identity->metadata, path, answer);
}

static inline int cloud_ask_instance(struct hvac_task *task, const struct cloud *cloud, struct cloud_identity *identity)
{
	const char *lack = text_print(task, "there is no credential: none is given, none is in the environment or in ~/%s", cloud->file_below_home);

	if (!identity->role && cloud->role_variable)
		identity->role = environment(task, cloud->role_variable);
	if (!identity->role)
		return cloud_ask(task, cloud, identity, cloud->roles, &identity->role, lack);
	identity->role = first_line(task, identity->role);
	if (!metadata_is_name(identity->role))
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "the instance metadata service names no role");
	return cloud_ask(task, cloud, identity, text_print(task, "%s%s", cloud->roles, identity->role), &identity->answer, lack);
}

/* `ask_elsewhere` (may be NULL) comes before the instance. */
static inline int cloud_need_credentials(struct hvac_task *task, const struct cloud *cloud, struct cloud_identity *identity,
                                         int (*ask_elsewhere)(struct hvac_task *task, struct cloud_identity *identity))
{
	int found = FOUND_NOTHING;

	if (identity->credentials.secret_key)
		return FOUND;
	if (identity->answer)
		return credential_of_json(task, &identity->credentials, &cloud->json, identity->answer,
		                          identity->role ? text_print(task, "the instance's role %s", identity->role) : "the container");
	if (!identity->role)
		found = cloud_find_here(task, cloud, &identity->credentials);
	if (!identity->role && found == FOUND_NOTHING && ask_elsewhere)
		found = ask_elsewhere(task, identity);
	return found == FOUND_NOTHING ? cloud_ask_instance(task, cloud, identity) : found;
}

/* As given; "auto" or nothing: of the environment, or the instance's. */
static inline int cloud_need_region(struct hvac_task *task, const struct cloud *cloud, struct cloud_identity *identity)
{
	if (!identity->region)
		identity->region = hvac_task_string(task, "region");
	if (identity->region && !strcmp(identity->region, "auto"))
		identity->region = NULL;
	for (size_t i = 0; i < sizeof cloud->region_variables / sizeof cloud->region_variables[0] && !identity->region; i++)
		identity->region = cloud->region_variables[i] ? environment(task, cloud->region_variables[i]) : NULL;
	if (!identity->region)
		return cloud_ask(task, cloud, identity, cloud->region, &identity->region, "there is no region: none is given, and none is in the environment");
	identity->region = first_line(task, identity->region);
	if (!*identity->region || identity->region[strspn(identity->region, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "the region must be of small letters, digits and -: eu-central-1");
	return FOUND;
}

static inline bool put_text(hvac_value *map, const char *name, const char *text)
{
	return hvac_value_adopt_member(map, name, hvac_value_new_string(text)) == HVAC_OK;
}

/* NULL is what memory ran out for. */
static inline bool put_base64(struct hvac_task *task, hvac_value *map, const char *name, const char *text)
{
	return text && put_text(map, name, text_base64(task, text, strlen(text)));
}

/* A header with its value in a list, as Go's http.Header is written in JSON. */
static inline bool put_header(hvac_value *map, const char *name, const char *value)
{
	hvac_value *list = hvac_value_new_list();
	bool complete = list && hvac_value_adopt_item(list, hvac_value_new_string(value)) == HVAC_OK;

	return hvac_value_adopt_member(map, name, list) == HVAC_OK && complete;
}

/* Takes the map; its JSON in the task's memory. NULL when memory ran out. */
static inline const char *json_of_headers(struct hvac_task *task, hvac_value *map, bool complete)
{
	char *text = complete ? hvac_value_to_text(map, NULL) : NULL;
	const char *copy = text ? text_print(task, "%s", text) : NULL;

	hvac_text_free(text);
	hvac_value_free(map);
	return copy;
}

#endif
