/* SPDX-License-Identifier: MIT */
/* The files of TLS are replaced while many threads call: whoever calls afterwards is who the files say, and nobody else. */
#include "stand.h"
#include "identity.h"

#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 64u
#define REPLACEMENTS 3u
#define FIRST_EPOCH 2u
#define PATIENCE_MS 20000
/* A name that leaves libcurl's words no room: what they are followed by is told all the same. */
#define LONG "a-name-that-is-long-for-a-file-but-not-too-long-at-all-for-a-file-of-whoever-keeps-one-for-each-of-many-identities-of-many-hosts-"
#define CERTIFICATE LONG "client.pem"
#define KEY LONG "client-key.pem"
#define LATEST (REPLACEMENTS + 1u)  /* generation */

/* What a thread has met: the latest epoch in which a call began that went well, and that failed, and how that was told. */
struct caller {
	pthread_t thread;
	unsigned well, failed;
	char *message;
};

static struct {
	struct server *server;
	hvac_client *client;
	const char *folder;
	pthread_mutex_t mutex;          /* of what follows */
	pthread_cond_t changed;
	struct caller callers[THREADS];
	unsigned epoch;                 /* odd while the files are not what they should be */
	unsigned generation;            /* of the identity that calls have to show from now on */
	unsigned parked;
	bool pause, end;
	char *unexpected;               /* a failure that nothing explains */
} test = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .epoch = FIRST_EPOCH };

static char *text(const char *format, ...) HVAC_FORMAT(1, 2);
static char *text(const char *format, ...)
{
	char *made;
	va_list list;

	va_start(list, format);
	ck_assert_int_ge(vasprintf(&made, format, list), 0);
	va_end(list);
	return made;
}

/* Callers */

/* Reads with what the call has to show in its path. NULL, or how it failed. */
static char *call(const char *who, unsigned generation)
{
	char *path = text("secret/%s/%u", who, generation), *message = NULL;
	hvac_response *response;

	if (hvac_read(test.client, path, &response) != HVAC_OK)
		message = text("%s: %s", hvac_status_name(hvac_response_status(response)), hvac_response_message(response));
	hvac_response_free(response);
	free(path);
	return message;
}

static void note(struct caller *caller, unsigned epoch, char *message)
{
	if (!message) {
		caller->well = epoch;
	} else if (epoch % 2 == 0 && epoch == test.epoch && !test.unexpected) {
		test.unexpected = message;
	} else {
		caller->failed = epoch;
		free(caller->message);
		caller->message = message;
	}
	pthread_cond_broadcast(&test.changed);
}

/* Calls until the end; after a failure only once something has changed. */
static void *go_on(void *context)
{
	struct caller *caller = context;

	pthread_mutex_lock(&test.mutex);
	while (!test.end) {
		unsigned epoch = test.epoch, generation = test.generation;
		char *message;

		pthread_mutex_unlock(&test.mutex);
		message = call("thread", generation);
		pthread_mutex_lock(&test.mutex);
		note(caller, epoch, message);
		while (message && epoch == test.epoch && !test.end)
			pthread_cond_wait(&test.changed, &test.mutex);
		test.parked++;
		pthread_cond_broadcast(&test.changed);
		while (test.pause && !test.end)
			pthread_cond_wait(&test.changed, &test.mutex);
		test.parked--;
	}
	pthread_mutex_unlock(&test.mutex);
	return NULL;
}

static bool all_went_well(unsigned epoch)
{
	for (size_t i = 0; i < THREADS; i++)
		if (test.callers[i].well < epoch)
			return false;
	return true;
}

static bool all_failed(unsigned epoch)
{
	for (size_t i = 0; i < THREADS; i++)
		if (test.callers[i].failed < epoch)
			return false;
	return true;
}

static bool all_are_parked(unsigned unused)
{
	(void)unused;
	return test.parked == THREADS;
}

static void wait_until(bool (*holds)(unsigned), unsigned epoch)
{
	pthread_mutex_lock(&test.mutex);
	while (!test.unexpected && !holds(epoch))
		pthread_cond_wait(&test.changed, &test.mutex);
	ck_assert_msg(!test.unexpected, "%s", test.unexpected);
	pthread_mutex_unlock(&test.mutex);
}

/* A step from files that are right to files that are not, or back. Returns the epoch that begins. */
static unsigned step(unsigned generation)
{
	unsigned epoch;

	pthread_mutex_lock(&test.mutex);
	epoch = ++test.epoch;
	test.generation = generation;
	pthread_cond_broadcast(&test.changed);
	pthread_mutex_unlock(&test.mutex);
	return epoch;
}

static void all_were_told_of(const char *option)
{
	pthread_mutex_lock(&test.mutex);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_msg(!strncmp(test.callers[i].message, "SSLError: ", 10) && strstr(test.callers[i].message, option), "%s", test.callers[i].message);
	pthread_mutex_unlock(&test.mutex);
}

static void pause_all(bool on)
{
	pthread_mutex_lock(&test.mutex);
	test.pause = on;
	pthread_cond_broadcast(&test.changed);
	pthread_mutex_unlock(&test.mutex);
}

/* Files */

static char *path_of(const char *name)
{
	return text("%s/%s", test.folder, name);
}

static void write_file(const char *name, const char *content)
{
	char *path = path_of(name);
	FILE *file = fopen(path, "we");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(content, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	free(path);
}

static void replace_file(const char *name, const char *content)
{
	char *from = path_of("new"), *to = path_of(name);

	write_file("new", content);
	ck_assert_int_eq(rename(from, to), 0);
	free(from);
	free(to);
}

/* Outside of a test, where nothing can be asserted. */
static void remove_files(void)
{
	static const char *const names[] = { "ca.pem", "new", CERTIFICATE, KEY };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char *path;

		if (asprintf(&path, "%s/%s", test.folder, names[i]) < 0)
			continue;
		unlink(path);
		free(path);
	}
	rmdir(test.folder);
}

typedef void put_file(const char *name, const char *content);

/* The identity of a generation; between its two files is time for `meanwhile`. */
static void show(unsigned generation, put_file *put, void (*meanwhile)(void))
{
	char *name = text("generation %u", generation), *certificate, *key;

	ck_assert(server_admit(test.server, name, &certificate, &key));
	put(CERTIFICATE, certificate);
	if (meanwhile)
		meanwhile();
	put(KEY, key);
	free(name);
	free(certificate);
	free(key);
}

/* Beginning and end */

static hvac_client *client_new(void)
{
	char *ca = path_of("ca.pem"), *certificate = path_of(CERTIFICATE), *key = path_of(KEY);
	hvac_config *config = hvac_config_new();
	hvac_client *client;

	hvac_config_set(config, "address", server_url(test.server, "a"));
	hvac_config_set(config, "ca_cert", ca);
	hvac_config_set(config, "client_cert", certificate);
	hvac_config_set(config, "client_key", key);
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	free(ca);
	free(certificate);
	free(key);
	return client;
}

/* The server keeps a descriptor of every connection. */
static void raise_limit(void)
{
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void begin(void)
{
	const char *why;

	raise_limit();
	test.server = server_start("listen a tls-mutual\n", &why);
	ck_assert_msg(test.server, "%s", why);
	write_file("ca.pem", server_authority(test.server));
	show(0, write_file, NULL);
	test.client = client_new();
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&test.callers[i].thread, NULL, go_on, &test.callers[i]), 0);
	wait_until(all_went_well, FIRST_EPOCH);
}

static void end(void)
{
	pthread_mutex_lock(&test.mutex);
	test.end = true;
	pthread_cond_broadcast(&test.changed);
	pthread_mutex_unlock(&test.mutex);
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(test.callers[i].thread, NULL);
		free(test.callers[i].message);
	}
	hvac_client_free(test.client);
	server_finish(test.server);
}

/* What the server has seen of it. */
static struct {
	size_t connections[LATEST + 1], of_children;
} seen;

static void look_at(void *context, const char *peer, const char *sent)
{
	const char *of_thread = sent;
	unsigned generation;

	(void)context;
	if (!peer)
		return;
	ck_assert_int_eq(sscanf(peer, "generation %u", &generation), 1);
	ck_assert_uint_le(generation, LATEST);
	seen.connections[generation]++;
	if (strstr(sent, "secret/child/")) {
		seen.of_children++;
		ck_assert_msg(!strstr(sent, "secret/thread/"), "a child used a connection of its parent's");
	}
	while ((of_thread = strstr(of_thread, "secret/thread/"))) {
		of_thread += strlen("secret/thread/");
		ck_assert_msg(strtoul(of_thread, NULL, 10) <= generation, "a call that had to show generation %lu was made as generation %u",
		              strtoul(of_thread, NULL, 10), generation);
	}
}

static void all_are_told_that_the_key_is_of_another_certificate(void)
{
	wait_until(all_failed, test.epoch);
	all_were_told_of("(are the options client_cert, client_key and client_key_passphrase_file right?)");
}

/* With calls of its own, while the connections of its parent are there, idle; what it inherited is not asked about leaks. */
static void fork_while_they_are_connected(void)
{
	pid_t child;
	int status;

	pause_all(true);
	wait_until(all_are_parked, 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		bool well = !call("child", LATEST) && !call("child", LATEST);

		execl(well ? "/bin/true" : "/bin/false", "child", (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	pause_all(false);
}

START_TEST(threads_that_call_go_on_as_whom_the_files_name)
{
	struct identity foreign = authority_new("a foreign authority");
	char *other = identity_text(&foreign), *both;

	begin();
	both = text("%s%s", other, server_authority(test.server));
	for (unsigned generation = 1; generation <= REPLACEMENTS; generation++) {
		step(generation - 1);
		show(generation, replace_file, NULL);
		replace_file("ca.pem", generation % 2 ? both : server_authority(test.server));
		wait_until(all_went_well, step(generation));
	}
	step(LATEST - 1);
	show(LATEST, write_file, all_are_told_that_the_key_is_of_another_certificate);
	wait_until(all_went_well, step(LATEST));

	step(LATEST);
	replace_file("ca.pem", other);
	wait_until(all_failed, test.epoch);
	all_were_told_of("ca_cert");
	replace_file("ca.pem", both);
	wait_until(all_went_well, step(LATEST));

	fork_while_they_are_connected();
	step(LATEST);
	wait_until(all_went_well, step(LATEST));
	end();
	server_each(test.server, "a", look_at, NULL);
	for (size_t i = 0; i <= LATEST; i++)
		ck_assert_uint_ge(seen.connections[i], 1);
	ck_assert_uint_eq(seen.of_children, 1);
	server_free(test.server);
	identity_free(&foreign);
	free(other);
	free(both);
}
END_TEST

/* Time stands still, but when the test has it pass. */
static uint64_t present = UINT64_C(1000000000);

static uint64_t monotonic(void *context)
{
	(void)context;
	return present;
}

static hvac_client *client_with_clock(const struct server *server)
{
	const hvac_clock clock = { .monotonic = monotonic };
	hvac_config *config = hvac_config_new();
	char *ca = path_of("ca.pem");
	hvac_client *client;

	hvac_config_set(config, "address", server_url(server, "a"));
	hvac_config_set(config, "ca_cert", ca);
	hvac_config_clock(config, &clock);
	ck_assert_msg(hvac_client_new(config, &client) == HVAC_OK, "%s", hvac_config_error(config));
	hvac_config_free(config);
	free(ca);
	return client;
}

static void count(hvac_queue *queue, hvac_response *response, void *ended)
{
	(void)queue;
	ck_assert_msg(hvac_response_status(response) == HVAC_OK, "%s", hvac_response_message(response));
	hvac_response_free(response);
	++*(unsigned *)ended;
}

static void submit(hvac_client *client, hvac_queue *queue, unsigned *ended)
{
	hvac_task *task;

	ck_assert_int_eq(hvac_task_new_path(client, "GET", "secret/x", NULL, NULL, &task), HVAC_OK);
	ck_assert_int_eq(hvac_queue_submit(queue, task, count, ended), HVAC_OK);
}

static void wait_for_descriptor(hvac_queue *queue)
{
	struct pollfd readable = { .fd = hvac_queue_descriptor(queue), .events = POLLIN };

	ck_assert_msg(poll(&readable, 1, PATIENCE_MS) == 1, "there is something to do, and the descriptor does not say so");
	ck_assert_int_eq(hvac_queue_run(queue, 0), HVAC_OK);
}

/* The call that has to wait until the others' connections are closed is not waited with for something else to happen. */
START_TEST(who_waits_for_a_queues_descriptor_is_told_when_it_can_go_on_with_new_files)
{
	struct server *server;
	hvac_client *client;
	hvac_queue *queue;
	unsigned ended = 0;
	const char *why;

	server = server_start("listen a tls\nanswer 200\nbody {\"data\":{}}\ndelay 300\n", &why);
	ck_assert_msg(server, "%s", why);
	write_file("ca.pem", server_authority(server));
	client = client_with_clock(server);
	ck_assert_int_eq(hvac_queue_new(client, &queue), HVAC_OK);
	submit(client, queue, &ended);
	ck_assert_int_ge(hvac_queue_descriptor(queue), 0);
	while (server_requests(server, "a") == 0)
		ck_assert_int_eq(hvac_queue_run(queue, 1), HVAC_OK);
	replace_file("ca.pem", server_authority(server));
	present += UINT64_C(2000000000);
	submit(client, queue, &ended);
	ck_assert_int_eq(hvac_queue_run(queue, 0), HVAC_OK);
	while (ended < 2)
		wait_for_descriptor(queue);
	hvac_queue_free(queue);
	hvac_client_free(client);
	server_finish(server);
	server_free(server);
}
END_TEST

/* The folder is the program's, so that it goes when the test fails, too. */
int main(void)
{
	const struct promise promises[] = {
		{ threads_that_call_go_on_as_whom_the_files_name, 0 }, { who_waits_for_a_queues_descriptor_is_told_when_it_can_go_on_with_new_files, 0 },
	};
	char folder[] = "/tmp/rotation.XXXXXX";
	int status;

	test.folder = mkdtemp(folder);
	if (!test.folder)
		return 1;
	status = stand_run("TLS files that are replaced", promises, sizeof promises / sizeof promises[0]);
	remove_files();
	return status;
}
