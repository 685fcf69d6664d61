/* SPDX-License-Identifier: MIT */
#include "accessors.h"
#include "fuzz.h"

#include <string.h>

static void read_text(const char *text)
{
	if (text)
		demand(strlen(text) < SIZE_MAX);
}

static void read_kind(const hvac_value *value, hvac_kind kind)
{
	demand(!value || hvac_value_kind(value) == kind);
}

static void read_envelope(const hvac_response *response)
{
	read_kind(hvac_response_auth(response), HVAC_KIND_MAP);
	read_kind(hvac_response_wrap_info(response), HVAC_KIND_MAP);
	read_kind(hvac_response_warnings(response), HVAC_KIND_LIST);
	read_kind(hvac_response_errors(response), HVAC_KIND_LIST);
	read_kind(hvac_response_json(response), HVAC_KIND_MAP);
	hvac_value_kind(hvac_response_data(response));
	read_text(hvac_response_request_id(response));
	read_text(hvac_response_lease_id(response));
	hvac_response_lease_duration(response);
	hvac_response_renewable(response);
}

static void read_answer(const hvac_response *response, const char *pointer)
{
	int64_t integer = 0;
	bool boolean = false;
	size_t length, again;
	const unsigned char *bytes = hvac_response_bytes(response, pointer, &length);

	demand(!bytes || (hvac_response_bytes(response, pointer, &again) == bytes && again == length) || shortage_failed());
	read_text(hvac_response_string(response, pointer));
	hvac_response_integer(response, pointer, &integer);
	hvac_response_boolean(response, pointer, &boolean);
	demand(hvac_response_value(response, "") == hvac_response_answer(response));
}

void accessors_read(const hvac_response *response, const char *pointer, const char *header)
{
	size_t length;
	const char *body = hvac_response_body(response, &length);

	demand(!body || !body[length]);
	demand(hvac_response_message(response));
	demand((hvac_response_status(response) == HVAC_OK) == !*hvac_response_message(response));
	read_envelope(response);
	read_answer(response, pointer);
	read_text(hvac_response_header(response, header));
	read_kind(hvac_response_headers(response), HVAC_KIND_MAP);
	read_text(hvac_response_method(response));
	read_text(hvac_response_url(response));
	read_text(hvac_response_namespace(response));
	hvac_response_retryable(response);
	hvac_response_may_have_been_carried_out(response);
	demand(hvac_response_http_status(response) >= 0);
}
