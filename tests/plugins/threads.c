/* SPDX-License-Identifier: MIT */
/* Loading from many threads at once, and forks while others load. Worth a run under the thread sanitizer. */
#include "canned.h"
#include "place.h"

#include <check.h>
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <hvac/plugin.h>

#define THREADS 8
#define FORKS 50
#define CHILD_SECONDS 10

static const char *const engines[] = {
	"secrets/x_zoo_good_1", "secrets/x_zoo_good_2", "secrets/x_zoo_good_3", "secrets/x_zoo_good_4",
	"secrets/x_zoo_good_5", "secrets/x_zoo_good_6", "secrets/x_zoo_good_7", "secrets/x_zoo_good_8",
};
#define ENGINES (sizeof engines / sizeof engines[0])

static struct place *place;
static pthread_barrier_t start;

static void enter(void)
{
	unsetenv("HVAC_PLUGIN_PATH");
	place = place_new();
	for (size_t i = 0; i < ENGINES; i++)
		place_copy(place, "zoo_engines", place_text(place, "%s.so", engines[i]));
	ck_assert_int_eq(hvac_plugin_path(place_path(place)), HVAC_OK);
	ck_assert_int_eq(pthread_barrier_init(&start, NULL, THREADS), 0);
}

static void leave(void)
{
	pthread_barrier_destroy(&start);
	place_free(place);
}

/* What a thread is told and what it finds. Threads assert nothing: check's assertions belong to the main one. */
struct worker {
	pthread_t thread;
	size_t number;
	const struct hvac_plugin *plugin;
	hvac_status status;
	char *text[ENGINES];
};

static struct worker workers[THREADS];

static void run_threads(void *(*work)(void *worker))
{
	for (size_t i = 0; i < THREADS; i++) {
		workers[i].number = i;
		ck_assert_int_eq(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(workers[i].thread, NULL), 0);
}

static hvac_status describe(struct worker *worker, size_t engine)
{
	hvac_value *description;
	hvac_status status = hvac_plugin_describe(engines[engine], &description, NULL);

	if (status == HVAC_OK) {
		worker->text[engine] = hvac_value_to_text(description, NULL);
		hvac_value_free(description);
	}
	return status;
}

static void *load_the_same(void *context)
{
	struct worker *worker = context;

	for (size_t i = 0; i < ENGINES && worker->status == HVAC_OK; i++) {
		pthread_barrier_wait(&start);
		worker->status = describe(worker, i);
	}
	return NULL;
}

static void *load_all_in_another_order(void *context)
{
	struct worker *worker = context;

	pthread_barrier_wait(&start);
	for (size_t i = 0; i < ENGINES && worker->status == HVAC_OK; i++)
		worker->status = describe(worker, (i + worker->number) % ENGINES);
	return NULL;
}

/* Each thread has the same of each engine, and each file is there once. */
static void demand_one_of_each(void)
{
	for (size_t i = 0; i < THREADS; i++) {
		ck_assert_int_eq(workers[i].status, HVAC_OK);
		for (size_t j = 0; j < ENGINES; j++) {
			ck_assert_ptr_nonnull(workers[i].text[j]);
			ck_assert_str_eq(workers[i].text[j], workers[0].text[j]);
		}
	}
	for (size_t j = 0; j < ENGINES; j++)
		ck_assert_uint_eq(count_mapped(place_text(place, "%s.so", engines[j])), 1);
	for (size_t i = 0; i < THREADS; i++)
		for (size_t j = 0; j < ENGINES; j++)
			hvac_text_free(workers[i].text[j]);
}

START_TEST(threads_that_load_one_engine_at_once_get_one_entry)
{
	run_threads(load_the_same);
	demand_one_of_each();
}
END_TEST

START_TEST(threads_load_different_engines_at_once)
{
	run_threads(load_all_in_another_order);
	demand_one_of_each();
}
END_TEST

static void *register_it(void *context)
{
	struct worker *worker = context;

	pthread_barrier_wait(&start);
	worker->status = hvac_plugin_register(worker->plugin, NULL);
	return NULL;
}

START_TEST(of_threads_that_register_one_engine_at_once_one_succeeds)
{
	void *zoo = dlopen(place_module(place, "zoo_engines"), RTLD_NOW | RTLD_LOCAL);
	const struct hvac_plugin *good;
	size_t succeeded = 0;

	ck_assert_msg(zoo != NULL, "%s", dlerror());
	good = dlsym(zoo, "hvac1_secrets_x_zoo_good");
	ck_assert_ptr_nonnull(good);
	for (size_t i = 0; i < THREADS; i++)
		workers[i].plugin = good;
	run_threads(register_it);
	for (size_t i = 0; i < THREADS; i++) {
		succeeded += workers[i].status == HVAC_OK;
		ck_assert(workers[i].status == HVAC_OK || workers[i].status == HVAC_PLUGIN_REFUSED);
	}
	ck_assert_uint_eq(succeeded, 1);
}
END_TEST

static void *add_directories_and_list(void *context)
{
	struct worker *worker = context;
	hvac_value *list = NULL;

	pthread_barrier_wait(&start);
	worker->status = hvac_plugin_path(place_path(place));
	if (worker->status == HVAC_OK)
		worker->status = hvac_plugin_list(&list);
	hvac_value_free(list);
	return NULL;
}

START_TEST(threads_add_directories_and_list_engines_at_once)
{
	run_threads(add_directories_and_list);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(workers[i].status, HVAC_OK);
}
END_TEST

#ifndef __SANITIZE_ADDRESS__

/* Loads without end: what is refused is loaded again the next time, and each of these at another point of the way. */
static const char *const bad[] = { "secrets/x_not_elf", "secrets/x_zoo_wrong_major", "secrets/x_zoo_condition_names_nothing" };
#define BAD (sizeof bad / sizeof bad[0])

static atomic_bool stop;
static sem_t rounds;                    /* posted at the end of each round of work */

static void *load_without_end(void *context)
{
	(void)context;
	while (!atomic_load(&stop)) {
		for (size_t i = 0; i < BAD; i++) {
			hvac_value *description;

			if (hvac_plugin_describe(bad[i], &description, NULL) != HVAC_PLUGIN_REFUSED)
				abort();
		}
		sem_post(&rounds);
	}
	return NULL;
}

static void *read_without_end(void *context)
{
	(void)context;
	while (!atomic_load(&stop)) {
		hvac_value *value;

		if (hvac_value_parse("[1]", 3, &value) != HVAC_OK)
			abort();
		hvac_value_free(value);
		sem_post(&rounds);
	}
	return NULL;
}

/* In the child: every engine that the parent has loaded is described, is called, and is run dry. */
static int use_engines(hvac_client *client)
{
	for (size_t i = 0; i < ENGINES; i++) {
		hvac_value *description = NULL, *requests = NULL;
		hvac_response *response = NULL;
		hvac_task *task = NULL;

		if (hvac_plugin_describe(engines[i], &description, NULL) != HVAC_OK)
			return 1;
		if (hvac_task_new(client, engines[i], "read", NULL, NULL, &task) != HVAC_OK || hvac_task_dry_run(task, false, &requests) != HVAC_OK)
			return 2;
		if (hvac_call(client, engines[i], "read", HVAC_ARGS(hvac_string("mount_point", "child")), &response) != HVAC_OK)
			return 3;
		hvac_value_free(description);
		hvac_value_free(requests);
		hvac_task_free(task);
		hvac_response_free(response);
	}
	return 0;
}

/* A child that did well ends by a signal: what the other thread had is nobody's in it, and no leak checker shall look. */
#define WELL SIGKILL

static void end_child(int result)
{
	if (!result)
		raise(WELL);
	_exit(result);
}

/* Forks again and again while another thread is at its work; each child must end well, and soon. */
static void fork_while(void *(*work)(void *context), hvac_client *client)
{
	pthread_t other;

	ck_assert_int_eq(sem_init(&rounds, 0, 0), 0);
	ck_assert_int_eq(pthread_create(&other, NULL, work, NULL), 0);
	for (int i = 0; i < FORKS; i++) {
		pid_t child;
		int status;

		/* not before the other is at it again */
		while (sem_trywait(&rounds) == 0)
			;
		sem_wait(&rounds);
		child = fork();
		ck_assert_int_ge(child, 0);
		if (!child) {
			/* check's own handler, which the child has inherited, would end them all */
			signal(SIGALRM, SIG_DFL);
			alarm(CHILD_SECONDS);
			end_child(use_engines(client));
		}
		ck_assert_int_eq(waitpid(child, &status, 0), child);
		ck_assert_msg(!WIFEXITED(status), "child %d failed with %d", i, WEXITSTATUS(status));
		ck_assert_msg(WTERMSIG(status) != SIGALRM, "child %d hung", i);
		ck_assert_int_eq(WTERMSIG(status), WELL);
	}
	atomic_store(&stop, true);
	ck_assert_int_eq(pthread_join(other, NULL), 0);
	sem_destroy(&rounds);
}

static struct canned *canned_with_engines(void)
{
	struct canned *canned = canned_new();

	for (size_t i = 0; i < ENGINES; i++) {
		hvac_value *description;

		ck_assert_int_eq(hvac_plugin_describe(engines[i], &description, NULL), HVAC_OK);
		hvac_value_free(description);
		canned_answer(canned, 200, NULL, "{\"data\":{}}");
	}
	return canned;
}

START_TEST(a_child_forked_while_another_thread_loads_uses_every_engine_loaded_before)
{
	struct canned *canned = canned_with_engines();

	place_write(place, place_text(place, "%s.so", bad[0]), "bad", 3);
	for (size_t i = 1; i < BAD; i++)
		place_copy(place, "zoo_engines", place_text(place, "%s.so", bad[i]));
	fork_while(load_without_end, canned_client(canned));
	canned_free(canned);
}
END_TEST

START_TEST(a_child_forked_while_another_thread_reads_json_uses_every_engine_loaded_before)
{
	struct canned *canned = canned_with_engines();

	fork_while(read_without_end, canned_client(canned));
	canned_free(canned);
}
END_TEST

#endif

int main(void)
{
	Suite *suite = suite_create("threads");
	TCase *tests = tcase_create("threads");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, threads_that_load_one_engine_at_once_get_one_entry);
	tcase_add_test(tests, threads_load_different_engines_at_once);
	tcase_add_test(tests, of_threads_that_register_one_engine_at_once_one_succeeds);
	tcase_add_test(tests, threads_add_directories_and_list_engines_at_once);
	/* AddressSanitizer's allocator has locks of its own, which a fork beside a thread that allocates leaves locked (gcc 12): the child
	 * hangs in its first malloc. Every other build has these. */
#ifndef __SANITIZE_ADDRESS__
	tcase_add_test(tests, a_child_forked_while_another_thread_loads_uses_every_engine_loaded_before);
	tcase_add_test(tests, a_child_forked_while_another_thread_reads_json_uses_every_engine_loaded_before);
#endif
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
