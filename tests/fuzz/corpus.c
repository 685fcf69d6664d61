/* SPDX-License-Identifier: MIT */
/* Runs files through a target: those that are named (as AFL does: @@), or the target's own of the tree, each as a test. Whatever
 * is wrong ends the program. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void run_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *bytes = NULL;
	size_t room = 0;
	ssize_t length = file ? getdelim(&bytes, &room, EOF, file) : -1;

	demand(file);
	/* of no more room than there is to be read */
	bytes = realloc(bytes, length > 0 ? (size_t)length : 1);
	demand(bytes);
	fclose(file);
	LLVMFuzzerTestOneInput((const uint8_t *)bytes, length > 0 ? (size_t)length : 0);
	free(bytes);
}

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int run_folder(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_file, alphasort);

	for (int i = 0; i < count; i++) {
		char *file = NULL;

		demand(asprintf(&file, "%s/%s", path, entries[i]->d_name) >= 0);
		run_file(file);
		printf("ok %d - %s\n", i + 1, entries[i]->d_name);
		fflush(stdout);
		free(entries[i]);
		free(file);
	}
	if (count >= 0)
		free(entries);
	printf("1..%d\n", count);
	return count > 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/'), *source = getenv("HVAC_SOURCE");
	char *folder = NULL;
	int status;

	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		run_file(argv[i]);
	if (argc > 1)
		return 0;
	demand(source && asprintf(&folder, "%s/tests/fuzz/corpus/%s", source, name ? name + 1 : argv[0]) >= 0);
	status = run_folder(folder);
	free(folder);
	return status;
}
