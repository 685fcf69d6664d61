/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "descriptor.h"
#include "failure.h"
#include "transfer.h"

enum { MEBIBYTE = 1 << 20 };

static const char binary[] = "";         /* a reason of our own, told apart by its address */

static ssize_t give_up(struct transfer *transfer, const char *what)
{
	transfer->failed = what;
	transfer->reason = errno;
	return -1;
}

static ssize_t read_some(void *context, void *buffer, size_t size)
{
	struct transfer *transfer = context;
	ssize_t got = descriptor_read(transfer->from, buffer, size);
	return got < 0 ? give_up(transfer, "read") : got;
}

/* U+0080 to U+009F begin with this in UTF-8. */
enum { C1_LEAD = 0xc2 };

/* What could move a terminal's cursor, or worse, stays off it: controls, those of ISO 6429 too, which stand behind C1_LEAD, or alone. A
 * character may be cut in two where a piece ends. */
static bool is_text(struct transfer *transfer, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)bytes[i], before = transfer->last;
		if ((byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f)
			return false;
		if (byte >= 0x80 && byte < 0xa0 && (before < 0x80 || before == C1_LEAD))
			return false;
		transfer->last = byte;
	}
	return true;
}

static ssize_t write_all(void *context, const void *bytes, size_t size)
{
	struct transfer *transfer = context;
	if (!transfer->line->output && isatty(STDOUT_FILENO) && !is_text(transfer, bytes, size))
		return give_up(transfer, binary);
	return descriptor_write(transfer->to, bytes, size) ? 0 : give_up(transfer, "write");
}

/* On a terminal, and one line of it: the answer is elsewhere. */
static void show_progress(void *context, int64_t done, int64_t total)
{
	struct transfer *transfer = context;
	if (done - transfer->shown < MEBIBYTE)
		return;
	transfer->shown = done;
	fprintf(stderr, total > 0 ? "\r%" PRId64 " of %" PRId64 " MiB" : "\r%" PRId64 " MiB", done / MEBIBYTE, total / MEBIBYTE);
}

static int open_source(struct transfer *transfer, const char *path)
{
	struct stat status;
	transfer->from = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (transfer->from < 0 || fstat(transfer->from, &status) < 0)
		return failure(transfer->line, HVAC_PARAM_VALIDATION_ERROR, "cannot read %s: %s", path, strerror(errno));
	int code = transfer->check ? transfer->check(transfer->line, path, transfer->from) : EXIT_OK;
	if (code != EXIT_OK)
		return code;
	if (transfer->check && lseek(transfer->from, 0, SEEK_SET) < 0)
		return failure_local(transfer->line, "cannot read %s: %s", path, strerror(errno));
	transfer->stream.source = read_some;
	transfer->stream.source_length = S_ISREG(status.st_mode) ? status.st_size : -1;
	if (S_ISREG(status.st_mode) && transfer->from == STDIN_FILENO)
		transfer->stream.source_length -= lseek(STDIN_FILENO, 0, SEEK_CUR);
	return EXIT_OK;
}

static int open_sink(struct transfer *transfer)
{
	const char *path = transfer->line->output;
	if (path && !private_file_begin(&transfer->file, path))
		return failure(transfer->line, HVAC_PARAM_VALIDATION_ERROR, "--output: cannot write %s: %s", path, strerror(errno));
	if (path && transfer->check && !transfer->file.temporary) {
		private_file_drop(&transfer->file);
		return failure(transfer->line, HVAC_PARAM_VALIDATION_ERROR, "%s cannot be checked once it is written: name a plain file, or give --no-check", path);
	}
	transfer->to = path ? transfer->file.descriptor : STDOUT_FILENO;
	transfer->stream.sink = write_all;
	return EXIT_OK;
}

int transfer_begin(struct transfer *transfer, const struct command_line *line, const struct arguments *arguments)
{
	int code = EXIT_OK;
	memset(transfer, 0, sizeof(*transfer));
	transfer->line = line;
	transfer->from = transfer->to = -1;
	transfer->stream.context = transfer;
	transfer->check = arguments->check;
	if (line->output && !arguments->gives_stream)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "--output is for answers that are streams: redirect standard output");
	if (line->flags & FLAGS_OF_A_PREVIEW)
		return EXIT_OK;
	if (arguments->body)
		code = open_source(transfer, arguments->body);
	/* a field is of JSON, which must be had whole */
	if (code == EXIT_OK && arguments->gives_stream && !line->field)
		code = open_sink(transfer);
	if (line->format == FORMAT_TABLE && isatty(STDERR_FILENO) && (line->output || transfer->from >= 0))
		transfer->stream.progress = show_progress;
	return code;
}

const hvac_stream *transfer_stream(const struct transfer *transfer)
{
	return transfer->stream.source || transfer->stream.sink ? &transfer->stream : NULL;
}

static int tell(const struct transfer *transfer)
{
	if (transfer->failed == binary)
		return failure_local(transfer->line, "the answer is not text: name a file for it with --output, or redirect standard output");
	return failure_local(transfer->line, "cannot %s %s: %s", transfer->failed,
	                     *transfer->failed == 'r' ? "what was to be sent" : transfer->line->output ? transfer->line->output : "to standard output",
	                     strerror(transfer->reason));
}

int transfer_end(struct transfer *transfer, hvac_status status)
{
	const char *path = transfer->line->output;
	if (transfer->shown)
		fputs("\r\033[K", stderr);
	if (transfer->from > STDERR_FILENO)
		close(transfer->from);
	int code = EXIT_OK;
	if (path && transfer->to >= 0 && status == HVAC_OK && transfer->check)
		code = transfer->check(transfer->line, path, transfer->to);
	if (path && transfer->to >= 0 && status == HVAC_OK && code == EXIT_OK && !private_file_keep(&transfer->file))
		return failure_local(transfer->line, "cannot write %s: %s", path, strerror(errno));
	if (path && transfer->to >= 0 && (status != HVAC_OK || code != EXIT_OK))
		private_file_drop(&transfer->file);
	return transfer->failed ? tell(transfer) : code;
}
