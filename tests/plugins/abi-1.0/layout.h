/* SPDX-License-Identifier: MIT */
/*
 * What plugin ABI 1.0 promised to the compiler. Included behind whichever <hvac/plugin.h> is to be held to it: the frozen
 * plugin is compiled with the frozen header, the test with today's. Never to be changed.
 */
#ifndef HVAC_ABI_1_0_LAYOUT_H
#define HVAC_ABI_1_0_LAYOUT_H

#define ABI_1_0_WORD sizeof(void *)
#define ABI_1_0_PARAMETER_SIZE (6 * ABI_1_0_WORD + 8)
#define ABI_1_0_OPERATION_SIZE (11 * ABI_1_0_WORD + 8)
#define ABI_1_0_AREA_SIZE (3 * ABI_1_0_WORD + 8)
#define ABI_1_0_PLUGIN_SIZE (16 + 7 * ABI_1_0_WORD)

#define ABI_1_0_PLACE(type, member, offset, size) \
	_Static_assert(offsetof(struct type, member) == (offset), #type "." #member " has moved since ABI 1.0"); \
	_Static_assert(sizeof(((struct type *)0)->member) == (size), #type "." #member " has another size than in ABI 1.0")
#define ABI_1_0_VALUE(name, value) _Static_assert((name) == (value), #name " is another number than in ABI 1.0")

/* Structs grow at their end only. */
_Static_assert(sizeof(struct hvac_parameter) >= ABI_1_0_PARAMETER_SIZE, "struct hvac_parameter is shorter than in ABI 1.0");
_Static_assert(sizeof(struct hvac_operation) >= ABI_1_0_OPERATION_SIZE, "struct hvac_operation is shorter than in ABI 1.0");
_Static_assert(sizeof(struct hvac_area) >= ABI_1_0_AREA_SIZE, "struct hvac_area is shorter than in ABI 1.0");
_Static_assert(sizeof(struct hvac_plugin) >= ABI_1_0_PLUGIN_SIZE, "struct hvac_plugin is shorter than in ABI 1.0");
ABI_1_0_VALUE(HVAC_ABI_MAJOR, 1);

ABI_1_0_PLACE(hvac_parameter, name, 0, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_parameter, wire, ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_parameter, dflt, 2 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_parameter, help, 3 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_parameter, values, 4 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_parameter, wrapped_path, 5 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_parameter, type, 6 * ABI_1_0_WORD, 2);
ABI_1_0_PLACE(hvac_parameter, in, 6 * ABI_1_0_WORD + 2, 2);
ABI_1_0_PLACE(hvac_parameter, flags, 6 * ABI_1_0_WORD + 4, 4);

ABI_1_0_PLACE(hvac_operation, name, 0, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, path, ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, help, 2 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, since, 3 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, when, 4 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, answer, 5 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, ok_status, 6 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, parameters, 7 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, n_parameters, 8 * ABI_1_0_WORD, 2);
ABI_1_0_PLACE(hvac_operation, verb, 8 * ABI_1_0_WORD + 2, 2);
ABI_1_0_PLACE(hvac_operation, flags, 8 * ABI_1_0_WORD + 4, 4);
ABI_1_0_PLACE(hvac_operation, state_size, 8 * ABI_1_0_WORD + 8, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, prepare, 9 * ABI_1_0_WORD + 8, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_operation, finish, 10 * ABI_1_0_WORD + 8, ABI_1_0_WORD);

ABI_1_0_PLACE(hvac_area, name, 0, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_area, help, ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_area, operations, 2 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_area, n_operations, 3 * ABI_1_0_WORD, 4);
ABI_1_0_PLACE(hvac_area, reserved, 3 * ABI_1_0_WORD + 4, 4);

ABI_1_0_PLACE(hvac_plugin, struct_size, 0, 4);
ABI_1_0_PLACE(hvac_plugin, abi_major, 4, 2);
ABI_1_0_PLACE(hvac_plugin, abi_minor, 6, 2);
ABI_1_0_PLACE(hvac_plugin, area_size, 8, 2);
ABI_1_0_PLACE(hvac_plugin, operation_size, 10, 2);
ABI_1_0_PLACE(hvac_plugin, parameter_size, 12, 2);
ABI_1_0_PLACE(hvac_plugin, n_areas, 14, 2);
ABI_1_0_PLACE(hvac_plugin, areas, 16, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_plugin, kind, 16 + ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_plugin, name, 16 + 2 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_plugin, version, 16 + 3 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_plugin, help, 16 + 4 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_plugin, reference, 16 + 5 * ABI_1_0_WORD, ABI_1_0_WORD);
ABI_1_0_PLACE(hvac_plugin, example, 16 + 6 * ABI_1_0_WORD, ABI_1_0_WORD);

ABI_1_0_VALUE(HVAC_GET, 1);
ABI_1_0_VALUE(HVAC_POST, 2);
ABI_1_0_VALUE(HVAC_PUT, 3);
ABI_1_0_VALUE(HVAC_PATCH, 4);
ABI_1_0_VALUE(HVAC_DELETE, 5);
ABI_1_0_VALUE(HVAC_LIST, 6);
ABI_1_0_VALUE(HVAC_HEAD, 7);
ABI_1_0_VALUE(HVAC_SCAN, 8);

ABI_1_0_VALUE(HVAC_TYPE_STRING, 1);
ABI_1_0_VALUE(HVAC_TYPE_INTEGER, 2);
ABI_1_0_VALUE(HVAC_TYPE_BOOLEAN, 3);
ABI_1_0_VALUE(HVAC_TYPE_NUMBER, 4);
ABI_1_0_VALUE(HVAC_TYPE_DURATION, 5);
ABI_1_0_VALUE(HVAC_TYPE_BYTES, 6);
ABI_1_0_VALUE(HVAC_TYPE_LIST, 7);
ABI_1_0_VALUE(HVAC_TYPE_MAP, 8);
ABI_1_0_VALUE(HVAC_TYPE_ANY, 9);

ABI_1_0_VALUE(HVAC_IN_PATH, 1);
ABI_1_0_VALUE(HVAC_IN_QUERY, 2);
ABI_1_0_VALUE(HVAC_IN_HEADER, 3);
ABI_1_0_VALUE(HVAC_IN_BODY, 4);
ABI_1_0_VALUE(HVAC_IN_WHOLE, 5);
ABI_1_0_VALUE(HVAC_IN_RAW, 6);
ABI_1_0_VALUE(HVAC_IN_TLS, 7);
ABI_1_0_VALUE(HVAC_IN_LOCAL, 8);

ABI_1_0_VALUE(HVAC_REQUIRED, 1);
ABI_1_0_VALUE(HVAC_SECRET, 2);
ABI_1_0_VALUE(HVAC_SLASHES, 4);
ABI_1_0_VALUE(HVAC_COMMA, 8);
ABI_1_0_VALUE(HVAC_TEXT, 16);
ABI_1_0_VALUE(HVAC_REST, 32);
ABI_1_0_VALUE(HVAC_PRETTY, 64);

ABI_1_0_VALUE(HVAC_LOGIN, 1);
ABI_1_0_VALUE(HVAC_NO_TOKEN, 2);
ABI_1_0_VALUE(HVAC_IDEMPOTENT, 4);
ABI_1_0_VALUE(HVAC_SINGLE_USE, 8);
ABI_1_0_VALUE(HVAC_RAW, 16);
ABI_1_0_VALUE(HVAC_STREAM_IN, 32);
ABI_1_0_VALUE(HVAC_STREAM_OUT, 64);
ABI_1_0_VALUE(HVAC_MERGE_PATCH, 128);
ABI_1_0_VALUE(HVAC_MAY_BLOCK, 256);
ABI_1_0_VALUE(HVAC_SUDO, 512);
ABI_1_0_VALUE(HVAC_UNWRAPPED, 1024);

ABI_1_0_VALUE(HVAC_HOOK_DONE, 0);
ABI_1_0_VALUE(HVAC_HOOK_AGAIN, 1);

ABI_1_0_VALUE(HVAC_OK, 0);
ABI_1_0_VALUE(HVAC_INVALID_REQUEST, 1);
ABI_1_0_VALUE(HVAC_UNAUTHORIZED, 2);
ABI_1_0_VALUE(HVAC_FORBIDDEN, 3);
ABI_1_0_VALUE(HVAC_INVALID_PATH, 4);
ABI_1_0_VALUE(HVAC_UNSUPPORTED_OPERATION, 5);
ABI_1_0_VALUE(HVAC_PRECONDITION_FAILED, 6);
ABI_1_0_VALUE(HVAC_RATE_LIMIT_EXCEEDED, 7);
ABI_1_0_VALUE(HVAC_INTERNAL_SERVER_ERROR, 8);
ABI_1_0_VALUE(HVAC_VAULT_NOT_INITIALIZED, 9);
ABI_1_0_VALUE(HVAC_BAD_GATEWAY, 10);
ABI_1_0_VALUE(HVAC_VAULT_DOWN, 11);
ABI_1_0_VALUE(HVAC_UNEXPECTED_ERROR, 12);
ABI_1_0_VALUE(HVAC_PARAM_VALIDATION_ERROR, 13);
ABI_1_0_VALUE(HVAC_NO_SUCH_OPERATION, 14);
ABI_1_0_VALUE(HVAC_PLUGIN_NOT_FOUND, 15);
ABI_1_0_VALUE(HVAC_PLUGIN_REFUSED, 16);
ABI_1_0_VALUE(HVAC_CONFIG_ERROR, 17);
ABI_1_0_VALUE(HVAC_CONNECTION_ERROR, 18);
ABI_1_0_VALUE(HVAC_TIMEOUT, 19);
ABI_1_0_VALUE(HVAC_TLS_ERROR, 20);
ABI_1_0_VALUE(HVAC_MALFORMED_ANSWER, 21);
ABI_1_0_VALUE(HVAC_TOO_LARGE, 22);
ABI_1_0_VALUE(HVAC_REDIRECT_REFUSED, 23);
ABI_1_0_VALUE(HVAC_CANCELLED, 24);
ABI_1_0_VALUE(HVAC_STREAM_ERROR, 25);
ABI_1_0_VALUE(HVAC_NO_MEMORY, 26);

ABI_1_0_VALUE(HVAC_KIND_ABSENT, 0);
ABI_1_0_VALUE(HVAC_KIND_NULL, 1);
ABI_1_0_VALUE(HVAC_KIND_BOOLEAN, 2);
ABI_1_0_VALUE(HVAC_KIND_INTEGER, 3);
ABI_1_0_VALUE(HVAC_KIND_NUMBER, 4);
ABI_1_0_VALUE(HVAC_KIND_STRING, 5);
ABI_1_0_VALUE(HVAC_KIND_LIST, 6);
ABI_1_0_VALUE(HVAC_KIND_MAP, 7);

#endif
