/* SPDX-License-Identifier: MIT */
/*
 * The table of version 2, after the page "KV secrets engine version 2 (HTTP API)". The hooks above it tell a deleted
 * version from one that never was, say when the mount is version 1, and patch where the server, or the policy, does not
 * allow PATCH, or not without cas. The engine that includes it defines ROW and PARAMETERS.
 */
#ifndef HVAC_SECRETS_KV_VERSION_2_H
#define HVAC_SECRETS_KV_VERSION_2_H

#include <inttypes.h>
#include "mount.h"

/* The metadata which a 404 carries when the version was there once, to a PATCH by itself; NULL: there never was one. */
static const hvac_value *metadata_of_gone(const hvac_response *response)
{
	const hvac_value *data = hvac_response_data(response), *metadata = hvac_value_member(data, "metadata");
	bool destroyed = false;

	if (!metadata)
		metadata = data;
	if (hvac_value_kind(metadata) != HVAC_KIND_MAP)
		return NULL;
	hvac_value_boolean(hvac_value_member(metadata, "destroyed"), &destroyed);
	return destroyed || *text_at(metadata, "/deletion_time") ? metadata : NULL;
}

static int fail_as_gone(struct hvac_task *task, const hvac_value *metadata)
{
	const char *path = hvac_task_string(task, "path"), *when = text_at(metadata, "/deletion_time");
	bool destroyed = false;
	int64_t version = 0;

	hvac_value_integer(hvac_value_member(metadata, "version"), &version);
	hvac_value_boolean(hvac_value_member(metadata, "destroyed"), &destroyed);
	if (!destroyed)
		return hvac_task_fail(task, HVAC_INVALID_PATH, "version %" PRId64 " of secret %s was deleted at %s", version, path, when);
	if (*when)
		return hvac_task_fail(task, HVAC_INVALID_PATH, "version %" PRId64 " of secret %s is destroyed (it was deleted at %s)", version, path, when);
	return hvac_task_fail(task, HVAC_INVALID_PATH, "version %" PRId64 " of secret %s is destroyed", version, path);
}

/* A version 1 mount answers version 2's paths as if nothing lay there: 404, no errors, no data. */
static int says_nothing(const hvac_response *response)
{
	const hvac_value *body = hvac_response_json(response), *errors = hvac_value_member(body, "errors");

	return hvac_value_kind(errors) == HVAC_KIND_LIST && hvac_value_count(errors) == 0 && !hvac_value_member(body, "data");
}

static int finish_read(struct hvac_task *task, void *state, const hvac_response *response)
{
	const hvac_value *gone;
	int raise = 1;

	(void)state;
	if (hvac_response_http_status(response) != 404)
		return HVAC_HOOK_DONE;
	if (says_nothing(response))
		return ask_for_other_version(task, "@is_version_1");
	gone = metadata_of_gone(response);
	if (!gone)
		return HVAC_HOOK_DONE;
	hvac_task_boolean(task, "raise_on_deleted_version", &raise);
	if (raise)
		return fail_as_gone(task, gone);
	hvac_task_answer(task, hvac_value_at(hvac_response_json(response), "/data"));
	return HVAC_HOOK_DONE;
}

static int explain_as_1(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	return fail_if_version(task, response, "1");
}

static hvac_value *merged(const hvac_value *target, const hvac_value *patch);

static bool merge_member(const char *name, const hvac_value *value, void *context)
{
	hvac_value **result = context;

	if (hvac_value_kind(value) == HVAC_KIND_NULL) {
		hvac_value_remove(*result, name);
	} else if (hvac_value_adopt_member(*result, name, merged(hvac_value_member(*result, name), value)) != HVAC_OK) {
		hvac_value_free(*result);
		*result = NULL;
	}
	return *result != NULL;
}

/* RFC 7396, section 2: null removes, maps are merged, all else replaces. NULL when memory ran out. */
static hvac_value *merged(const hvac_value *target, const hvac_value *patch)
{
	hvac_value *result;

	if (hvac_value_kind(patch) != HVAC_KIND_MAP)
		return hvac_value_copy(patch);
	result = hvac_value_kind(target) == HVAC_KIND_MAP ? hvac_value_copy(target) : hvac_value_new_map();
	if (result)
		hvac_value_each(patch, merge_member, &result);
	return result;
}

static int fail_as_missing(struct hvac_task *task)
{
	return hvac_task_fail(task, HVAC_INVALID_PATH, "there is no secret at %s; patch works on existing data", hvac_task_string(task, "path"));
}

static int finish_patch_alone(struct hvac_task *task, void *state, const hvac_response *response)
{
	const hvac_value *gone = metadata_of_gone(response);

	(void)state;
	if (hvac_response_http_status(response) != 404)
		return HVAC_HOOK_DONE;
	if (gone)
		return fail_as_gone(task, gone);
	/* servers answer without a body */
	return !hvac_response_json(response) || says_nothing(response) ? fail_as_missing(task) : HVAC_HOOK_DONE;
}

/* Of a PATCH without cas, where the mount or the secret has cas_required. What is read and merged is written with one. */
static bool wants_cas(const hvac_response *response)
{
	return hvac_response_http_status(response) == 400 &&
	       strstr(text_at(hvac_response_json(response), "/errors/0"), "check-and-set parameter required");
}

static int finish_patch(struct hvac_task *task, void *state, const hvac_response *response)
{
	int status = hvac_response_http_status(response);
	bool *lacks_cas = state;

	*lacks_cas = wants_cas(response);
	if (status != 403 && status != 405 && !*lacks_cas)
		return finish_patch_alone(task, state, response);
	hvac_request_use(task, "@read");
	return HVAC_HOOK_AGAIN;
}

/* The server would have taken the patch with cas: whoever may only patch is to hear that, and not of the policy. */
static int fail_for_cas(struct hvac_task *task)
{
	return hvac_task_fail(task, HVAC_INVALID_REQUEST, "secret %s has cas_required: give cas, or a token that may read and write it", hvac_task_string(task, "path"));
}

/* Writes the merged secret on the condition that the version which was read is still the latest: that makes it atomic. */
static int write_merged(struct hvac_task *task, const hvac_response *response)
{
	const hvac_value *body = hvac_response_json(response);
	hvac_value *write, *options;
	int64_t version, cas;

	if (!hvac_value_integer(hvac_value_at(body, "/data/metadata/version"), &version))
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "the secret was read without its version: is the mount %s version 2?",
		                      hvac_task_string(task, "mount_point"));
	if (hvac_task_integer(task, "cas", &cas) && cas != version)
		return hvac_task_fail(task, HVAC_INVALID_REQUEST, "secret %s is at version %" PRId64 ", cas asks for version %" PRId64,
		                      hvac_task_string(task, "path"), version, cas);
	hvac_request_use(task, "@write");
	write = hvac_request_body(task);
	options = hvac_value_new_map();
	if (hvac_value_adopt_member(options, "cas", hvac_value_new_integer(version)) != HVAC_OK) {
		hvac_value_free(options);
		return hvac_task_fail(task, HVAC_NO_MEMORY, "out of memory");
	}
	if (hvac_value_adopt_member(write, "options", options) != HVAC_OK ||
	    hvac_value_adopt_member(write, "data", merged(hvac_value_at(body, "/data/data"), hvac_task_value(task, "secret"))) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "out of memory");
	return HVAC_HOOK_AGAIN;
}

static int finish_patch_read(struct hvac_task *task, void *state, const hvac_response *response)
{
	int status = hvac_response_http_status(response);
	const bool *lacks_cas = state;
	const hvac_value *gone;

	if (status == 200)
		return write_merged(task, response);
	if (status == 403 && *lacks_cas)
		return fail_for_cas(task);
	if (status != 404)
		return HVAC_HOOK_DONE;
	if (says_nothing(response))
		return ask_for_other_version(task, "@is_version_1");
	gone = metadata_of_gone(response);
	return gone ? fail_as_gone(task, gone) : HVAC_HOOK_DONE;
}

static int explain_no_patch(struct hvac_task *task, void *state, const hvac_response *response)
{
	int failed = explain_as_1(task, state, response);

	return failed ? failed : fail_as_missing(task);
}

static int finish_patch_write(struct hvac_task *task, void *state, const hvac_response *response)
{
	const bool *lacks_cas = state;

	return hvac_response_http_status(response) == 403 && *lacks_cas ? fail_for_cas(task) : HVAC_HOOK_DONE;
}

#define VERSIONS HVAC_BODY("versions", LIST, .flags = HVAC_REQUIRED, .help = "Version numbers: [1, 2]")
#define RAISE HVAC_LOCAL("raise_on_deleted_version", BOOLEAN, .dflt = "true", \
	.help = "Whether a deleted or destroyed version is an error; if not, its metadata is the answer")
#define SECRET(text) HVAC_BODY("secret", MAP, .wire = "data", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = text)
#define CAS HVAC_BODY("cas", INTEGER, .wire = "options.cas", .help = "Write only if this is the latest version; 0: only if there is none; without it: always")
#define OPTIONS(sent) HVAC_BODY("options", MAP, .dflt = sent, .help = "Conditions of the write; cas is the only one")
#define BODY_VERSION HVAC_BODY("version", INTEGER, .help = "Listed by servers, which read it on no write: a new version's number is theirs to choose")
/* OpenBao lists the parameters of a path for all its verbs; of these only LIST reads any. */
#define UNREAD_PAGING \
	HVAC_BODY("after", STRING, .help = "Listed by OpenBao, which reads it only when it lists: see list_secrets"), \
	HVAC_BODY("limit", INTEGER, .help = "Listed by OpenBao, which reads it only when it lists: see list_secrets")
#define MAX_VERSIONS(sent) HVAC_BODY("max_versions", INTEGER, .dflt = sent, .help = "Versions to keep of a secret; 0: what the mount says, or 10")
#define CAS_REQUIRED HVAC_BODY("cas_required", BOOLEAN, .help = "Whether every write must give cas; false by default")
#define DELETE_VERSION_AFTER(sent, text) HVAC_BODY("delete_version_after", DURATION, .dflt = sent, .help = "Delete each version when it is this old: 3600, \"768h\"; " text)
#define CUSTOM_METADATA HVAC_BODY("custom_metadata", MAP, .help = "Strings by name, kept beside the secret and not versioned; at most 64")
#define EXCLUDE_DELETED HVAC_BODY("exclude_deleted", BOOLEAN, .help = "Whether deleted versions do not count towards max_versions; false by default (Vault 2.1 and later)")
#define METADATA_CAS HVAC_BODY("metadata_cas", INTEGER, .help = "Write only if this is the metadata's current version; 0: only if there is none (OpenBao)")
#define METADATA_CAS_REQUIRED HVAC_BODY("metadata_cas_required", BOOLEAN, .help = "Whether every write of metadata must give metadata_cas; false by default (OpenBao)")

#define IS_VERSION_1(operation) OTHER_VERSION_ASKED(operation, "@is_version_1", explain_as_1)

/*
 * HVAC_IDEMPOTENT is on no write that makes a version: neither of a secret, nor of metadata (OpenBao counts those too, and
 * a repeat would fail on metadata_cas), nor on the deletion of the latest version, or of a secret with all of them: by then
 * it may be another one.
 * Vault has had both PATCH paths since 1.9, though 1.15 does not list them: they carry no `since`. HVAC_UNWRAPPED is on every
 * patch: servers wrap the 404 of one that found nothing, and that is a 200.
 */
static const struct hvac_operation version_2[] = {
	ROW("configure", .verb = HVAC_POST, .path = "/{mount_point}/config", .help = "Set what holds for every secret of the mount",
	  .flags = HVAC_IDEMPOTENT,
	  PARAMETERS(MAX_VERSIONS("10"), CAS_REQUIRED, DELETE_VERSION_AFTER("\"0s\"", "0s: when its own metadata says; negative: never"), MOUNT, METADATA_CAS_REQUIRED)),

	IS_VERSION_1("read_configuration"),
	ROW("read_configuration", .verb = HVAC_GET, .path = "/{mount_point}/config", .help = "Read the mount's own settings",
	  .flags = HVAC_IDEMPOTENT, .finish = finish_read, PARAMETERS(MOUNT)),

	IS_VERSION_1("read_secret"),
	ROW("read_secret", .verb = HVAC_GET, .path = "/{mount_point}/data/{path}", .help = "Read the latest version of a secret",
	  .answer = "/data/data", .flags = HVAC_IDEMPOTENT, .finish = finish_read,
	  PARAMETERS(PATH, MOUNT, RAISE, HVAC_READ_SNAPSHOT)),

	IS_VERSION_1("read_secret_version"),
	ROW("read_secret_version", .verb = HVAC_GET, .path = "/{mount_point}/data/{path}", .help = "Read a secret as it is or as it was in an earlier version",
	  .answer = "/data/data", .flags = HVAC_IDEMPOTENT, .finish = finish_read,
	  PARAMETERS(PATH, HVAC_QUERY("version", INTEGER, .help = "The version's number; the latest by default"), MOUNT, RAISE, HVAC_READ_SNAPSHOT)),

	ROW("create_or_update_secret", .verb = HVAC_POST, .path = "/{mount_point}/data/{path}", .help = "Write a new version, which replaces the secret whole",
	  PARAMETERS(PATH,
	    SECRET("The new version's members: {\"user\": \"web\"}"),
	    CAS, MOUNT,
	    OPTIONS("{}"),
	    BODY_VERSION,
	    RECOVER)),

	{ .name = "patch", .when = "@read", .verb = HVAC_GET, .path = "/{mount_point}/data/{path}", .help = "Read the secret to be patched, where PATCH is not allowed",
	  .flags = HVAC_IDEMPOTENT | HVAC_UNWRAPPED, .finish = finish_patch_read, HVAC_PARAMETERS(PATH, MOUNT) },
	{ .name = "patch", .when = "@write", .verb = HVAC_POST, .path = "/{mount_point}/data/{path}", .help = "Write the secret that was read and merged, unless it changed since",
	  .flags = HVAC_UNWRAPPED, .finish = finish_patch_write, HVAC_PARAMETERS(PATH, MOUNT) },
	OTHER_VERSION_ASKED("patch", "@is_version_1", explain_no_patch),
	ROW("patch", .verb = HVAC_PATCH, .path = "/{mount_point}/data/{path}", .help = "Change some members of a secret; reads, merges and writes where the server does not allow PATCH",
	  .flags = HVAC_MERGE_PATCH | HVAC_UNWRAPPED, .state_size = sizeof(bool), .finish = finish_patch,
	  PARAMETERS(PATH,
	    SECRET("Members to set; null removes one; maps within are merged"),
	    MOUNT, CAS)),

	ROW("patch_data", .verb = HVAC_PATCH, .path = "/{mount_point}/data/{path}", .help = "Change some members of a secret with the server's own PATCH or not at all",
	  .flags = HVAC_MERGE_PATCH | HVAC_UNWRAPPED, .finish = finish_patch_alone,
	  PARAMETERS(PATH,
	    HVAC_BODY("data", MAP, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "Members to set; null removes one; maps within are merged"),
	    OPTIONS(NULL), CAS, BODY_VERSION, MOUNT)),

	ROW("delete_latest_version_of_secret", .verb = HVAC_DELETE, .path = "/{mount_point}/data/{path}", .help = "Delete the latest version; undelete_secret_versions brings it back",
	  PARAMETERS(PATH, MOUNT)),

	ROW("delete_secret_versions", .verb = HVAC_POST, .path = "/{mount_point}/delete/{path}", .help = "Delete the versions given; undelete_secret_versions brings them back",
	  .flags = HVAC_IDEMPOTENT, PARAMETERS(PATH, VERSIONS, MOUNT)),

	ROW("undelete_secret_versions", .verb = HVAC_POST, .path = "/{mount_point}/undelete/{path}", .help = "Bring deleted versions back that are not destroyed",
	  .flags = HVAC_IDEMPOTENT, PARAMETERS(PATH, VERSIONS, MOUNT)),

	ROW("destroy_secret_versions", .verb = HVAC_POST, .path = "/{mount_point}/destroy/{path}", .help = "Remove the data of the versions given for good",
	  .flags = HVAC_IDEMPOTENT, PARAMETERS(PATH, VERSIONS, MOUNT)),

	IS_VERSION_1("list_secrets"),
	ROW("list_secrets", .verb = HVAC_LIST, .path = "/{mount_point}/metadata/{path}", .help = "List a folder's secrets, and its folders with a / at their end",
	  .flags = HVAC_IDEMPOTENT, .finish = finish_read,
	  PARAMETERS(FOLDER, MOUNT, HVAC_PAGING)),

	IS_VERSION_1("scan_secrets"),
	ROW("scan_secrets", .verb = HVAC_SCAN, .path = "/{mount_point}/metadata/{path}", .help = "List every secret in a folder and in all folders below it",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, .finish = finish_read,
	  PARAMETERS(FOLDER, MOUNT)),

	IS_VERSION_1("list_detailed_metadata"),
	ROW("list_detailed_metadata", .verb = HVAC_LIST, .path = "/{mount_point}/detailed-metadata/{path}", .help = "List a folder with the metadata of each secret in it",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, .finish = finish_read,
	  PARAMETERS(FOLDER,
	    HVAC_QUERY("scan", STRING, .values = "true", .help = "Listed by OpenBao (\"true\"), which goes by the verb: use scan_detailed_metadata for all folders below"),
	    HVAC_PAGING, MOUNT)),

	ROW("scan_detailed_metadata", .verb = HVAC_SCAN, .path = "/{mount_point}/detailed-metadata/{path}", .help = "List a folder and all below it with the metadata of each secret",
	  .since = "openbao-2.6..", .flags = HVAC_IDEMPOTENT, PARAMETERS(FOLDER, MOUNT)),

	IS_VERSION_1("read_secret_metadata"),
	ROW("read_secret_metadata", .verb = HVAC_GET, .path = "/{mount_point}/metadata/{path}", .help = "Read a secret's settings and when each version was made, deleted or destroyed",
	  .flags = HVAC_IDEMPOTENT, .finish = finish_read,
	  PARAMETERS(PATH, MOUNT, SCAN)),

	ROW("update_metadata", .verb = HVAC_POST, .path = "/{mount_point}/metadata/{path}", .help = "Set what holds for one secret, before or after its first version",
	  PARAMETERS(PATH, MAX_VERSIONS(NULL), CAS_REQUIRED, DELETE_VERSION_AFTER("\"0s\"", "0s: when the mount says"), MOUNT, CUSTOM_METADATA,
	    EXCLUDE_DELETED, METADATA_CAS, METADATA_CAS_REQUIRED, UNREAD_PAGING)),

	ROW("patch_metadata", .verb = HVAC_PATCH, .path = "/{mount_point}/metadata/{path}", .help = "Change some of a secret's settings and leave the others; null takes one back",
	  .flags = HVAC_MERGE_PATCH | HVAC_UNWRAPPED, .finish = finish_patch_alone,
	  PARAMETERS(PATH, MAX_VERSIONS(NULL), CAS_REQUIRED, DELETE_VERSION_AFTER(NULL, "0s: when the mount says"), CUSTOM_METADATA,
	    EXCLUDE_DELETED, METADATA_CAS, METADATA_CAS_REQUIRED, UNREAD_PAGING, MOUNT)),

	ROW("delete_metadata_and_all_versions", .verb = HVAC_DELETE, .path = "/{mount_point}/metadata/{path}", .help = "Remove a secret for good, with all versions and their history",
	  PARAMETERS(PATH, MOUNT)),

	IS_VERSION_1("read_subkeys"),
	ROW("read_subkeys", .verb = HVAC_GET, .path = "/{mount_point}/subkeys/{path}", .help = "Read the names of a secret's members, with null for each value",
	  .flags = HVAC_IDEMPOTENT, .finish = finish_read,
	  PARAMETERS(PATH,
	    HVAC_QUERY("version", INTEGER, .help = "The version's number; the latest by default"),
	    HVAC_QUERY("depth", INTEGER, .help = "How many levels of nested maps to show; 0: all, the default"),
	    MOUNT, RAISE)),
};

#endif
