/* SPDX-License-Identifier: MIT */
/* Prints how many descriptors the program that started this one has left open to it, behind the standard three, and how many of them
 * are connections. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define STANDARD 3

static int is_connection(int descriptor)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;

	return getpeername(descriptor, (struct sockaddr *)&address, &length) == 0 && address.ss_family != AF_UNIX;
}

int main(void)
{
	DIR *directory = opendir("/proc/self/fd");
	int descriptors = 0, connections = 0;
	const struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		int descriptor = atoi(entry->d_name);

		if (entry->d_name[0] == '.' || descriptor < STANDARD || descriptor == dirfd(directory))
			continue;
		descriptors++;
		connections += is_connection(descriptor);
	}
	printf("%d %d\n", descriptors, connections);
	return directory ? closedir(directory) : 1;
}
