/* SPDX-License-Identifier: MIT */
#include "response.h"
#include "base64.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <curl/curl.h>

#define BLOT_MIN_IN_DATA 8u /* what the server made, such as ciphertexts, is longer than what it says */

struct decoded {
	struct decoded *next;
	const hvac_value *of;
	unsigned char *bytes;
	size_t length;
};

hvac_response *response_new(void)
{
	hvac_response *response = calloc(1, sizeof *response);

	if (response)
		atomic_init(&response->references, 1);
	return response;
}

hvac_response *response_ref(hvac_response *response)
{
	if (response)
		atomic_fetch_add(&response->references, 1);
	return response;
}

void hvac_response_free(hvac_response *response)
{
	struct decoded *decoded;

	if (!response || atomic_fetch_sub(&response->references, 1) != 1)
		return;
	while ((decoded = atomic_load(&response->decoded))) {
		atomic_store(&response->decoded, decoded->next);
		wipe_free(decoded->bytes, decoded->length);
		free(decoded);
	}
	hvac_value_free(atomic_load(&response->headers_map));
	json_free(response->json);
	json_free(response->own_answer);
	wipe_free(response->headers, response->headers_length);
	wipe_free(response->body, response->body_length);
	text_free(response->message);
	text_free(response->url);
	text_free(response->namespace_name);
	free(response);
}

void response_take(hvac_response *response, hvac_outcome *outcome)
{
	char *line, *end;

	response->http_status = outcome->http_status;
	response->headers = outcome->headers;
	response->headers_length = outcome->headers ? outcome->headers_length : 0;
	response->body = outcome->body;
	response->body_length = outcome->body ? outcome->body_length : 0;
	outcome->headers = outcome->body = NULL;
	line = response->headers;
	while (line && (end = memchr(line, '\n', (size_t)(response->headers + response->headers_length - line)))) {
		char *next = end + 1;

		*end = '\0';
		/* blanks at the end are not of the value (RFC 9110, 5.5) */
		while (end > line && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t'))
			*--end = '\0';
		line = next;
	}
}

void response_drop(hvac_response *response)
{
	json_free(response->json);
	wipe_free(response->body, response->body_length);
	response->json = NULL;
	response->body = NULL;
	response->body_length = 0;
}

hvac_status response_parse(hvac_response *response, struct json_parser *parser, int depth_max)
{
	hvac_status status;

	if (!response->body_length)
		return HVAC_OK;
	status = json_parse(parser, response->body, response->body_length, depth_max, &response->json);
	if (status == HVAC_OK && !json_object_is_type(response->json, json_type_object)) {
		json_free(response->json);
		response->json = NULL;
		return HVAC_MALFORMED_ANSWER;
	}
	return status;
}

struct blotting {
	struct blots *blots;
	bool found, no_memory;
};

/* A text of stars, or the number itself where there is nothing to hide, or no memory. */
static struct json_object *number_blotted(struct blotting *blotting, struct json_object *number)
{
	struct json_object *stars = number;
	size_t length = 0;
	char *text = json_write(number, false, &length);

	if (text && blots_overwrite(blotting->blots, text, length, BLOT_MIN_IN_DATA)) {
		blotting->found = true;
		stars = json_object_new_string("********");
		json_wipe(number);
	}
	blotting->no_memory |= !text || !stars;
	text_free(text);
	return stars ? stars : number;
}

/* Words of small letters, such as servers call members, say nothing. json-c's map finds the others by their name no more. */
static void blot_name(struct blotting *blotting, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";

	if (name[strspn(name, letters)])
		blotting->found |= blots_overwrite(blotting->blots, (char *)(uintptr_t)name, strlen(name), BLOT_MIN_IN_DATA);
}

/* What is to stand in its place, if it is not itself. `shortest`: 0 for the whole answer, whose members differ in it. json-c has no way to
 * change a string in place and keep its length; the memory is the string's own. */
static struct json_object *blotted(struct blotting *blotting, struct json_object *tree, size_t shortest)
{
	struct json_object *item, *other;

	switch (json_object_get_type(tree)) {
	case json_type_string:
		blotting->found |= blots_overwrite(blotting->blots, (char *)(uintptr_t)json_object_get_string(tree),
		                                   (size_t)json_object_get_string_len(tree), shortest);
		return tree;
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(tree); i++) {
			item = json_object_array_get_idx(tree, i);
			other = blotted(blotting, item, shortest);
			if (other != item)
				json_object_array_put_idx(tree, i, other);
		}
		return tree;
	case json_type_object:
		JSON_MEMBERS(tree, member) {
			size_t least = strcmp(lh_entry_k(member), "data") ? BLOT_MIN : BLOT_MIN_IN_DATA;

			item = lh_entry_v(member);
			other = blotted(blotting, item, shortest ? shortest : least);
			if (other != item)
				json_object_object_add(tree, lh_entry_k(member), other);
			blot_name(blotting, lh_entry_k(member));
		}
		return tree;
	case json_type_int:
	case json_type_double:
		return number_blotted(blotting, tree);
	default:
		return tree;
	}
}

static bool blot_json(hvac_response *response, struct blots *blots)
{
	struct blotting blotting = { .blots = blots };

	blotted(&blotting, response->json, 0);
	if (blotting.no_memory)
		return false;
	if (!blotting.found)
		return true;
	wipe_free(response->body, response->body_length);
	response->body_length = 0;
	response->body = json_write(response->json, false, &response->body_length);
	return response->body;
}

bool response_blot(hvac_response *response, struct blots *blots)
{
	if ((blots->sorted && !blots->count) || !response->body_length)
		return true;
	if (!response->json) {
		blots_overwrite(blots, response->body, response->body_length, BLOT_MIN);
		return true;
	}
	return blot_json(response, blots);
}

/* Where a header's value begins in its line. */
static const char *value_of(const char *colon)
{
	colon++;
	return colon + strspn(colon, " \t");
}

const char *hvac_response_header(const hvac_response *response, const char *name)
{
	size_t length = name ? strlen(name) : 0;

	if (!response || !length)
		return NULL;
	for (size_t i = 0; i < response->headers_length; i += strlen(response->headers + i) + 1)
		if (curl_strnequal(response->headers + i, name, length) && response->headers[i + length] == ':')
			return value_of(response->headers + i + length);
	return NULL;
}

struct same_header {
	const char *line;
	size_t length;
	const char *name, *value;       /* as they stand in the map; NULL: not yet */
};

static bool find_same_header(const char *name, const hvac_value *value, void *context)
{
	struct same_header *same = context;

	if (strlen(name) != same->length || !curl_strnequal(name, same->line, same->length))
		return true;
	same->name = name;
	same->value = hvac_value_string(value, NULL);
	return false;
}

/* Several headers of one name, in whatever case, are joined, as RFC 9110 allows. */
static bool add_header(hvac_value *map, const char *line)
{
	const char *colon = strchr(line, ':');
	struct buffer joined = { 0 };
	struct same_header same = { .line = line };
	char *name;
	bool added;

	if (!colon)
		return true;
	same.length = (size_t)(colon - line);
	hvac_value_each(map, find_same_header, &same);
	name = same.name ? text_copy(same.name, strlen(same.name)) : text_copy(line, same.length);
	if (!name)
		return false;
	buffer_format(&joined, "%s%s%s", same.value ? same.value : "", same.value ? ", " : "", value_of(colon));
	added = !joined.failed && hvac_value_adopt_member(map, name, hvac_value_new_text(joined.bytes, joined.length)) == HVAC_OK;
	buffer_free(&joined);
	free(name);
	return added;
}

const hvac_value *hvac_response_headers(const hvac_response *response)
{
	hvac_response *mutable = (hvac_response *)(uintptr_t)response;
	hvac_value *map, *other = NULL;

	if (!response || !response->headers)
		return NULL;
	map = atomic_load(&mutable->headers_map);
	if (map)
		return map;
	map = hvac_value_new_map();
	for (size_t i = 0; map && i < response->headers_length; i += strlen(response->headers + i) + 1)
		if (!add_header(map, response->headers + i)) {
			hvac_value_free(map);
			map = NULL;
		}
	if (map && !atomic_compare_exchange_strong(&mutable->headers_map, &other, map)) {
		hvac_value_free(map);
		map = other;
	}
	return map;
}

hvac_status hvac_response_status(const hvac_response *response)
{
	return response ? response->status : HVAC_NO_MEMORY;
}

int hvac_response_http_status(const hvac_response *response)
{
	return response ? response->http_status : 0;
}

const hvac_value *hvac_response_json(const hvac_response *response)
{
	return response && response->json ? json_value(response->json) : NULL;
}

const char *hvac_response_body(const hvac_response *response, size_t *length)
{
	if (length)
		*length = response ? response->body_length : 0;
	return response && response->body_length ? response->body : NULL;
}

const hvac_value *hvac_response_answer(const hvac_response *response)
{
	if (!response)
		return NULL;
	if (response->has_own_answer)
		return json_value(response->own_answer);
	return response->answer;
}

const hvac_value *hvac_response_value(const hvac_response *response, const char *pointer)
{
	return hvac_value_at(hvac_response_answer(response), pointer);
}

const char *hvac_response_string(const hvac_response *response, const char *pointer)
{
	return hvac_value_string(hvac_response_value(response, pointer), NULL);
}

bool hvac_response_integer(const hvac_response *response, const char *pointer, int64_t *result)
{
	return hvac_value_integer(hvac_response_value(response, pointer), result);
}

bool hvac_response_boolean(const hvac_response *response, const char *pointer, bool *result)
{
	return hvac_value_boolean(hvac_response_value(response, pointer), result);
}

static const unsigned char *found(const struct decoded *decoded, const hvac_value *value, size_t *length)
{
	for (; decoded; decoded = decoded->next)
		if (decoded->of == value) {
			if (length)
				*length = decoded->length;
			return decoded->bytes;
		}
	return NULL;
}

const unsigned char *hvac_response_bytes(const hvac_response *response, const char *pointer, size_t *length)
{
	hvac_response *mutable = (hvac_response *)(uintptr_t)response;
	const hvac_value *value = hvac_response_value(response, pointer);
	const unsigned char *bytes;
	struct decoded *decoded;
	const char *text;
	size_t n;

	if (length)
		*length = 0;
	text = hvac_value_string(value, &n);
	if (!text)
		return NULL;
	bytes = found(atomic_load(&mutable->decoded), value, length);
	if (bytes)
		return bytes;
	decoded = calloc(1, sizeof *decoded);
	if (decoded)
		decoded->bytes = base64_decode(text, n, &decoded->length);
	if (!decoded || !decoded->bytes) {
		free(decoded);
		return NULL;
	}
	decoded->of = value;
	decoded->next = atomic_load(&mutable->decoded);
	do {
		/* another thread may have been first */
		bytes = found(decoded->next, value, length);
		if (bytes) {
			wipe_free(decoded->bytes, decoded->length);
			free(decoded);
			return bytes;
		}
	} while (!atomic_compare_exchange_weak(&mutable->decoded, &decoded->next, decoded));
	if (length)
		*length = decoded->length;
	return decoded->bytes;
}

static const hvac_value *member(const hvac_response *response, const char *name)
{
	return hvac_value_member(hvac_response_json(response), name);
}

const hvac_value *hvac_response_data(const hvac_response *response)
{
	return member(response, "data");
}

const hvac_value *hvac_response_auth(const hvac_response *response)
{
	const hvac_value *auth = member(response, "auth");

	return hvac_value_kind(auth) == HVAC_KIND_MAP ? auth : NULL;
}

const hvac_value *hvac_response_wrap_info(const hvac_response *response)
{
	const hvac_value *info = member(response, "wrap_info");

	return hvac_value_kind(info) == HVAC_KIND_MAP ? info : NULL;
}

const hvac_value *hvac_response_warnings(const hvac_response *response)
{
	const hvac_value *warnings = member(response, "warnings");

	return hvac_value_kind(warnings) == HVAC_KIND_LIST ? warnings : NULL;
}

const hvac_value *hvac_response_errors(const hvac_response *response)
{
	const hvac_value *errors = member(response, "errors");

	return hvac_value_kind(errors) == HVAC_KIND_LIST ? errors : NULL;
}

const char *hvac_response_request_id(const hvac_response *response)
{
	return hvac_value_string(member(response, "request_id"), NULL);
}

const char *hvac_response_lease_id(const hvac_response *response)
{
	const char *id = hvac_value_string(member(response, "lease_id"), NULL);

	return id && *id ? id : NULL;
}

int64_t hvac_response_lease_duration(const hvac_response *response)
{
	int64_t seconds = 0;

	if (!hvac_value_integer(hvac_value_member(hvac_response_auth(response), "lease_duration"), &seconds))
		hvac_value_integer(member(response, "lease_duration"), &seconds);
	return seconds;
}

bool hvac_response_renewable(const hvac_response *response)
{
	bool renewable = false;

	if (!hvac_value_boolean(hvac_value_member(hvac_response_auth(response), "renewable"), &renewable))
		hvac_value_boolean(member(response, "renewable"), &renewable);
	return renewable;
}

const char *hvac_response_message(const hvac_response *response)
{
	if (!response)
		return "memory ran out";
	if (response->message)
		return response->message;
	return response->status == HVAC_OK ? "" : hvac_status_name(response->status);
}

const char *hvac_response_method(const hvac_response *response)
{
	return response ? response->method : NULL;
}

const char *hvac_response_url(const hvac_response *response)
{
	return response ? response->url : NULL;
}

const char *hvac_response_namespace(const hvac_response *response)
{
	return response ? response->namespace_name : NULL;
}

bool hvac_response_retryable(const hvac_response *response)
{
	return response && response->retryable;
}

bool hvac_response_may_have_been_carried_out(const hvac_response *response)
{
	return response && response->may_have_been_carried_out;
}
