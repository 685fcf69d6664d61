/* SPDX-License-Identifier: MIT */
/*
 * load FOLDER: calls of all kinds through one client, which the environment configures: by threads, forked children, a queue and
 * watchers, until it is told to end. Journal and log are written to the folder (journal.h). Told by lines on standard input, each of
 * which is answered by one line:
 *	begin		"begun": once the client has logged in
 *	round		"begun": from here on it counts who is served
 *	behind		who has not been served since: "nobody", or how many and one of them
 *	memory		bytes that are allocated
 *	end		"ended": everything is ended and freed
 * The end of standard input ends the program.
 */
#include "calls.h"
#include "work.h"

#include <err.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

static const char *folder;

#ifdef SANITIZED
size_t __sanitizer_get_current_allocated_bytes(void);

static size_t allocated(void)
{
	return __sanitizer_get_current_allocated_bytes();
}
#else
static size_t allocated(void)
{
	struct mallinfo2 all = mallinfo2();

	return all.uordblks + all.hblkhd;
}
#endif

static void begin(void)
{
	clients_make(folder);
	children_begin();
	threads_begin();
	queue_begin();
	watchers_begin();
	puts("begun");
}

static void begin_round(void)
{
	atomic_fetch_add(&shared->round, 1);
	puts("begun");
}

static void tell_behind(void)
{
	unsigned round = atomic_load(&shared->round), behind = 0;
	const struct worker *one = NULL;

	for (unsigned i = 0; i < atomic_load(&shared->n_workers); i++)
		if (atomic_load(&shared->workers[i].served) < round) {
			one = &shared->workers[i];
			behind++;
		}
	if (one)
		printf("%u, of which %u is a %s\n", behind, one->index, one->role);
	else
		puts("nobody");
}

static void tell_memory(void)
{
	printf("%zu\n", allocated());
}

static void sum_up(void)
{
	for (enum kind kind = 0; kind < KINDS; kind++) {
		unsigned long well = 0;

		for (size_t i = 0; i < WORKERS; i++)
			well += atomic_load(&shared->workers[i].well[kind]);
		journal_line("sum\t%s\t%lu\n", kind_name(kind), well);
	}
}

static void end(void)
{
	atomic_store(&shared->ending, true);
	threads_end();
	children_end();
	queue_end();
	watchers_end();
	clients_free();
	sum_up();
	puts("ended");
}

static const struct { const char *name; void (*function)(void); } orders[] = {
	{ "begin\n", begin }, { "round\n", begin_round }, { "behind\n", tell_behind }, { "memory\n", tell_memory }, { "end\n", end },
};

static void obey(const char *order)
{
	for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++)
		if (!strcmp(order, orders[i].name)) {
			orders[i].function();
			fflush(stdout);
			return;
		}
	errx(2, "no such order: %s", order);
}

int main(int argc, char **argv)
{
	char order[64];

	if (argc != 2)
		errx(2, "usage: load FOLDER");
	folder = argv[1];
	journal_open(folder);
	while (fgets(order, sizeof order, stdin))
		obey(order);
	return 0;
}
