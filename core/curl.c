/* SPDX-License-Identifier: MIT */
/*
 * Carries requests with libcurl. A lane is a multi handle with its connections and the exchanges that were made on it. libcurl
 * waits itself, which is the cheapest for one exchange; a lane that was asked for its descriptor has its sockets in an epoll
 * instance instead, so that many cost no more than those where something happens.
 */
#include "curl.h"
#include "clock.h"
#include "exchange.h"
#include "tls.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#define POLL_MAX_MS 3600000
#define EVENTS 64               /* sockets that are looked at in one go */
#define NOTHING_DUE UINT64_MAX
#define UNWATCHED 0x080101u /* the first libcurl that takes no header of the answer before for one of this (exchange.c) */

struct curl_adapter {
	hvac_adapter adapter;
	const struct settings *settings;
	struct passphrase passphrase;
	bool watches;
};

struct curl_lane {
	struct curl_adapter *adapter;
	CURLM *multi;
	struct exchange *idle, *active;
	struct sockets sockets;
	bool broken;                    /* one of the active stands still */
	struct tls_stamp stamp;
	int epoll;                      /* with the sockets and `event`; -1: libcurl waits */
	atomic_int event;               /* by which any thread wakes it */
	uint64_t due;                   /* when libcurl wants to look at its timers, by the system's clock */
};

static bool activate(struct curl_lane *lane, struct exchange *exchange)
{
	if (curl_multi_add_handle(lane->multi, exchange->easy) != CURLM_OK)
		return false;
	exchange->next = lane->active;
	lane->active = exchange;
	return true;
}

static hvac_status lane_start(void *handle, const hvac_request *request, void *ticket)
{
	struct curl_lane *lane = handle;
	struct exchange *exchange = request->external ? NULL : lane->idle;

	if (exchange)
		lane->idle = exchange->next;
	if (!exchange)
		exchange = exchange_new(lane->adapter->settings, &lane->adapter->passphrase, &lane->sockets, request->external);
	if (!exchange)
		return HVAC_NO_MEMORY;
	exchange->watched = lane->adapter->watches ? &lane->broken : NULL;
	if (!exchange_begin(exchange, request, ticket) || !activate(lane, exchange)) {
		exchange_free(exchange);
		return HVAC_NO_MEMORY;
	}
	return HVAC_OK;
}

static void deactivate(struct curl_lane *lane, struct exchange *exchange)
{
	for (struct exchange **place = &lane->active; *place; place = &(*place)->next)
		if (*place == exchange) {
			*place = exchange->next;
			break;
		}
	curl_multi_remove_handle(lane->multi, exchange->easy);
}

/* Tells what became of an exchange, and keeps its handle for another. One that was not sent goes over another connection: libcurl has closed
 * the one that it found. */
static void finish(struct curl_lane *lane, struct exchange *exchange, CURLcode code, hvac_adapter_done *done, void *context)
{
	bool kept = !exchange->own_tls && !exchange->request->external && !exchange->malformed;
	void *ticket = exchange->ticket;
	hvac_outcome outcome;

	if (exchange->stale && code == CURLE_ABORTED_BY_CALLBACK) {
		deactivate(lane, exchange);
		exchange->stale = false;
		exchange->detail[0] = '\0';
		if (activate(lane, exchange))
			return;
		exchange->no_memory = true;
	}
	outcome = exchange_outcome(exchange, code);
	deactivate(lane, exchange);
	exchange->request = NULL;
	done(context, ticket, &outcome);
	if (!kept) {
		exchange_free(exchange);
	} else {
		exchange->next = lane->idle;
		lane->idle = exchange;
	}
}

/* Those that stand still: a line of their answer was refused, or their socket cannot be watched. */
static bool reap_broken(struct curl_lane *lane, hvac_adapter_done *done, void *context)
{
	bool any = lane->broken;
	struct exchange *next;

	lane->broken = false;
	for (struct exchange *exchange = any ? lane->active : NULL; exchange; exchange = next) {
		next = exchange->next;
		if (exchange->malformed || exchange->no_memory)
			finish(lane, exchange, CURLE_ABORTED_BY_CALLBACK, done, context);
	}
	return any;
}

/* Tells of every exchange that ended. */
static bool reap(struct curl_lane *lane, hvac_adapter_done *done, void *context)
{
	bool any = reap_broken(lane, done, context);
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(lane->multi, &left))) {
		char *private = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
		finish(lane, (void *)private, message->data.result, done, context);
		any = true;
	}
	return any;
}

static void close_descriptors(struct curl_lane *lane)
{
	if (lane->epoll >= 0)
		close(lane->epoll);
	if (atomic_load(&lane->event) >= 0)
		close(atomic_load(&lane->event));
	lane->epoll = -1;
}

/* libcurl says what it wants to know of a socket. */
static int on_socket(CURL *easy, curl_socket_t socket, int what, void *context, void *known)
{
	struct curl_lane *lane = context;
	struct epoll_event event = { .events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u), .data = { .fd = socket } };
	char *private = NULL;

	if (what == CURL_POLL_REMOVE) {
		/* it may be closed already */
		epoll_ctl(lane->epoll, EPOLL_CTL_DEL, socket, &event);
		return 0;
	}
	/* with an error returned libcurl would give up all the others, too, and whatever the lane is given later */
	if ((epoll_ctl(lane->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event) != 0 ||
	     curl_multi_assign(lane->multi, socket, lane) != CURLM_OK) && curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private) == CURLE_OK && private)
		((struct exchange *)(void *)private)->no_memory = lane->broken = true;
	return 0;
}

static void set_due(struct curl_lane *lane, long timeout_ms)
{
	lane->due = timeout_ms < 0 ? NOTHING_DUE : clock_system() + (uint64_t)timeout_ms * MILLISECOND;
}

static int on_timer(CURLM *multi, long timeout_ms, void *context)
{
	(void)multi;
	set_due(context, timeout_ms);
	return 0;
}

static int lane_due(void *handle)
{
	const struct curl_lane *lane = handle;
	uint64_t present = clock_system(), ms;

	if (lane->epoll < 0 || lane->due == NOTHING_DUE)
		return -1;
	ms = lane->due > present ? (lane->due - present + MILLISECOND - 1) / MILLISECOND : 0;
	return ms < POLL_MAX_MS ? (int)ms : POLL_MAX_MS;
}

static void look_at_socket(struct curl_lane *lane, const struct epoll_event *event)
{
	eventfd_t count;
	int running, what;

	if (event->data.fd == lane->event) {
		eventfd_read(lane->event, &count);
		return;
	}
	what = (event->events & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) | (event->events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
	       (event->events & EPOLLERR ? CURL_CSELECT_ERR : 0);
	curl_multi_socket_action(lane->multi, event->data.fd, what, &running);
}

static void drive_sockets(struct curl_lane *lane, int timeout_ms)
{
	struct epoll_event events[EVENTS];
	int running, due = lane_due(lane), count;
	long next;

	count = epoll_wait(lane->epoll, events, EVENTS, due >= 0 && (timeout_ms < 0 || due < timeout_ms) ? due : timeout_ms);
	for (int i = 0; i < count; i++)
		look_at_socket(lane, &events[i]);
	if (lane_due(lane) != 0)
		return;
	lane->due = NOTHING_DUE;
	curl_multi_socket_action(lane->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	/* it is silent about what it has said before */
	if (lane->due == NOTHING_DUE && curl_multi_timeout(lane->multi, &next) == CURLM_OK)
		set_due(lane, next);
}

static void lane_drive(void *handle, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct curl_lane *lane = handle;
	int running;

	if (lane->epoll >= 0) {
		drive_sockets(lane, timeout_ms);
		reap(lane, done, context);
		return;
	}
	curl_multi_perform(lane->multi, &running);
	if (reap(lane, done, context))
		return;
	curl_multi_poll(lane->multi, NULL, 0, timeout_ms < 0 ? POLL_MAX_MS : timeout_ms, NULL);
	curl_multi_perform(lane->multi, &running);
	reap(lane, done, context);
}

/* From here on its sockets are watched, unless there can be no descriptor. */
static int lane_descriptor(void *handle)
{
	struct curl_lane *lane = handle;
	struct epoll_event event = { .events = EPOLLIN };
	int waker;

	if (lane->epoll >= 0)
		return lane->epoll;
	lane->epoll = epoll_create1(EPOLL_CLOEXEC);
	event.data.fd = waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (lane->epoll >= 0 && waker >= 0 && epoll_ctl(lane->epoll, EPOLL_CTL_ADD, waker, &event) == 0 &&
	    curl_multi_setopt(lane->multi, CURLMOPT_SOCKETDATA, lane) == CURLM_OK && curl_multi_setopt(lane->multi, CURLMOPT_TIMERDATA, lane) == CURLM_OK &&
	    curl_multi_setopt(lane->multi, CURLMOPT_SOCKETFUNCTION, on_socket) == CURLM_OK &&
	    curl_multi_setopt(lane->multi, CURLMOPT_TIMERFUNCTION, on_timer) == CURLM_OK) {
		/* not before: others write to it at once */
		atomic_store(&lane->event, waker);
		return lane->epoll;
	}
	if (waker >= 0)
		close(waker);
	/* libcurl waits for itself again */
	curl_multi_setopt(lane->multi, CURLMOPT_SOCKETFUNCTION, NULL);
	curl_multi_setopt(lane->multi, CURLMOPT_TIMERFUNCTION, NULL);
	close_descriptors(lane);
	return -1;
}

static void lane_cancel(void *handle, void *ticket)
{
	struct curl_lane *lane = handle;

	for (struct exchange *exchange = lane->active; exchange; exchange = exchange->next)
		if (exchange->ticket == ticket) {
			deactivate(lane, exchange);
			exchange_free(exchange);
			return;
		}
}

static void lane_resume(void *handle, void *ticket)
{
	struct curl_lane *lane = handle;

	for (struct exchange *exchange = lane->active; exchange; exchange = exchange->next)
		if (exchange->ticket == ticket)
			curl_easy_pause(exchange->easy, CURLPAUSE_CONT);
}

static void lane_wake(void *handle)
{
	struct curl_lane *lane = handle;
	int waker = atomic_load(&lane->event);

	if (waker >= 0)
		eventfd_write(waker, 1);
	else
		curl_multi_wakeup(lane->multi);
}

static bool lane_fresh(void *handle)
{
	struct curl_lane *lane = handle;
	struct tls_stamp now;

	tls_stamp_take(lane->adapter->settings, &now);
	return tls_stamp_equal(&now, &lane->stamp);
}

static void lane_close(void *handle)
{
	struct curl_lane *lane = handle;

	while (lane->active) {
		struct exchange *exchange = lane->active;

		deactivate(lane, exchange);
		exchange_free(exchange);
	}
	while (lane->idle) {
		struct exchange *exchange = lane->idle;

		lane->idle = exchange->next;
		exchange_free(exchange);
	}
	curl_multi_cleanup(lane->multi);
	sockets_free(&lane->sockets);
	close_descriptors(lane);
	free(lane);
}

static hvac_status lane_open(hvac_adapter *adapter, void **handle, const char **detail)
{
	struct curl_adapter *own = adapter->self;
	struct curl_lane *lane = calloc(1, sizeof *lane);

	if (!lane)
		return HVAC_NO_MEMORY;
	*detail = tls_files_refused(own->settings, &own->passphrase);
	if (*detail) {
		free(lane);
		return HVAC_CONFIG_ERROR;
	}
	lane->adapter = own;
	lane->epoll = -1;
	atomic_init(&lane->event, -1);
	lane->due = NOTHING_DUE;
	lane->multi = curl_multi_init();
	if (!lane->multi) {
		free(lane);
		return HVAC_NO_MEMORY;
	}
	tls_stamp_take(own->settings, &lane->stamp);
	*handle = lane;
	return HVAC_OK;
}

static void adapter_free(hvac_adapter *adapter)
{
	free(adapter->self);
}

hvac_adapter *curl_adapter_new(const struct settings *settings, const struct passphrase *passphrase)
{
	struct curl_adapter *own = calloc(1, sizeof *own);

	if (!own)
		return NULL;
	own->settings = settings;
	own->watches = curl_version_info(CURLVERSION_NOW)->version_num < UNWATCHED;
	own->passphrase = *passphrase;
	own->adapter = (hvac_adapter){
		.size = sizeof own->adapter, .self = own, .open = lane_open, .start = lane_start, .drive = lane_drive, .cancel = lane_cancel,
		.resume = lane_resume, .wake = lane_wake, .fresh = lane_fresh, .close = lane_close, .free = adapter_free,
		.descriptor = lane_descriptor, .due = lane_due,
	};
	return &own->adapter;
}
