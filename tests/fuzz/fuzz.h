/* SPDX-License-Identifier: MIT */
/*
 * Fuzz targets. Each is one file with one function, fuzz; fuzz.c makes of it what libFuzzer and its like call, corpus.c a
 * program that runs files. An input is read line by line, so that seeds can be written and read by people.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	struct text *next;
	size_t length;
	char bytes[];                   /* a NUL behind them, and then nothing that may be read */
};

/* What is left of the input. */
struct sample {
	const char *at, *end;
	struct text *texts;             /* what was read of it: lives as long as the run */
	unsigned shortage;              /* which allocation is to fail; 0: none */
	bool may_fork;                  /* it takes as long as a hundred inputs */
};

/* How far apart the allocations are that fail in turn for one input: 1 where inputs are replayed. libFuzzer, which makes many that are
 * alike, tries some of each, and lets one in so many fork; the input's bytes choose. */
extern unsigned fuzz_step;

/* A target's own. */
void fuzz(struct sample *sample);
/* Leaves the process without the machine's addresses, credentials and files. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

bool sample_has_more(const struct sample *sample);
/* Up to the next line end, "" past the last. A NUL within ends it for whoever reads it as a string. */
const char *sample_line(struct sample *sample);
/* All that is left; NUL-terminated, too. */
const char *sample_rest(struct sample *sample, size_t *length);
/* The number that a text begins with. */
unsigned long decimal(const char *text);

/* From here on the allocation of that number fails, counted from 1, and each 400th after it: of the library, json-c and libcurl. Not
 * for 0. */
void shortage_begin(unsigned number);
/* Whether any did. */
bool shortage_end(void);
bool shortage_failed(void);
/* How many ever did. */
unsigned shortages(void);
/* How many they looked at while one was to fail. */
unsigned shortage_counted(void);
/* What a target does itself meanwhile. */
unsigned shortage_pause(void);
void shortage_resume(unsigned paused);

void demand_failed(const char *what, const char *file, int line) __attribute__((noreturn));
#define demand(condition) ((condition) ? (void)0 : demand_failed(#condition, __FILE__, __LINE__))

#endif
