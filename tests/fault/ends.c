/* SPDX-License-Identifier: MIT */
/* ends ADDRESS AUTHORITY: returns from main while its watcher's thread works, and goes on with a call and with the watcher in an exit
 * handler that was there before the first client. Says what became of the call. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <hvac/hvac.h>

static hvac_client *client;
static hvac_watcher *watcher;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned reads;

static void count(hvac_watcher *by, const hvac_event *event, void *context)
{
	(void)by;
	(void)context;
	pthread_mutex_lock(&mutex);
	reads += event->kind == HVAC_EVENT_READ;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
}

/* So many more than there are. */
static void wait_for(unsigned more)
{
	pthread_mutex_lock(&mutex);
	for (unsigned until = reads + more; reads < until;)
		pthread_cond_wait(&changed, &mutex);
	pthread_mutex_unlock(&mutex);
}

static void go_on(void)
{
	hvac_status status = hvac_read(client, "secret/data/web", NULL);

	wait_for(2);
	printf("%s\n", hvac_status_name(status));
	hvac_watcher_free(watcher);
	hvac_client_free(client);
}

int main(int argc, char **argv)
{
	hvac_config *config = hvac_config_new();
	hvac_task *task;

	if (argc != 3)
		return 2;
	hvac_config_set(config, "address", argv[1]);
	hvac_config_set(config, "ca_cert_bytes", argv[2]);
	hvac_config_set(config, "token", "hvs.at-exit");
	hvac_config_set(config, "watch_interval", "1ms");
	if (atexit(go_on) != 0 || hvac_client_new(config, &client) != HVAC_OK || hvac_watcher_new(client, &watcher) != HVAC_OK ||
	    hvac_task_new_path(client, "GET", "secret/data/watched", NULL, NULL, &task) != HVAC_OK ||
	    hvac_watcher_add(watcher, task, NULL, NULL) != HVAC_OK)
		abort();
	hvac_config_free(config);
	hvac_watcher_on_event(watcher, count, NULL);
	if (hvac_watcher_start(watcher) != HVAC_OK)
		abort();
	wait_for(1);
	return 0;
}
