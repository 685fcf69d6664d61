/* SPDX-License-Identifier: MIT */
/* Whether a snapshot is whole.
 * Input: "tar" for a tar file that is packed here, anything else for a gzip file; its bytes. */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include "../../cli/failure.h"
#include "../../cli/snapshot.h"
#include "told.h"

enum { GZIP = 16 };

static unsigned char *packed(const char *bytes, size_t length, size_t *packed_length)
{
	z_stream stream = { .next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (uInt)length };
	unsigned char *result;

	demand(deflateInit2(&stream, Z_NO_COMPRESSION, Z_DEFLATED, MAX_WBITS + GZIP, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	stream.avail_out = (uInt)deflateBound(&stream, (uLong)length);
	stream.next_out = result = malloc(stream.avail_out);
	demand(result && deflate(&stream, Z_FINISH) == Z_STREAM_END);
	*packed_length = stream.total_out;
	deflateEnd(&stream);
	return result;
}

static int file_of(const void *bytes, size_t length)
{
	int descriptor = memfd_create("snapshot", MFD_CLOEXEC);

	demand(descriptor >= 0 && write(descriptor, bytes, length) == (ssize_t)length);
	return descriptor;
}

void fuzz(struct sample *sample)
{
	const struct command_line line = { .command = "operator" };
	bool is_tar = !strcmp(sample_line(sample), "tar");
	size_t length, packed_length;
	const char *bytes = sample_rest(sample, &length);
	unsigned char *gzip = is_tar ? packed(bytes, length, &packed_length) : NULL;
	int descriptor = gzip ? file_of(gzip, packed_length) : file_of(bytes, length), code;
	hvac_value *about = NULL;

	/* libarchive does not bear memory that runs out */
	told_nothing();
	code = snapshot_check(&line, "FILE", descriptor, HVAC_MALFORMED_ANSWER, &about);
	demand(code == EXIT_OK || code == EXIT_REFUSED);
	demand(code == EXIT_OK ? about && !told() : told() && !about);
	hvac_value_free(about);
	free(gzip);
	close(descriptor);
}
