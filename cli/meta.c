/* SPDX-License-Identifier: MIT */
/* Writes {"status":204,"headers":{...}} for scripts, of good answers and bad. */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "descriptor.h"
#include "failure.h"
#include "meta.h"
#include "private_file.h"

int meta_open(const struct command_line *line, int *descriptor)
{
	*descriptor = -1;
	if (!line->meta)
		return EXIT_OK;
	*descriptor = private_file_open(line->meta);
	if (*descriptor < 0)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--meta: cannot write %s: %s", line->meta, strerror(errno));
	return EXIT_OK;
}

/* NULL: no memory. */
static char *meta_text(const hvac_response *response, size_t *length)
{
	const hvac_value *headers = hvac_response_headers(response);
	hvac_value *object = hvac_value_new_map();
	char *text = NULL;
	if (hvac_value_adopt_member(object, "status", hvac_value_new_integer(hvac_response_http_status(response))) == HVAC_OK &&
	    hvac_value_adopt_member(object, "headers", headers ? hvac_value_copy(headers) : hvac_value_new_map()) == HVAC_OK)
		text = hvac_value_to_text(object, length);
	hvac_value_free(object);
	return text;
}

int meta_write(const struct command_line *line, int descriptor, const hvac_response *response)
{
	size_t length = 0;
	int code = EXIT_OK;
	if (descriptor < 0)
		return EXIT_OK;
	if (hvac_response_http_status(response)) {
		char *text = meta_text(response, &length);
		if (!text)
			code = failure_local(line, "--meta: memory ran out");
		else if (!descriptor_write(descriptor, text, length) || !descriptor_write(descriptor, "\n", 1))
			code = failure_local(line, "--meta: cannot write %s: %s", line->meta, strerror(errno));
		hvac_text_free(text);
	}
	if (close(descriptor) != 0 && code == EXIT_OK)
		code = failure_local(line, "--meta: cannot write %s: %s", line->meta, strerror(errno));
	return code;
}
