/* SPDX-License-Identifier: MIT */
/* A library that a program has opened, and closes while a name server has not answered yet. */
#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <hvac/call.h>
#include <hvac/config.h>
#include "suite.h"

static struct {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool answers;
	long thread;                    /* that asks */
} names = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

/* In place of the C library's, for libcurl: whoever asks waits until the library is closed. */
HVAC_API int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
	(void)name;
	(void)service;
	(void)hints;
	(void)result;
	pthread_mutex_lock(&names.mutex);
	names.thread = syscall(SYS_gettid);
	while (!names.answers)
		pthread_cond_wait(&names.changed, &names.mutex);
	pthread_mutex_unlock(&names.mutex);
	return EAI_AGAIN;
}

#define SYMBOL(function) __typeof__(function) *call_##function = (__typeof__(function) *)(uintptr_t)dlsym(library, #function)

static void time_out(void *library)
{
	SYMBOL(hvac_config_new);
	SYMBOL(hvac_config_set);
	SYMBOL(hvac_config_free);
	SYMBOL(hvac_client_new);
	SYMBOL(hvac_client_free);
	SYMBOL(hvac_read);
	hvac_config *config = call_hvac_config_new();
	hvac_client *client;

	call_hvac_config_set(config, "address", "http://hangs.test:1");
	call_hvac_config_set(config, "token", "t");
	call_hvac_config_set(config, "timeout", "100ms");
	call_hvac_config_set(config, "max_retries", "0");
	ck_assert_int_eq(call_hvac_client_new(config, &client), HVAC_OK);
	call_hvac_config_free(config);
	ck_assert_int_eq(call_hvac_read(client, "secret/a", NULL), HVAC_TIMEOUT);
	call_hvac_client_free(client);
}

START_TEST(what_still_asks_a_name_server_finds_its_code)
{
	char path[4096];
	void *library;

	snprintf(path, sizeof path, "%s/core/.libs/libhvac.so", getenv("HVAC_BUILD"));
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	ck_assert_msg(library, "%s", dlerror());
	time_out(library);
	dlclose(library);
	pthread_mutex_lock(&names.mutex);
	names.answers = true;
	pthread_cond_broadcast(&names.changed);
	pthread_mutex_unlock(&names.mutex);
	snprintf(path, sizeof path, "/proc/self/task/%ld", names.thread);
	while (access(path, F_OK) == 0)
		sched_yield();
}
END_TEST

SUITE("unloaded", what_still_asks_a_name_server_finds_its_code)
