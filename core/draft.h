/* SPDX-License-Identifier: MIT */
/* A request being filled: from a row and its arguments, then by hooks; without address, token and other headers yet. */
#ifndef HVAC_CORE_DRAFT_H
#define HVAC_CORE_DRAFT_H

#include <stdbool.h>
#include <hvac/adapter.h>
#include "bind.h"
#include "memory.h"

struct draft {
	const struct row *row;          /* whose flags and statuses hold; NULL: a hook's own request */
	int verb;
	struct buffer path;             /* below /v1, encoded; of an external request the whole of it */
	struct buffer shown;            /* the same without secrets, for people; nothing where there is none */
	struct buffer query;
	hvac_header *headers;           /* of the arena */
	size_t n_headers, headers_room;
	struct json_object *body;
	const void *raw;                /* of the arena */
	size_t raw_length;
	char *external_base;            /* "https://sts.amazonaws.com:443", of the arena */
	int connect_ms;
	const char *client_cert, *client_key, *ca_cert;
	char *body_text;                /* the body as it is sent, made once */
	size_t body_length;
	hvac_status status;             /* the first thing that went wrong while it was filled */
	const char *error;              /* a sentence of the arena */
};

void draft_reset(struct draft *draft);
/* Fills from a row; false with status and error. */
bool draft_fill(struct draft *draft, struct binding *binding, const struct row *row);
/* Only tries what can be made before files are read: path, query and headers. Nothing is kept but status and error. */
bool draft_check(struct draft *draft, struct binding *binding, const struct row *row);
/* Plain text path below /v1. */
void draft_set_path(struct draft *draft, struct arena *arena, int verb, const char *path);
void draft_set_url(struct draft *draft, struct arena *arena, int verb, const char *url);
bool is_header_name(const char *name);
void draft_add_header(struct draft *draft, struct arena *arena, const char *name, const char *value, size_t length);
bool draft_fail(struct draft *draft, struct arena *arena, hvac_status status, const char *format, ...) HVAC_FORMAT(4, 5);
/* Where a body holds the secret of the row's parameter of that index, whoever put it there: the map, and the member's name. NULL:
 * it holds none. */
struct json_object *draft_secret(const struct draft *draft, struct json_object *body, struct binding *binding, size_t index, const char **name);
/* Whether the verb only reads. */
bool draft_is_read(const struct draft *draft);

#endif
