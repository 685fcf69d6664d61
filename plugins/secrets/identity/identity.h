/* SPDX-License-Identifier: MIT */
/*
 * What the areas of the identity engine share. Names are those of Python hvac, also where they are odd: a group alias is named
 * by `entity_id`. Where an id or a name can stand in the path, these are two operations, the second of them ending in by_name.
 */
#ifndef HVAC_SECRETS_IDENTITY_H
#define HVAC_SECRETS_IDENTITY_H

#include <hvac/plugin.h>

#define IDENTITY_AREAS(X) X(entity) X(alias) X(group) X(lookup) X(oidc) X(provider) X(mfa) X(scim) X(tpm) X(duplicate)

/* Not seen outside the shared object. */
#define IDENTITY_HIDDEN __attribute__((visibility("hidden")))
#define IDENTITY_DECLARE(area) extern IDENTITY_HIDDEN const struct hvac_area hvac_identity_##area;
IDENTITY_AREAS(IDENTITY_DECLARE)
#undef IDENTITY_DECLARE

#define IDENTITY(below) "/{mount_point}/" below
#define ENTERPRISE .since = "vault-2.1.."

#define MOUNT HVAC_MOUNT("identity")
#define METADATA HVAC_BODY("metadata", MAP, .help = "Strings by name, kept with it; what is given replaces all that was there")
#define MOUNT_ACCESSOR(flag) HVAC_BODY("mount_accessor", STRING, .flags = (flag), .help = "Accessor of the auth method's mount that knows the name")
#define EXTERNAL_ID HVAC_BODY("external_id", STRING, .help = "Its id in the system that provisions it (Vault 2.1 and later)")
#define SCIM_CLIENT_ID HVAC_BODY("scim_client_id", STRING, .help = "Id of the SCIM client that owns it (Vault 2.1 and later)")

/* Lists for which hvac has the verb GET, too, for what stands in between and knows no LIST. */
IDENTITY_HIDDEN int hvac_identity_ask_to_list(struct hvac_task *task, void *state);
#define LISTS_PARAMETERS HVAC_PARAMETERS( \
	HVAC_LOCAL("method", STRING, .dflt = "\"LIST\"", .values = "LIST GET", .help = "Verb: GET goes out with ?list=true"), MOUNT)
#define LISTS(operation, below, text) \
	{ .name = operation, .when = "method=GET", .verb = HVAC_GET, .path = IDENTITY(below), .help = text, \
	  .flags = HVAC_IDEMPOTENT, LISTS_PARAMETERS, .prepare = hvac_identity_ask_to_list }, \
	{ .name = operation, .verb = HVAC_LIST, .path = IDENTITY(below), .help = text, \
	  .flags = HVAC_IDEMPOTENT, LISTS_PARAMETERS }

#endif
