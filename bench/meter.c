/* SPDX-License-Identifier: MIT */
/*
 * What a process takes from its start to its end.
 *
 *     meter FILE PROGRAM [ARGUMENT...]
 *
 * Writes CPU and peak memory to FILE and ends as the program did. It is small, and a program of its own: the peak that the system
 * tells of a child begins with that of whoever started it.
 */
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double microseconds(struct timeval time)
{
	return (double)time.tv_sec * 1e6 + (double)time.tv_usec;
}

int main(int argc, char **argv)
{
	struct rusage used;
	int status;
	FILE *file;
	pid_t child;

	if (argc < 3)
		errx(2, "usage: meter FILE PROGRAM [ARGUMENT...]");
	child = fork();
	if (child < 0)
		err(2, "fork");
	if (child == 0) {
		execvp(argv[2], argv + 2);
		err(127, "%s", argv[2]);
	}
	if (wait4(child, &status, 0, &used) != child)
		err(2, "wait4");
	file = fopen(argv[1], "w");
	if (!file || fprintf(file, "{\"cpu_us\":%.0f,\"maxrss_kb\":%ld}\n", microseconds(used.ru_utime) + microseconds(used.ru_stime), used.ru_maxrss) < 0 ||
	    fclose(file) != 0)
		err(2, "%s", argv[1]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
