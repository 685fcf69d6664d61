/* SPDX-License-Identifier: MIT */
/*
 * traffic JOURNAL: eight writers and 32 readers of KV v2, all threads of one client, which the environment configures. A line on
 * standard input asks that every one of them succeed in a call that begins after it: "served" is the answer, or who was not. The
 * end of standard input ends the program. The log goes to standard error, each line with the thread and its attempt.
 *
 * Each writer has a secret of its own, KV/writer-N, of which the first version must be there. It tells its attempts apart by a
 * number that it never uses again, and goes on after whatever failure. The even ones write with check-and-set: they count the
 * versions in the data, and read when they are in doubt. The odd ones only write. The journal has what became of each call:
 *	write THREAD ATTEMPT VERSION CERTAIN|MAYBE STATUS HTTP MESSAGE		(MAYBE: may have been carried out; VERSION 0: failed)
 *	read THREAD STATUS HTTP MESSAGE						(failures only)
 *	sum THREAD READS LONGEST						(milliseconds from one success to the next)
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <hvac/hvac.h>

#define ENGINE "secrets/kv_v2"
#define WRITERS 8u
#define READERS 32u
#define THREADS (WRITERS + READERS)     /* the writers come first */
#define PATIENCE_S 60

struct worker {
	pthread_t thread;
	unsigned index;
	int64_t attempt;        /* the writer's last one */
	int64_t version;        /* the newest of its secret that it knows of */
	size_t reads;           /* that succeeded */
	int64_t last, longest;  /* when it last succeeded, and the longest time between: ms */
	unsigned round;         /* in which it last succeeded: under the lock */
};

static hvac_client *client;
static FILE *journal;
static struct worker workers[THREADS];
static _Thread_local struct worker *self;
static atomic_bool ending;
static atomic_uint round_asked;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t served;

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void log_line(void *context, hvac_log_level level, const char *line)
{
	(void)context;
	(void)level;
	if (self)
		fprintf(stderr, "%" PRId64 " thread %u attempt %" PRId64 ": %s\n", now_ms(), self->index, self->attempt, line);
}

static const char *path_of(unsigned writer, char path[static 16])
{
	snprintf(path, 16, "writer-%u", writer % WRITERS);
	return path;
}

/* Reads the writer's secret: its version, 0 for none. */
static int64_t read_version(unsigned writer)
{
	char path[16];
	hvac_response *response;
	int64_t version = 0;

	if (hvac_call(client, ENGINE, "read_secret", HVAC_ARGS(hvac_string("path", path_of(writer, path))), &response) == HVAC_OK &&
	    hvac_value_integer(hvac_value_at(hvac_response_data(response), "metadata/version"), &version))
		self->reads++;
	else
		fprintf(journal, "read %u %s %d %s\n", self->index, hvac_status_name(hvac_response_status(response)),
		        hvac_response_http_status(response), hvac_response_message(response));
	hvac_response_free(response);
	return version;
}

static bool checks(const struct worker *writer)
{
	return writer->index % 2 == 0;
}

static hvac_value *next_secret(const struct worker *writer)
{
	hvac_value *secret = hvac_value_new_map();

	if (hvac_value_adopt_member(secret, "attempt", hvac_value_new_integer(writer->attempt)) != HVAC_OK ||
	    hvac_value_adopt_member(secret, "counter", hvac_value_new_integer(writer->version + 1)) != HVAC_OK)
		errx(1, "memory ran out");
	return secret;
}

/* A standby may know less than the leader, and both answers this and refuses a write by what it knows: then this is asked again. */
static void resolve(struct worker *writer)
{
	int64_t version = read_version(writer->index);

	if (version > writer->version)
		writer->version = version;
}

static bool write_next(struct worker *writer)
{
	char path[16];
	hvac_response *response;
	int64_t version = 0;
	hvac_value *secret;
	hvac_status status;
	bool maybe;

	writer->attempt++;
	secret = next_secret(writer);
	status = hvac_call(client, ENGINE, "create_or_update_secret",
	                   HVAC_ARGS(hvac_string("path", path_of(writer->index, path)), hvac_value_argument("secret", secret),
	                             checks(writer) ? hvac_integer("cas", writer->version) : hvac_string("cas", NULL)), &response);
	maybe = hvac_response_may_have_been_carried_out(response);
	if (status == HVAC_OK && hvac_value_integer(hvac_value_at(hvac_response_data(response), "version"), &version))
		writer->version = version;
	fprintf(journal, "write %u %" PRId64 " %" PRId64 " %s %s %d %s\n", writer->index, writer->attempt, version, maybe ? "MAYBE" : "CERTAIN",
	        hvac_status_name(status), hvac_response_http_status(response), hvac_response_message(response));
	hvac_response_free(response);
	hvac_value_free(secret);
	if (checks(writer) && (maybe || status == HVAC_INVALID_REQUEST))
		resolve(writer);
	return version;
}

static void note_success(struct worker *worker, unsigned round)
{
	int64_t now = now_ms();

	if (now - worker->last > worker->longest)
		worker->longest = now - worker->last;
	worker->last = now;
	pthread_mutex_lock(&lock);
	worker->round = round;
	pthread_cond_signal(&served);
	pthread_mutex_unlock(&lock);
}

static void *work(void *context)
{
	/* what a program does between two calls, and the servers have time for each other */
	static const struct timespec pause = { .tv_nsec = 50000000 };

	self = context;
	self->last = now_ms();
	while (!atomic_load(&ending)) {
		unsigned round = atomic_load(&round_asked);

		if (self->index < WRITERS ? write_next(self) : read_version(self->index) > 0)
			note_success(self, round);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

/* The first who has not succeeded in the round; NULL: all have. */
static const struct worker *behind(unsigned round)
{
	for (size_t i = 0; i < THREADS; i++)
		if (workers[i].round < round)
			return &workers[i];
	return NULL;
}

static void await_all(unsigned round)
{
	const struct worker *late;
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += PATIENCE_S;
	pthread_mutex_lock(&lock);
	while ((late = behind(round)) && pthread_cond_timedwait(&served, &lock, &end) != ETIMEDOUT)
		;
	pthread_mutex_unlock(&lock);
	if (late)
		printf("thread %u was not served within %d s\n", late->index, PATIENCE_S);
	else
		puts("served");
	fflush(stdout);
}

static void configure(void)
{
	hvac_config *config = hvac_config_new();

	hvac_config_log(config, HVAC_LOG_DEBUG, log_line, NULL);
	if (hvac_config_from_env(config) != HVAC_OK || hvac_client_new(config, &client) != HVAC_OK)
		errx(1, "%s", hvac_config_error(config));
	hvac_config_free(config);
}

static void begin(void)
{
	pthread_condattr_t monotonic;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&served, &monotonic);
	pthread_condattr_destroy(&monotonic);
	for (unsigned i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ .index = i, .version = 1 };
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
			errx(1, "no thread");
	}
}

static void end(void)
{
	atomic_store(&ending, true);
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		fprintf(journal, "sum %u %zu %" PRId64 "\n", workers[i].index, workers[i].reads, workers[i].longest);
	}
}

int main(int argc, char **argv)
{
	int c;

	if (argc != 2)
		errx(2, "usage: traffic JOURNAL");
	journal = fopen(argv[1], "w");
	if (!journal)
		err(1, "%s", argv[1]);
	configure();
	begin();
	while ((c = getchar()) != EOF)
		if (c == '\n')
			await_all(atomic_fetch_add(&round_asked, 1) + 1);
	end();
	hvac_client_free(client);
	if (fclose(journal) != 0)
		err(1, "%s", argv[1]);
	return 0;
}
