/* SPDX-License-Identifier: MIT */
/*
 * What became of the calls, of all threads and forked children: sums in memory that they share, and one line of the file `journal`
 * for each call that wrote or failed, its parts parted by tabs:
 *	call WORKER ROLE KIND KEY VERSION BEGAN ENDED CERTAIN|MAYBE STATUS HTTP MESSAGE	(times in ms of the monotonic clock; VERSION 0: failed)
 *	wrong WORKER KIND WHY								(a success that is none, an end too many)
 *	secret WATCHER TIME LEASE							(a watcher handed it over)
 *	event WATCHER TIME KIND ENGINE MESSAGE
 *	children MADE HUNG								(of those that do not last; at the end)
 *	sum KIND COUNT									(of the calls that succeeded; at the end)
 * The log of the library goes to `log`, and each token that is met to `tokens`: neither may ever be in the other two.
 */
#ifndef SOAK_JOURNAL_H
#define SOAK_JOURNAL_H

#include <stdatomic.h>
#include <stdint.h>
#include <hvac/hvac.h>

enum kind { READ, READ_BACK, NOTE, HURRIED, CANCELLED, LIST, LOOK, COUNT, CACHED, WRAP, UNWRAP, LOGIN, BY_LOGIN, LOGOUT, INLINE, SNAPSHOT, KINDS };

/* Who makes calls: a thread, a place of the queue, a forked child; one call after the other. */
struct worker {
	unsigned index;
	const char *role;
	atomic_uint served;             /* the last round in which it began a call that succeeded */
	atomic_uint notes;              /* that it has begun */
	atomic_uint folder_notes;       /* that are there, of the folder in which the last one is */
	atomic_uint last_note;          /* that is there; 0: none */
	atomic_ulong well[KINDS];       /* calls that succeeded */
};

#define WORKERS 64u
#define COUNTERS 4u

struct shared {
	atomic_bool ending;
	atomic_uint round;
	atomic_uint attempts;           /* to count: no two have the same number */
	_Atomic uint64_t counters[COUNTERS]; /* the newest that is known: series and version */
	atomic_uint n_workers;
	struct worker workers[WORKERS];
};

extern struct shared *shared;

void journal_open(const char *folder);
struct worker *journal_worker(const char *role);
void journal_line(const char *format, ...) HVAC_FORMAT(1, 2);
void journal_token(const char *token);
hvac_log_function journal_log;

const char *kind_name(enum kind kind);
int64_t now_ms(void);
void pause_ms(int ms);

#endif
