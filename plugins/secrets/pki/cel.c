/* SPDX-License-Identifier: MIT */
/* CEL roles of OpenBao: a program in the Common Expression Language says what a certificate holds, or why there is none. */
#include "pki.h"

#define SINCE .since = "openbao-2.6.."
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the CEL role")
#define CEL_PROGRAM HVAC_BODY("cel_program", MAP, .flags = HVAC_REQUIRED, .help = "The program: {\"variables\":[{\"name\":...,\"expression\":...}],\"expression\":...}")
/* Servers refuse "30s" here, and the program sees it only where it is given. */
#define NOT_BEFORE_SECONDS HVAC_BODY("not_before_duration", INTEGER, .help = "How many seconds before now it begins, for the program to read: 30")
#define OPTIONS \
	HVAC_WHOLE("extra_params", .help = "What else the program reads as request: {\"common_name\":\"web.example.com\"}"), MOUNT, \
	VALIDITY("for the program to read"), NOT_BEFORE_SECONDS, SIGNATURE_BITS, USE_PSS(""), REMOVE_ROOTS

static const struct hvac_operation operations[] = {
	{ .name = "create_or_update_cel_role", .verb = HVAC_POST, .path = PKI("cel/roles/{name}"), .help = "Give the program that decides under this name",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, CEL_PROGRAM, MOUNT) },
	{ .name = "patch_cel_role", .verb = HVAC_PATCH, .path = PKI("cel/roles/{name}"), .help = "Change a CEL role's program",
	  SINCE, .flags = HVAC_IDEMPOTENT | HVAC_MERGE_PATCH, HVAC_PARAMETERS(NAME, CEL_PROGRAM, MOUNT) },
	{ .name = "read_cel_role", .verb = HVAC_GET, .path = PKI("cel/roles/{name}"), .help = "Read a CEL role's program",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },
	{ .name = "list_cel_roles", .verb = HVAC_LIST, .path = PKI("cel/roles"), .help = "List the names of all programs",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT, HVAC_PAGING) },
	{ .name = "delete_cel_role", .verb = HVAC_DELETE, .path = PKI("cel/roles/{name}"), .help = "Remove a CEL role; its certificates stay valid",
	  SINCE, .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "generate_certificate_with_cel_role", .verb = HVAC_POST, .path = PKI("cel/issue/{name}"), .help = "Make a key and a certificate, as a program says",
	  SINCE, HVAC_PARAMETERS(NAME, KEY_TYPE("the program's by default"), KEY_BITS(""), OPTIONS, HVAC_WRAP_TTL) },
	{ .name = "sign_certificate_with_cel_role", .verb = HVAC_POST, .path = PKI("cel/sign/{name}"), .help = "Sign a request, as a program says",
	  SINCE, HVAC_PARAMETERS(NAME, CSR, OPTIONS) },
};

const struct hvac_area hvac_pki_cel = HVAC_AREA(operations, .name = "cel", .help = "CEL roles (OpenBao)");
