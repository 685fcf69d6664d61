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
	uint8_t *bytes;
	long length;

	demand(file && fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) >= 0);
	rewind(file);
	/* of no more room than there is to be read */
	bytes = malloc(length ? (size_t)length : 1);
	demand(bytes && fread(bytes, 1, (size_t)length, file) == (size_t)length);
	fclose(file);
	LLVMFuzzerTestOneInput(bytes, (size_t)length);
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

	fuzz_step = 1;
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
