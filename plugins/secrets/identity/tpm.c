/* SPDX-License-Identifier: MIT */
/*
 * Machines by their TPMs, for auth/tpm, and groups of these. Follows the pages "Identity secrets engine - TPM (API)" and
 * "... - TPM group (API)".
 */
#include "identity.h"

#define TPM_ID HVAC_PATH("tpm_id", STRING, .flags = HVAC_REQUIRED, .help = "SHA-256 of the endorsement key: sha256-...")
#define TPM_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the TPM")
#define TPM \
	HVAC_BODY("tpm_ek_public_key", STRING, .help = "Public key of the endorsement key, PEM; needed to make one, not to be changed"), \
	METADATA, \
	HVAC_BODY("disabled", BOOLEAN, .help = "Whether it is let in nowhere until it is enabled again; server's default false")

#define TPM_GROUP_ID HVAC_PATH("tpm_group_id", STRING, .flags = HVAC_REQUIRED, .help = "Id of the group: a UUID")
#define TPM_GROUP_NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the group")
#define TPM_GROUP METADATA, HVAC_BODY("member_tpm_ids", LIST, .help = "Ids of the TPMs in it; these replace all that were")

#define NAME_HELP .help = "Name to have; server's default for a new one: a random one"

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_tpm", .verb = HVAC_POST, .path = IDENTITY("tpm"),
	  .help = "Enrol a machine by its endorsement key, or change the one of this id",
	  ENTERPRISE,
	  HVAC_PARAMETERS(HVAC_BODY("name", STRING, NAME_HELP), HVAC_BODY("tpm_id", STRING, .wire = "id", .help = "Id of the one to change"), TPM, MOUNT) },
	{ .name = "create_or_update_tpm_by_name", .verb = HVAC_POST, .path = IDENTITY("tpm/name/{name}"),
	  .help = "Enrol a machine by its endorsement key, or change the one of this name",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TPM_NAME, HVAC_BODY("tpm_id", STRING, .wire = "id", .help = "Listed by Vault, which goes by the name"), TPM, MOUNT) },
	{ .name = "read_tpm", .verb = HVAC_GET, .path = IDENTITY("tpm/id/{tpm_id}"), .help = "Read a machine's endorsement key and metadata",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_ID, MOUNT) },
	{ .name = "read_tpm_by_name", .verb = HVAC_GET, .path = IDENTITY("tpm/name/{name}"), .help = "As read_tpm, of the one that has this name",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_NAME, MOUNT) },
	{ .name = "update_tpm", .verb = HVAC_POST, .path = IDENTITY("tpm/id/{tpm_id}"), .help = "Change what is given of a machine, its name too",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_ID, HVAC_BODY("name", STRING, NAME_HELP), TPM, MOUNT) },
	{ .name = "delete_tpm", .verb = HVAC_DELETE, .path = IDENTITY("tpm/id/{tpm_id}"), .help = "Forget a machine, which auth/tpm does not let in any more",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_ID, MOUNT) },
	{ .name = "delete_tpm_by_name", .verb = HVAC_DELETE, .path = IDENTITY("tpm/name/{name}"), .help = "As delete_tpm, of the one that has this name",
	  ENTERPRISE, HVAC_PARAMETERS(TPM_NAME, MOUNT) },
	{ .name = "list_tpms", .verb = HVAC_LIST, .path = IDENTITY("tpm/id"), .help = "List the ids of all machines",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "list_tpms_by_name", .verb = HVAC_LIST, .path = IDENTITY("tpm/name"), .help = "List the names of all machines",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_tpm_group", .verb = HVAC_POST, .path = IDENTITY("tpmgroup"), .help = "Make a group of machines, or change the one of this id",
	  ENTERPRISE,
	  HVAC_PARAMETERS(HVAC_BODY("name", STRING, NAME_HELP), HVAC_BODY("tpm_group_id", STRING, .wire = "id", .help = "Id of the one to change"),
	    TPM_GROUP, MOUNT) },
	{ .name = "create_or_update_tpm_group_by_name", .verb = HVAC_POST, .path = IDENTITY("tpmgroup/name/{name}"),
	  .help = "Make a group of machines, or change the one of this name",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(TPM_GROUP_NAME, HVAC_BODY("tpm_group_id", STRING, .wire = "id", .help = "Listed by Vault, which goes by the name"), TPM_GROUP, MOUNT) },
	{ .name = "read_tpm_group", .verb = HVAC_GET, .path = IDENTITY("tpmgroup/id/{tpm_group_id}"), .help = "Read which machines are in a group",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_GROUP_ID, MOUNT) },
	{ .name = "read_tpm_group_by_name", .verb = HVAC_GET, .path = IDENTITY("tpmgroup/name/{name}"), .help = "As read_tpm_group, of the one that has this name",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_GROUP_NAME, MOUNT) },
	{ .name = "update_tpm_group", .verb = HVAC_POST, .path = IDENTITY("tpmgroup/id/{tpm_group_id}"),
	  .help = "Change what is given of a group of machines, its name too",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_GROUP_ID, HVAC_BODY("name", STRING, NAME_HELP), TPM_GROUP, MOUNT) },
	{ .name = "delete_tpm_group", .verb = HVAC_DELETE, .path = IDENTITY("tpmgroup/id/{tpm_group_id}"), .help = "Delete a group of machines; these stay",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_GROUP_ID, MOUNT) },
	{ .name = "delete_tpm_group_by_name", .verb = HVAC_DELETE, .path = IDENTITY("tpmgroup/name/{name}"),
	  .help = "As delete_tpm_group, of the one that has this name",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(TPM_GROUP_NAME, MOUNT) },
	{ .name = "list_tpm_groups", .verb = HVAC_LIST, .path = IDENTITY("tpmgroup/id"), .help = "List the ids of all groups of machines",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
	{ .name = "list_tpm_groups_by_name", .verb = HVAC_LIST, .path = IDENTITY("tpmgroup/name"), .help = "List the names of all groups of machines",
	  ENTERPRISE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },
};

const struct hvac_area hvac_identity_tpm = HVAC_AREA(operations, .name = "tpm", .help = "Machines by their TPMs, and groups of these");
