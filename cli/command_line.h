/* SPDX-License-Identifier: MIT */
/* The command line, taken apart: the command's name, its words, its flags and the library's settings. */
#ifndef CLI_COMMAND_LINE_H
#define CLI_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum format {
	FORMAT_TABLE, FORMAT_JSON, FORMAT_RAW
};

/* The command's own flags; a command says which of them it takes. */
enum {
	FLAG_ARGS = 1,
	FLAG_FORMAT = 2,
	FLAG_FIELD = 4,
	FLAG_META = 8,
	FLAG_DRY_RUN = 16,
	FLAG_REDACT = 32,
	FLAG_STORE = 64,
	FLAG_OPERATION = 128,
	FLAG_HELP = 256,
	FLAG_VERSION = 512,
	FLAG_SETTINGS = 1024,            /* any option of the library */
	FLAG_OUTPUT_CURL = 2048,
	FLAG_SHOW_SECRETS = 4096,
	FLAG_OUTPUT_POLICY = 8192,
	FLAG_OUTPUT = 16384,
	FLAG_NO_CHECK = 32768,
	FLAG_SECRET = 65536,
	FLAG_FILE = 131072,
	FLAG_FILES_IN = 262144,
	FLAG_ON_CHANGE = 524288,
	FLAG_KILL_AFTER = 1048576,
	FLAG_LOGIN = 2097152,
	FLAG_WAIT = 4194304,
	FLAG_KEEP_TOKEN = 8388608,
	FLAG_NO_REVOKE = 16777216
};
/* Nothing is sent: what would be is shown, in one way or another. */
#define FLAGS_OF_A_PREVIEW (FLAG_DRY_RUN | FLAG_OUTPUT_CURL | FLAG_OUTPUT_POLICY)
#define FLAGS_OF_A_CALL \
	(FLAG_ARGS | FLAG_FORMAT | FLAG_FIELD | FLAG_META | FLAGS_OF_A_PREVIEW | FLAG_REDACT | FLAG_SHOW_SECRETS | FLAG_SETTINGS)

struct flag {
	const char *name;
	const char *value;               /* what stands for its value in the usage; NULL: it takes none */
	unsigned bit;
	const char *help;
};

/* One option of the library as the user gave it. */
struct setting {
	const char *name;                /* the library's name: "ca_cert" */
	const char *value;
};

/* A flag that may be given again and again. */
struct repeated {
	unsigned bit;
	const char *value;
};

struct command_line {
	const char *command;             /* the first word; NULL: there is none */
	char **words;                    /* those after it */
	size_t n_words;
	size_t n_before;                 /* those before "--"; all of them when there is none */
	bool ends_flags;                 /* there is one */
	unsigned flags;                  /* bits of the flags that were given */
	enum format format;
	const char *args, *field, *meta, *operation, *output, *files_in, *on_change, *kill_after, *login, *wait;
	struct repeated *repeated;       /* in their order */
	size_t n_repeated;
	struct setting *settings;
	size_t n_settings;
	char *mistake;                   /* the first one, as a sentence; NULL: none */
	bool out_of_memory;
};

/* Takes the arguments apart. A mistake is kept, not printed: the format in which to report it may come after it. Everything
 * points into `argv`. To be freed with command_line_free, whatever it says. */
void command_line_read(struct command_line *line, int argc, char **argv);
void command_line_free(struct command_line *line);

/* Holds the flags that were given against those that a command takes; `name` is the command's. */
void command_line_check(struct command_line *line, const char *name, unsigned takes);

/* The value that a flag gave to an option of the library, NULL when none did. */
const char *command_line_setting(const struct command_line *line, const char *name);

/* The own flags in their order, NULL past the last. */
const struct flag *command_line_flag(size_t index);

/* An option's name as a flag has it, "ca-cert" for "ca_cert": to be freed. NULL: no memory. */
char *command_line_flag_name(const char *option);

#endif
