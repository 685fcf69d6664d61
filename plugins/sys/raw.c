/* SPDX-License-Identifier: MIT */
/* The server's storage below its engines, decrypted. Follows the page "/sys/raw". */
#include "sys.h"

#define PATH(what) HVAC_PATH("path", STRING, .flags = HVAC_REQUIRED | HVAC_SLASHES, .help = what " in the storage: core/audit, logical/UUID/...")
#define READING \
	HVAC_QUERY("compressed", BOOLEAN, .help = "Whether to decompress what is compressed; server's default true"), \
	HVAC_QUERY("encoding", STRING, .values = "base64", .help = "base64 for what is no text; as it is by default")
#define WRITING \
	HVAC_BODY("value", STRING, .flags = HVAC_SECRET, .help = "The whole entry; in base64 with encoding"), \
	HVAC_BODY("encoding", STRING, .values = "base64", .help = "base64 where value is in it; as it is by default"), \
	HVAC_BODY("compression_type", STRING, .values = "gzip lzw lz4 snappy", .help = "How to compress it; as the entry there is, or not at all, by default"), \
	HVAC_BODY("compressed", BOOLEAN, .help = "Whether compression_type counts"), \
	HVAC_BODY("after", STRING, .help = "Listed by OpenBao, which reads it of list_raw alone"), \
	HVAC_BODY("limit", INTEGER, .help = "Listed by OpenBao, which reads it of list_raw alone")
#define ROOT_SINCE .since = "openbao-2.6.."

static const struct hvac_operation operations[] = {
	{ .name = "read_raw", .verb = HVAC_GET, .path = "/sys/raw/{path}", .help = "Read an entry of the storage, in the member value",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PATH("The entry"), READING) },

	{ .name = "list_raw", .when = "path", .verb = HVAC_LIST, .path = "/sys/raw/{path}", .help = "List a folder of the storage",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PATH("The folder"), HVAC_PAGING) },
	{ .name = "list_raw", .verb = HVAC_LIST, .path = "/sys/raw", .help = "List the storage from its top",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(HVAC_PAGING) },

	{ .name = "create_or_update_raw", .verb = HVAC_POST, .path = "/sys/raw/{path}", .help = "Write an entry of the storage; what the server thinks of it shows when it reads it next",
	  .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(PATH("The entry"), WRITING) },

	{ .name = "delete_raw", .verb = HVAC_DELETE, .path = "/sys/raw/{path}", .help = "Remove an entry of the storage for good",
	  .flags = HVAC_SUDO, HVAC_PARAMETERS(PATH("The entry")) },

	/* The entry without a name, which no server makes by itself. */
	{ .name = "read_raw_root", .verb = HVAC_GET, .path = "/sys/raw", .help = "As read_raw, of the entry without a name",
	  ROOT_SINCE, .flags = HVAC_IDEMPOTENT | HVAC_SUDO, HVAC_PARAMETERS(READING) },
	{ .name = "create_or_update_raw_root", .verb = HVAC_POST, .path = "/sys/raw", .help = "As create_or_update_raw, of the entry without a name",
	  ROOT_SINCE, .flags = HVAC_IDEMPOTENT | HVAC_SUDO,
	  HVAC_PARAMETERS(WRITING, HVAC_BODY("path", STRING, .help = "Listed by OpenBao, which goes by the address: use create_or_update_raw")) },
	{ .name = "delete_raw_root", .verb = HVAC_DELETE, .path = "/sys/raw", .help = "As delete_raw, of the entry without a name",
	  ROOT_SINCE, .flags = HVAC_SUDO },
};

const struct hvac_area hvac_sys_raw = HVAC_AREA(operations, .name = "raw", .help = "The storage below the engines");
