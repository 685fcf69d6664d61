/* SPDX-License-Identifier: MIT */
/*
 * The fault server as a program: fault FOLDER
 *
 * Reads a script (script.h) from standard input up to a line "go", writes FOLDER/ca.pem, and prints each listener's name and
 * URL and then an empty line. When standard input ends it takes in what was sent, writes it to FOLDER (server_save), prints
 * each listener's name with its numbers of connections and of requests, and ends.
 */
#include "server.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_script(void)
{
	char *script = NULL, *line = NULL;
	size_t length, room = 0;
	FILE *out = open_memstream(&script, &length);

	while (out && getline(&line, &room, stdin) >= 0 && strcmp(line, "go\n") != 0)
		fputs(line, out);
	free(line);
	return out && fclose(out) == 0 ? script : NULL;
}

static void write_authority(const char *folder, const char *authority)
{
	char *path;
	FILE *file = asprintf(&path, "%s/ca.pem", folder) < 0 ? NULL : fopen(path, "we");

	if (!file || fputs(authority, file) < 0 || fclose(file) != 0)
		err(1, "%s/ca.pem", folder);
	free(path);
}

int main(int argc, char **argv)
{
	char *script = argc == 2 ? read_script() : NULL;
	struct server *server;
	const char *why, *name;
	bool saved;

	if (!script)
		errx(2, "usage: fault FOLDER < SCRIPT");
	server = server_start(script, &why);
	free(script);
	if (!server)
		errx(2, "%s", why);
	write_authority(argv[1], server_authority(server));
	for (size_t i = 0; (name = server_name_at(server, i)); i++)
		printf("%s %s\n", name, server_url(server, name));
	printf("\n");
	fflush(stdout);
	while (getchar() != EOF)
		;
	server_finish(server);
	saved = server_save(server, argv[1]);
	for (size_t i = 0; (name = server_name_at(server, i)); i++)
		printf("%s %zu %zu\n", name, server_connections(server, name), server_requests(server, name));
	server_free(server);
	return saved ? 0 : 1;
}
