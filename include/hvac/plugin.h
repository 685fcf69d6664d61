/* SPDX-License-Identifier: MIT */
/*
 * The plugin interface, for authors of engines (C only). An engine is a const table of operations in a shared object of
 * its own; a hook is written only where an operation is more than one request.
 *
 * Id, file and symbol agree: engine "secrets/x_acme_licence" is PLUGINDIR/secrets/x_acme_licence.so and exports the object
 * hvac1_secrets_x_acme_licence; the system backend is "sys", sys.so, hvac1_sys. Names are [a-z][a-z0-9_]{0,47}; those of
 * third parties begin with x_VENDOR_. Texts are UTF-8. The library checks the whole table when it loads it and says which rule it
 * breaks.
 *
 * Growth: structs grow only at their end, enumerations gain values, flags gain bits, and HVAC_ABI_MINOR is raised. The
 * library reads tables by the sizes in the descriptor, so old plugins work with newer libraries, and a newer plugin with
 * an older library loses only those operations that use what the library does not know.
 */
#ifndef HVAC_PLUGIN_H
#define HVAC_PLUGIN_H

#include <stddef.h>
#include <stdint.h>
#include <hvac/status.h>
#include <hvac/value.h>
#include <hvac/response.h>

#define HVAC_ABI_MAJOR 1 /* part of the symbol: hvac1_auth_approle, hvac1_sys */
#define HVAC_ABI_MINOR 0 /* raised when a field, value or flag is appended */

#define HVAC_OPERATIONS_MAX 4096u  /* operations of one engine */
#define HVAC_PARAMETERS_MAX 256u   /* parameters of one operation */

enum hvac_verb {
	HVAC_GET = 1,
	HVAC_POST = 2,
	HVAC_PUT = 3,
	HVAC_PATCH = 4,
	HVAC_DELETE = 5,
	HVAC_LIST = 6,
	HVAC_HEAD = 7,
	HVAC_SCAN = 8                    /* OpenBao's recursive LIST */
};

enum hvac_type {
	HVAC_TYPE_STRING = 1,
	HVAC_TYPE_INTEGER = 2,           /* 64 bits, signed */
	HVAC_TYPE_BOOLEAN = 3,
	HVAC_TYPE_NUMBER = 4,
	HVAC_TYPE_DURATION = 5,          /* "1h30m" or an integer of seconds; sent as given */
	HVAC_TYPE_BYTES = 6,             /* bytes and files are sent in base64; a string is sent as it is */
	HVAC_TYPE_LIST = 7,              /* a list, or a string which the server splits itself */
	HVAC_TYPE_MAP = 8,
	HVAC_TYPE_ANY = 9
};

enum hvac_in {
	HVAC_IN_PATH = 1,
	HVAC_IN_QUERY = 2,
	HVAC_IN_HEADER = 3,
	HVAC_IN_BODY = 4,
	HVAC_IN_WHOLE = 5,               /* a map whose members are the body's */
	HVAC_IN_RAW = 6,                 /* the body itself, as bytes */
	HVAC_IN_TLS = 7,                 /* of this request: wire is client_cert, client_key or ca_cert (PEM) */
	HVAC_IN_LOCAL = 8                /* not sent: for the hooks, or for the library ("use_token" of a login); null is its default */
};

enum hvac_parameter_flag {
	HVAC_REQUIRED = 1,
	HVAC_SECRET = 2,                 /* never in a log, an error or the process list */
	HVAC_SLASHES = 4,                /* of a path: "/" in the value separates segments */
	HVAC_COMMA = 8,                  /* a list goes out as one string, joined by commas */
	HVAC_TEXT = 16,                  /* a map or list goes out as one string of JSON */
	HVAC_REST = 32,                  /* in HVAC_IN_WHOLE, called "more", not secret: takes the arguments that the row does not name */
	HVAC_PRETTY = 64                 /* with HVAC_TEXT: with line ends and indentation */
};

enum hvac_operation_flag {
	HVAC_LOGIN = 1,                  /* the answer's auth.client_token becomes the client's token; sent without one */
	HVAC_NO_TOKEN = 2,               /* sent without a token */
	HVAC_IDEMPOTENT = 4,             /* may be repeated although the server may have carried it out */
	HVAC_SINGLE_USE = 8,             /* consumes something: never repeated once a byte has left */
	HVAC_RAW = 16,                   /* the answer need not be JSON; what says application/json is, and an error all the same */
	HVAC_STREAM_IN = 32,             /* the body may come from a stream */
	HVAC_STREAM_OUT = 64,            /* the answer may go to a stream */
	HVAC_MERGE_PATCH = 128,          /* Content-Type: application/merge-patch+json (RFC 7396) */
	HVAC_MAY_BLOCK = 256,            /* its hooks may ask others by themselves: a queue runs them on a worker thread, a dry run not at all.
	                                    Rows of one name, steps among them, agree in it */
	HVAC_SUDO = 512,                 /* a policy must give "sudo" besides */
	HVAC_UNWRAPPED = 1024            /* a hook goes on with its answer: not wrapped, whatever the client's wrap_ttl says */
};

struct hvac_parameter {
	const char *name;                /* hvac's name; unique within the operation */
	const char *wire;                /* name on the wire if it differs; dotted for nesting: "options.cas" */
	const char *dflt;                /* what is sent when nothing was given, as JSON text; "{other}": that argument's value; NULL: nothing */
	const char *help;                /* unit, format, the server's own default */
	const char *values;              /* allowed ones, separated by blanks: "service batch". Shown and completed; the server judges
	                                    them, the library those of HVAC_IN_LOCAL. NULL: any */
	const char *wrapped_path;        /* of a login: may be given as a wrapping token ("unwrap"): the path at which it must have been made,
	                                    "+" for any segment, "*" for one or more: "/auth/{mount_point}/role/+/secret-id"; several separated
	                                    by blanks */
	uint16_t type;                   /* enum hvac_type */
	uint16_t in;                     /* enum hvac_in */
	uint32_t flags;                  /* enum hvac_parameter_flag */
};

struct hvac_task;

struct hvac_operation {
	const char *name;                /* hvac's name; rows may share it, see `when` */
	const char *path;                /* "/auth/{mount_point}/role/{role_name}": each brace names a path parameter */
	const char *help;                /* one line: what it does */
	const char *since;               /* servers that have it, families with ranges: "vault-1.15.. openbao-2.6..2.6"; NULL: all.
	                                    Explains a 404 or 405, never refuses */
	const char *when;                /* of rows that share a name the first whose conditions hold is used: "role_name" (given),
	                                    "method=GET" (equal), several separated by blanks (all); what files and callbacks give
	                                    counts, too; the last row has none. A row with "@step" is never chosen by arguments: it is
	                                    what a hook sends with hvac_request_use */
	const char *answer;              /* JSON pointer of what the caller wants: "/data/data", ""; NULL: "/data", of a login "/auth" */
	const char *ok_status;           /* statuses that are success besides 2xx: "429 473" */
	const struct hvac_parameter *parameters;
	uint16_t n_parameters;
	uint16_t verb;                   /* enum hvac_verb */
	uint32_t flags;                  /* enum hvac_operation_flag */
	size_t state_size;               /* bytes of state for the hooks: zeroed before, wiped after; at most 64 KiB */
	/* Fills the first request, which the table has filled already; runs once per task, never again for a retry. NULL: the
	 * table's request is sent as it is. Returns HVAC_HOOK_AGAIN to send, HVAC_HOOK_DONE to end without a request (after
	 * hvac_task_answer), or what hvac_task_fail returned. */
	int (*prepare)(struct hvac_task *task, void *state);
	/* Looks at a final answer (of any status) and ends the task with it (HVAC_HOOK_DONE: the library judges its status), or
	 * fills the next request (HVAC_HOOK_AGAIN), or returns what hvac_task_fail returned. NULL: the first answer is final. The
	 * answer to an "@step" is for the step's own finish where it has one, with the state of the operation. */
	int (*finish)(struct hvac_task *task, void *state, const hvac_response *response);
};

struct hvac_area {                       /* one per source file of the engine */
	const char *name, *help;
	const struct hvac_operation *operations;
	uint32_t n_operations, reserved;
};

struct hvac_plugin {
	uint32_t struct_size;
	uint16_t abi_major, abi_minor;
	uint16_t area_size, operation_size, parameter_size;
	uint16_t n_areas;
	const struct hvac_area *const *areas;
	const char *kind;                /* "auth", "secrets", "sys" */
	const char *name;
	const char *version;             /* the plugin's own */
	const char *help;                /* one line */
	const char *reference;           /* the API page that it follows: title or address; NULL */
	const char *example;             /* lines for a shell that work on a new server, the token being root's; NULL */
};

/* No tail padding: what is appended begins where the struct ends today. */
_Static_assert(sizeof(struct hvac_parameter) == 6 * sizeof(void *) + 8, "struct hvac_parameter has padding");
_Static_assert(sizeof(struct hvac_operation) == 8 * sizeof(void *) + 8 + sizeof(size_t) + 2 * sizeof(void *), "struct hvac_operation has padding");
_Static_assert(sizeof(struct hvac_area) == 3 * sizeof(void *) + 8, "struct hvac_area has padding");
_Static_assert(sizeof(struct hvac_plugin) == 16 + 7 * sizeof(void *), "struct hvac_plugin has padding");

/*
 * What a hook may do. A hook sees only final answers: redirects, retries, 429, 503 and expired tokens are the library's
 * affair. It does no network I/O of its own, keeps no globals, holds no lock, and owns no memory beyond the task's arena.
 * Errors of the functions that fill a request (no memory, a bad header) are kept and end the task when the hook returns; a text
 * that is NULL, because memory ran out for it, may be given to them.
 */
enum { HVAC_HOOK_DONE = 0, HVAC_HOOK_AGAIN = 1 };
#define HVAC_HOOK_STEPS_MAX 16           /* requests of one task without a wait between them; each item of a list argument adds one */

/* Arguments by the parameter's name; defaults count as given. NULL (0) when neither is there, or null in the body, or of another kind. A
 * duration may be a text or an integer, of which hvac_task_string gives the digits. They live as long as the task. */
HVAC_API const char *hvac_task_string(struct hvac_task *task, const char *parameter);
HVAC_API int hvac_task_integer(struct hvac_task *task, const char *parameter, int64_t *value);     /* 1: given */
HVAC_API int hvac_task_boolean(struct hvac_task *task, const char *parameter, int *value);         /* 1: given */
HVAC_API const void *hvac_task_bytes(struct hvac_task *task, const char *parameter, size_t *length);
HVAC_API const hvac_value *hvac_task_value(struct hvac_task *task, const char *parameter);
/* 1: a preview that hides secrets has "***" in place of this argument, and there is nothing in it to read. */
HVAC_API int hvac_task_is_hidden(struct hvac_task *task, const char *parameter);
/* Zeroed memory that is wiped and freed with the task; NULL when memory ran out. */
HVAC_API void *hvac_task_alloc(struct hvac_task *task, size_t size);

/* Fill the request from another row: an operation of this engine, "@step" of the task's own operation, or (NULL) that one itself. Parameters take
 * the task's arguments of their name. Everything that was filled before is dropped. */
HVAC_API void hvac_request_use(struct hvac_task *task, const char *row);
/* Gives a parameter that decides between rows (HVAC_IN_LOCAL, given or with a default) this value, once the hook knows it, and
 * begins the operation anew with the row whose `when` holds then: the arguments are held against it, its request is filled, its
 * prepare runs, with a state of its own. Returns what the hook must return. */
HVAC_API int hvac_task_choose(struct hvac_task *task, const char *parameter, const char *value);
/* Another method and path of the server (below /v1, plain text: the library encodes it), without body, query and headers. */
HVAC_API void hvac_request_method(struct hvac_task *task, int verb, const char *path);
/* A request to another host: no token, no namespace, no proxy; `connect_ms` 0 for the client's own limit. Its answer need not be
 * JSON: hvac_response_body has it. */
HVAC_API void hvac_request_external(struct hvac_task *task, int verb, const char *url, int connect_ms);
/* In the place of the library's own of that name, the token and the namespace among them. */
HVAC_API void hvac_request_header(struct hvac_task *task, const char *name, const char *value);
HVAC_API void hvac_request_query(struct hvac_task *task, const char *name, const char *value);
/* The JSON body, made when there is none, to be changed in place; instead of bytes. NULL when memory ran out. */
HVAC_API hvac_value *hvac_request_body(struct hvac_task *task);
/* A body of bytes, copied, instead of JSON. */
HVAC_API void hvac_request_raw(struct hvac_task *task, const void *bytes, size_t length);
/* Send the request that is filled in only after this time; bounded by the task's deadline. */
HVAC_API void hvac_again_after(struct hvac_task *task, unsigned milliseconds);

/* The answer just seen becomes the task's, whatever later requests bring (finish goes on seeing those). The first one that is
 * kept stays. */
HVAC_API void hvac_task_keep(struct hvac_task *task);
/* A result of the hook's own, copied: what hvac_response_answer returns. The task succeeds with it, whatever was answered so far; the
 * status of a later request counts, unless an answer was kept. */
HVAC_API void hvac_task_answer(struct hvac_task *task, const hvac_value *answer);
/* Real time in seconds since 1970, and random bytes (0, or -1 when there are none); a caller can give both. */
HVAC_API int64_t hvac_task_now(struct hvac_task *task);
HVAC_API int hvac_task_random(struct hvac_task *task, void *bytes, size_t length);
/* Ends the task with a status and a sentence (never with a secret in it); returns what the hook must return. The task's
 * answer stays readable. */
HVAC_API int hvac_task_fail(struct hvac_task *task, hvac_status status, const char *format, ...) HVAC_FORMAT(3, 4);

#define HVAC_PATH(n, t, ...)   { .name = (n), .type = HVAC_TYPE_##t, .in = HVAC_IN_PATH, __VA_ARGS__ }
#define HVAC_QUERY(n, t, ...)  { .name = (n), .type = HVAC_TYPE_##t, .in = HVAC_IN_QUERY, __VA_ARGS__ }
#define HVAC_HEADER(n, t, ...) { .name = (n), .type = HVAC_TYPE_##t, .in = HVAC_IN_HEADER, __VA_ARGS__ }
#define HVAC_BODY(n, t, ...)   { .name = (n), .type = HVAC_TYPE_##t, .in = HVAC_IN_BODY, __VA_ARGS__ }
#define HVAC_WHOLE(n, ...)     { .name = (n), .type = HVAC_TYPE_MAP, .in = HVAC_IN_WHOLE, __VA_ARGS__ }
#define HVAC_RAW_BODY(n, ...)  { .name = (n), .type = HVAC_TYPE_BYTES, .in = HVAC_IN_RAW, __VA_ARGS__ }
#define HVAC_TLS(n, t, ...)    { .name = (n), .type = HVAC_TYPE_##t, .in = HVAC_IN_TLS, __VA_ARGS__ }
#define HVAC_LOCAL(n, t, ...)  { .name = (n), .type = HVAC_TYPE_##t, .in = HVAC_IN_LOCAL, __VA_ARGS__ }

/* Parameters that many engines share. */
#define HVAC_MOUNT(where) HVAC_PATH("mount_point", STRING, .dflt = "\"" where "\"", .flags = HVAC_SLASHES, .help = "Where the engine is mounted")
#define HVAC_MORE HVAC_WHOLE("more", .flags = HVAC_REST, .help = "Further members of the body")
#define HVAC_WRAP_TTL HVAC_HEADER("wrap_ttl", DURATION, .wire = "X-Vault-Wrap-TTL", .help = "Answer with a wrapping token that lives this long: 60, \"5m\"")

/* Of a LIST: the parts in which OpenBao answers. */
#define HVAC_PAGING \
	HVAC_QUERY("after", STRING, .help = "List only names behind this one (OpenBao)"), \
	HVAC_QUERY("limit", INTEGER, .help = "List at most so many names; all by default (OpenBao)")
/* What every auth method's roles and users say of their tokens. */
#define HVAC_TOKEN_OPTIONS \
	HVAC_BODY("token_ttl", DURATION, .help = "Life of a token until its first renewal: 3600, \"1h\"; 0: the mount's, the default"), \
	HVAC_BODY("token_max_ttl", DURATION, .help = "Life of a token with all renewals: 86400, \"24h\"; 0: the mount's, the default"), \
	HVAC_BODY("token_policies", LIST, .help = "Policies of the tokens, besides default"), \
	HVAC_BODY("token_bound_cidrs", LIST, .help = "Networks that may log in and use the tokens: 10.0.0.0/8; any by default"), \
	HVAC_BODY("token_explicit_max_ttl", DURATION, .help = "Life of a token with all renewals, whatever role and mount say later; 0: none, the default"), \
	HVAC_BODY("token_no_default_policy", BOOLEAN, .help = "Whether tokens go without the policy default; false by default"), \
	HVAC_BODY("token_num_uses", INTEGER, .help = "Requests that a token is good for; 0: any number, the default"), \
	HVAC_BODY("token_period", DURATION, .help = "Makes tokens periodic: they live on if renewed within this time; 0: not periodic, the default"), \
	HVAC_BODY("token_type", STRING, .values = "service batch default default-service default-batch", .help = "Kind of the tokens; default: what the mount says"), \
	HVAC_BODY("alias_metadata", MAP, .help = "Strings by name, kept with the entity's alias (Vault 2.1 and later)")
#define HVAC_TOKEN_STRICTLY_BIND_IP HVAC_BODY("token_strictly_bind_ip", BOOLEAN, \
	.help = "Whether a token works only from the address that logged in; not with token_bound_cidrs; false by default (OpenBao)")

/* How a server changes by itself the credential that it was given for another service. */
#define HVAC_AUTOMATED_ROTATION \
	HVAC_BODY("rotation_period", DURATION, .help = "Time after which the server changes its own credential: 86400, \"24h\"; 0: never, the default (Vault Enterprise)"), \
	HVAC_SCHEDULED_ROTATION
#define HVAC_SCHEDULED_ROTATION \
	HVAC_BODY("rotation_schedule", STRING, .help = "When the server changes it, as a cron line, instead of rotation_period: \"0 4 * * SAT\" (Vault Enterprise)"), \
	HVAC_BODY("rotation_window", DURATION, .help = "How long after a scheduled time it may still do so: 3600, \"1h\", at least; any time by default (Vault Enterprise)"), \
	HVAC_BODY("rotation_policy", STRING, .help = "Policy that says how a failed rotation is tried again (Vault Enterprise)"), \
	HVAC_BODY("disable_automated_rotation", BOOLEAN, .help = "Whether it leaves the credential alone meanwhile; false by default (Vault Enterprise)")
/* What it shows to a cloud instead of a credential. */
#define HVAC_IDENTITY_TOKEN \
	HVAC_BODY("identity_token_audience", STRING, .help = "Audience of the identity token that the server shows instead of a credential (Vault Enterprise)"), \
	HVAC_BODY("identity_token_ttl", DURATION, .help = "Life of that token: 600, \"10m\"; 1 h by default (Vault Enterprise)")
/* Of what can be read from a snapshot that the server has loaded, or brought back from one. */
#define HVAC_READ_SNAPSHOT HVAC_QUERY("read_snapshot_id", STRING, .help = "Read from this loaded snapshot instead (Vault 2.1 and later)")
#define HVAC_RECOVER_SNAPSHOT \
	HVAC_HEADER("recover_snapshot", STRING, .wire = "X-Vault-Recover-Snapshot-Id", .help = "Bring it back from this loaded snapshot instead (Vault 2.1 and later)"), \
	HVAC_QUERY("recover_snapshot_id", STRING, .help = "Deprecated: use recover_snapshot (Vault 2.1 and later)")
#define HVAC_RECOVER_SOURCE_PATH \
	HVAC_HEADER("recover_source_path", STRING, .wire = "X-Vault-Recover-Source-Path", .help = "Where it lay in the snapshot, if elsewhere (Vault 2.1 and later)")

#define HVAC_PARAMETERS(...) .parameters = (const struct hvac_parameter[]){ __VA_ARGS__ }, \
	.n_parameters = sizeof((const struct hvac_parameter[]){ __VA_ARGS__ }) / sizeof(struct hvac_parameter)
#define HVAC_AREA(rows, ...) { .operations = (rows), .n_operations = sizeof(rows) / sizeof((rows)[0]), __VA_ARGS__ }
#define HVAC_PLUGIN_(symbol, k, n, list, ...) \
	extern const struct hvac_plugin symbol; \
	__attribute__((visibility("default"))) const struct hvac_plugin symbol = { \
		.struct_size = sizeof(struct hvac_plugin), .abi_major = HVAC_ABI_MAJOR, .abi_minor = HVAC_ABI_MINOR, \
		.area_size = sizeof(struct hvac_area), .operation_size = sizeof(struct hvac_operation), .parameter_size = sizeof(struct hvac_parameter), \
		.areas = (list), .n_areas = sizeof(list) / sizeof((list)[0]), .kind = k, .name = n, __VA_ARGS__ }
#define HVAC_PLUGIN(k, n, list, ...) HVAC_PLUGIN_(hvac1_##k##_##n, #k, #n, list, __VA_ARGS__)
#define HVAC_PLUGIN_SYS(list, ...)   HVAC_PLUGIN_(hvac1_sys, "sys", "sys", list, __VA_ARGS__)
/* The usual engine: one table, one area. */
#define HVAC_PLUGIN_OF(k, n, rows, ...) \
	static const struct hvac_area hvac_area_of_##n = HVAC_AREA(rows, .name = #n); \
	static const struct hvac_area *const hvac_areas_of_##n[] = { &hvac_area_of_##n }; \
	HVAC_PLUGIN(k, n, hvac_areas_of_##n, __VA_ARGS__)

#endif
