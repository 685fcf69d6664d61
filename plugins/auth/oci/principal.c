/* SPDX-License-Identifier: MIT */
/* Users, by an API key of the SDKs' config file, and resources (functions, jobs), by what the platform puts into their environment. */
#include "login.h"

struct config {
	struct profile profile;
	const char *path;
	bool is_read;
};

static int read_config(struct hvac_task *task, struct config *config)
{
	const char *given = hvac_task_string(task, "config_file"), *profile = hvac_task_string(task, "profile");
	int found;

	config->is_read = true;
	config->profile.name = profile ? profile : "DEFAULT";
	config->path = credentials_path(task, given ? given : environment(task, "OCI_CONFIG_FILE"), ".oci/config");
	if (!config->path)
		return hvac_task_fail(task, HVAC_CONFIG_ERROR, "there is no config file: none is given, and HOME is not set");
	found = read_small_file(task, config->path, false, &config->profile.text);
	if (found == FOUND_NOTHING)
		return fail_to_read(task, config->path, "it is not there");
	if (found == FOUND && !profile_lines(&config->profile))
		return fail_to_read(task, config->path, text_print(task, "it has no profile %s", config->profile.name));
	return found;
}

/* Of the profile, else of DEFAULT, as the SDKs have it. */
static const char *config_member(struct hvac_task *task, const struct config *config, const char *name)
{
	const struct profile fallback = { .text = config->profile.text, .name = "DEFAULT" };
	const char *value = credential_of_profile(task, &config->profile, name);

	return value ? value : credential_of_profile(task, &fallback, name);
}

/* What is given wins; the file is read when something is missing. */
static int find_member(struct hvac_task *task, struct config *config, const char *argument, const char *name, const char **value)
{
	int found = FOUND;

	*value = hvac_task_string(task, argument);
	if (*value)
		return FOUND;
	if (!config->is_read)
		found = read_config(task, config);
	if (found != FOUND)
		return found;
	*value = config_member(task, config, name);
	if (!*value)
		return fail_to_read(task, config->path, text_print(task, "profile %s has no %s, and no %s is given", config->profile.name, name, argument));
	return FOUND;
}

static const char *path_from_home(struct hvac_task *task, const char *path)
{
	return strncmp(path, "~/", 2) ? path : credentials_path(task, NULL, path + 2);
}

/* A file's key must be for nobody else's eyes. */
static int find_key(struct hvac_task *task, struct config *config, struct oci_key *key)
{
	const char *name, *path;
	int found;

	key->pem = hvac_task_string(task, "key");
	key->passphrase = hvac_task_string(task, "passphrase");
	key->source = "key";
	if (key->pem)
		return FOUND;
	found = find_member(task, config, "key", "key_file", &name);
	if (found != FOUND)
		return found;
	if (!key->passphrase)
		key->passphrase = config_member(task, config, "pass_phrase");
	path = path_from_home(task, name);
	key->source = path ? path : name;
	found = path ? read_small_file(task, path, true, &key->pem) : FOUND_NOTHING;
	return found == FOUND_NOTHING ? fail_to_read(task, name, text_print(task, "%s names it, and it is not there", config->path)) : found;
}

/* `oci session authenticate` leaves a token in place of a registered key. */
static int find_session(struct hvac_task *task, const struct config *config, struct oci_key *key)
{
	const char *name = config->is_read ? config_member(task, config, "security_token_file") : NULL, *path, *token = "";
	int found;

	if (!name)
		return FOUND_NOTHING;
	path = path_from_home(task, name);
	found = path ? read_small_file(task, path, true, &token) : FOUND_NOTHING;
	if (found == FOUND_NOTHING)
		return fail_to_read(task, name, text_print(task, "%s names it, and it is not there", config->path));
	key->id = text_print(task, "ST$%s", first_line(task, token));
	return found;
}

int oci_user(struct hvac_task *task, struct oci_key *key)
{
	struct config config = { .is_read = false };
	const char *tenancy, *user, *fingerprint;
	int found = find_key(task, &config, key);

	if (found == FOUND) {
		found = hvac_task_string(task, "user_id") ? FOUND_NOTHING : find_session(task, &config, key);
		if (found != FOUND_NOTHING)
			return found;
		found = find_member(task, &config, "tenancy_id", "tenancy", &tenancy);
	}
	if (found == FOUND)
		found = find_member(task, &config, "user_id", "user", &user);
	if (found == FOUND)
		found = find_member(task, &config, "fingerprint", "fingerprint", &fingerprint);
	if (found == FOUND)
		key->id = text_print(task, "%s/%s/%s", tenancy, user, fingerprint);
	return found;
}

/* A variable with a file's absolute path in it, or with what would be in the file. The platform says who may read the files. */
static int find_variable(struct hvac_task *task, const char *variable, const char **text)
{
	const char *value = environment(task, variable);
	int found;

	*text = value;
	if (!value || *value != '/')
		return value ? FOUND : FOUND_NOTHING;
	found = read_small_file(task, value, false, text);
	return found == FOUND_NOTHING ? fail_to_read(task, value, text_print(task, "%s names it, and it is not there", variable)) : found;
}

static int need_variable(struct hvac_task *task, const char *variable, const char **text)
{
	int found = find_variable(task, variable, text);

	return found != FOUND_NOTHING ? found : hvac_task_fail(task, HVAC_CONFIG_ERROR, "%s is not set: this is no resource with a principal", variable);
}

int oci_resource(struct hvac_task *task, struct oci_key *key)
{
	const char *version = environment(task, "OCI_RESOURCE_PRINCIPAL_VERSION"), *token;
	int found;

	if (version && strcmp(version, "2.2"))
		return hvac_task_fail(task, HVAC_CONFIG_ERROR, "OCI_RESOURCE_PRINCIPAL_VERSION is %s: only 2.2 is known here", version);
	key->source = "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM";
	found = need_variable(task, "OCI_RESOURCE_PRINCIPAL_RPST", &token);
	if (found == FOUND)
		found = need_variable(task, key->source, &key->pem);
	if (found != FOUND)
		return found;
	/* false [core.NonNullParamChecker, analyzer-null-argument]: what was found is there: hvac_task_fail() never returns FOUND */
	key->id = text_print(task, "ST$%s", text_joined(task, token, strlen(token)));
	found = find_variable(task, "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM_PASSPHRASE", &key->passphrase);
	if (found == FOUND)
		key->passphrase = first_line(task, key->passphrase);
	return found == FOUND_NOTHING ? FOUND : found;
}
