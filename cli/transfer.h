/* SPDX-License-Identifier: MIT */
/* Bodies too large for memory: from a file or standard input to the server, from the server to a file or standard output. */
#ifndef CLI_TRANSFER_H
#define CLI_TRANSFER_H

#include <hvac/hvac.h>
#include "arguments.h"
#include "command_line.h"
#include "private_file.h"

struct transfer {
	const struct command_line *line;
	hvac_stream stream;
	int from, to;                    /* descriptors; -1: nothing goes that way */
	struct private_file file;        /* with --output */
	int (*check)(const struct command_line *line, const char *path, int descriptor); /* as the arguments have it */
	const char *failed;              /* what could not be read or written; NULL: nothing failed */
	int reason;                      /* errno of that */
	unsigned char last;              /* byte that a terminal was shown */
	int64_t shown;                   /* bytes, when progress was last shown */
};

/* Opens what the call streams, if anything. EXIT_OK, or the failure has been told; transfer_end either way. */
int transfer_begin(struct transfer *transfer, const struct command_line *line, const struct arguments *arguments);
/* For hvac_task_new; NULL: the call does not stream. */
const hvac_stream *transfer_stream(const struct transfer *transfer);
/* Keeps what was written when the call succeeded. EXIT_OK, or why that, or the transfer before it, failed: told already. */
int transfer_end(struct transfer *transfer, hvac_status status);

#endif
