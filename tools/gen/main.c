/* SPDX-License-Identifier: MIT */
/*
 * hvac-gen: what is made of an engine's table besides calls: its typed header, its manual page, the words that a shell
 * completes, JSON. Loads the engine as any program would, by the public interface.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "gen.h"

/* As the command has them. */
enum { EXIT_OK = 0, EXIT_LOCAL = 1, EXIT_ARGUMENTS = 2, EXIT_NO_ENGINE = 7 };

static const char usage[] =
	"usage: hvac-gen --header|--page|--completion|--json ENGINE [--path DIRECTORY]\n"
	"       hvac-gen --page ENGINE [--text FILE] [--date YYYY-MM-DD]\n"
	"\n"
	"Prints what an engine's table holds: its typed C header, its manual page (mdoc), lines for a shell's\n"
	"completion (operation, parameter, type, values, help, with tabs between them), JSON.\n"
	"\n"
	"  --path DIRECTORY   look there for the engine first; absolute\n"
	"  --text FILE        hand-written mdoc, put behind the first paragraph of the page's description\n"
	"  --date YYYY-MM-DD  of the page; SOURCE_DATE_EPOCH or today by default\n";

struct options {
	bool (*print)(const struct request *request);
	const char *engine, *path, *text, *date;
	bool help, version;
};

void complain(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fputs("hvac-gen: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
}

static bool read_options(struct options *options, int argc, char **argv)
{
	static const struct option list[] = {
		{ "header", no_argument, NULL, 'H' }, { "page", no_argument, NULL, 'P' }, { "completion", no_argument, NULL, 'C' },
		{ "json", no_argument, NULL, 'J' },   { "path", required_argument, NULL, 'p' }, { "text", required_argument, NULL, 't' },
		{ "date", required_argument, NULL, 'd' }, { "help", no_argument, NULL, 'h' }, { "version", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned kinds = 0;
	int code;
	while ((code = getopt_long(argc, argv, "h", list, NULL)) != -1) {
		kinds += code == 'H' || code == 'P' || code == 'C' || code == 'J';
		switch (code) {
		case 'H': options->print = print_header; break;
		case 'P': options->print = print_page; break;
		case 'C': options->print = print_completion; break;
		case 'J': options->print = print_json; break;
		case 'p': options->path = optarg; break;
		case 't': options->text = optarg; break;
		case 'd': options->date = optarg; break;
		case 'h': options->help = true; break;
		case 'v': options->version = true; break;
		default: return false;
		}
	}
	if (options->help || options->version)
		return true;
	if (kinds != 1 || argc - optind != 1) {
		complain("one of --header, --page, --completion and --json is needed, and one engine");
		return false;
	}
	options->engine = argv[optind];
	if ((options->text || options->date) && options->print != print_page) {
		complain("--text and --date belong to --page");
		return false;
	}
	return true;
}

/* "2026-11-22", and nothing that a calendar does not have. */
static bool read_date(const char *text, struct tm *date)
{
	struct tm given = { 0 }, real;
	const char *end = strptime(text, "%Y-%m-%d", &given);
	time_t seconds;
	if (!end || *end || strlen(text) != strlen("2026-11-22"))
		return false;
	real = given;
	seconds = timegm(&real);
	*date = given;
	return gmtime_r(&seconds, &real) && real.tm_mday == given.tm_mday && real.tm_mon == given.tm_mon;
}

static bool find_date(const char *text, struct tm *date)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	long long given;
	time_t seconds;
	if (text) {
		if (read_date(text, date))
			return true;
		complain("--date is a day as 2026-11-22, not \"%s\"", text);
		return false;
	}
	if (!epoch || !*epoch) {
		seconds = time(NULL);
		return gmtime_r(&seconds, date) != NULL;
	}
	errno = 0;
	given = strtoll(epoch, &end, 10);
	seconds = (time_t)given;
	if (errno == 0 && !*end && seconds == given && gmtime_r(&seconds, date))
		return true;
	complain("SOURCE_DATE_EPOCH is no number of seconds: \"%s\"", epoch);
	return false;
}

/* The whole of a file, to be freed; NULL, told, when it cannot be read. */
static char *read_text(const char *path)
{
	char *text = NULL;
	size_t room = 0;
	FILE *file = fopen(path, "r");
	if (file && getdelim(&text, &room, '\0', file) < 0 && feof(file) && text)
		*text = '\0';
	if (!file || ferror(file) || !text) {
		complain("cannot read %s: %s", path, strerror(errno));
		free(text);
		text = NULL;
	}
	if (file)
		fclose(file);
	return text;
}

static char *replaced(const char *text, char what, char with)
{
	char *copy = strdup(text);
	for (char *c = copy; c && *c; c++)
		if (*c == what)
			*c = with;
	return copy;
}

/* What was printed has left: a full disk or a closed pipe is a failure. */
static int finish(bool made)
{
	errno = 0;
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write to standard output%s%s", errno ? ": " : "", errno ? strerror(errno) : "");
		return EXIT_LOCAL;
	}
	return made ? EXIT_OK : EXIT_LOCAL;
}

static int generate(const struct options *options, struct request *request)
{
	struct engine *engine = &request->engine;
	char *symbol, *dashed, *page = NULL;
	int code = EXIT_LOCAL;
	engine->id = string_of(engine->description, "engine");
	symbol = replaced(engine->id, '/', '_');
	dashed = replaced(engine->id, '/', '-');
	if (symbol && dashed && asprintf(&page, "hvac-%s", dashed) >= 0) {
		engine->symbol = symbol;
		engine->page = page;
		code = finish(options->print(request));
	} else {
		complain("memory ran out");
	}
	free(symbol);
	free(dashed);
	free(page);
	return code;
}

static int load_and_generate(const struct options *options, struct request *request)
{
	hvac_value *description;
	char *error;
	hvac_status status = hvac_plugin_describe(options->engine, &description, &error);
	int code;
	if (status != HVAC_OK) {
		complain("%s", error ? error : "memory ran out");
		hvac_text_free(error);
		return status == HVAC_NO_MEMORY ? EXIT_LOCAL : EXIT_NO_ENGINE;
	}
	request->engine.description = description;
	code = generate(options, request);
	hvac_value_free(description);
	return code;
}

static int run(const struct options *options)
{
	struct request request = { .text = NULL };
	char *text = NULL;
	int code;
	if (options->path && hvac_plugin_path(options->path) != HVAC_OK) {
		complain("--path is an absolute directory, not \"%s\"", options->path);
		return EXIT_ARGUMENTS;
	}
	if (options->print == print_page && !find_date(options->date, &request.date))
		return EXIT_ARGUMENTS;
	if (options->text && !(text = read_text(options->text)))
		return EXIT_ARGUMENTS;
	request.text = text;
	code = load_and_generate(options, &request);
	free(text);
	return code;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	signal(SIGPIPE, SIG_IGN);
	if (!read_options(&options, argc, argv)) {
		fputs(usage, stderr);
		return EXIT_ARGUMENTS;
	}
	if (options.help || options.version) {
		printf("%s%s%s", options.help ? usage : "hvac-gen ", options.help ? "" : hvac_version(), options.help ? "" : "\n");
		return finish(true);
	}
	return run(&options);
}
