/* SPDX-License-Identifier: MIT */
/* Forked while other threads are inside calls; what they use was made by their parent, and used by it. */
#include "calls.h"
#include "work.h"

#include <err.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define LASTING 2u
#define CALLS 8u                        /* of one that does not last */
#define PAUSE_MS 100
#define LOOK_MS 20
#define PATIENCE_MS 40000               /* of a parent, longer than any call may take in what befalls the server */
#ifdef __SANITIZE_THREAD__
#define AMID_CALLS 0                    /* each lock takes so long there that OpenSSL's are held in too many forks */
#else
#define AMID_CALLS 1
#endif

static const enum kind turns[] = { READ, NOTE, READ_BACK, CACHED, LOOK, COUNT, LIST, NOTE };
#define TURNS (sizeof turns / sizeof turns[0])

static pthread_t nursery;
static pid_t lasting[LASTING];
static unsigned made, hung;             /* by the nursery */

/* As long as there is no end, or for so many calls. */
static pid_t child(struct worker *worker, size_t calls)
{
	pid_t parent = getpid(), born = fork();

	if (born < 0)
		err(1, "no child");
	if (born > 0)
		return born;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		_exit(1);
	for (size_t turn = 0; turn < calls && !atomic_load(&shared->ending); turn++) {
		call_make(worker, turns[turn % TURNS]);
		pause_ms(PAUSE_MS);
	}
	_exit(0);
}

/* Whether it had to be killed: a lock of OpenSSL's that another thread held in the moment of the fork is never released in the child. */
static bool bury(const struct worker *worker, pid_t born)
{
	int64_t end = now_ms() + PATIENCE_MS;
	bool killed = false;
	pid_t dead;
	int status;

	while ((dead = waitpid(born, &status, killed ? 0 : WNOHANG)) == 0) {
		pause_ms(LOOK_MS);
		killed = now_ms() > end && kill(born, SIGKILL) == 0;
	}
	if (dead < 0)
		err(1, "waitpid");
	if (!killed && status != 0)
		journal_line("wrong\t%u\tchild\tended with status %d\n", worker->index, status);
	return killed;
}

static void *have_children(void *context)
{
	struct worker *worker = context;

	for (; !atomic_load(&shared->ending); made++)
		hung += bury(worker, child(worker, CALLS));
	return NULL;
}

void children_begin(void)
{
	for (size_t i = 0; i < LASTING; i++)
		lasting[i] = child(journal_worker("lasting child"), SIZE_MAX);
	if (AMID_CALLS && pthread_create(&nursery, NULL, have_children, journal_worker("child")) != 0)
		errx(1, "no thread");
}

void children_end(void)
{
	if (AMID_CALLS)
		pthread_join(nursery, NULL);
	for (size_t i = 0; i < LASTING; i++)
		if (bury(&shared->workers[i], lasting[i]))
			journal_line("wrong\t%zu\tchild\tdid not end\n", i);
	journal_line("children\t%u\t%u\n", made, hung);
}
