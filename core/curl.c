/* SPDX-License-Identifier: MIT */
/* Carries requests with libcurl. A lane is a multi handle with its connections and the exchanges that were made on it. */
#include "curl.h"
#include "exchange.h"
#include "tls.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POLL_MAX_MS 3600000
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
	struct tls_stamp stamp;
};

static hvac_status lane_start(void *handle, const hvac_request *request, void *ticket)
{
	struct curl_lane *lane = handle;
	struct exchange *exchange = request->external ? NULL : lane->idle;

	if (exchange)
		lane->idle = exchange->next;
	if (!exchange)
		exchange = exchange_new(lane->adapter->settings, &lane->adapter->passphrase, request->external);
	if (!exchange)
		return HVAC_NO_MEMORY;
	exchange->watched = lane->adapter->watches;
	if (!exchange_begin(exchange, request, ticket) || curl_multi_add_handle(lane->multi, exchange->easy) != CURLM_OK) {
		exchange_free(exchange);
		return HVAC_NO_MEMORY;
	}
	exchange->next = lane->active;
	lane->active = exchange;
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

/* Tells of every exchange that ended. */
static bool reap(struct curl_lane *lane, hvac_adapter_done *done, void *context)
{
	bool any = false;
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(lane->multi, &left))) {
		struct exchange *exchange = NULL;
		CURLcode code = message->data.result;
		hvac_outcome outcome;
		char *private = NULL;
		void *ticket;
		bool kept;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
		exchange = (void *)private;
		outcome = exchange_outcome(exchange, code);
		kept = !exchange->own_tls && !exchange->request->external && !exchange->malformed;
		ticket = exchange->ticket;
		deactivate(lane, exchange);
		exchange->request = NULL;
		done(context, ticket, &outcome);
		if (!kept) {
			exchange_free(exchange);
		} else {
			exchange->next = lane->idle;
			lane->idle = exchange;
		}
		any = true;
	}
	return any;
}

static void lane_drive(void *handle, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct curl_lane *lane = handle;
	int running;

	curl_multi_perform(lane->multi, &running);
	if (reap(lane, done, context))
		return;
	curl_multi_poll(lane->multi, NULL, 0, timeout_ms < 0 ? POLL_MAX_MS : timeout_ms, NULL);
	curl_multi_perform(lane->multi, &running);
	reap(lane, done, context);
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
	curl_multi_wakeup(((struct curl_lane *)handle)->multi);
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
	free(lane);
}

static hvac_status lane_open(hvac_adapter *adapter, void **handle, const char **detail)
{
	struct curl_adapter *own = adapter->self;
	struct curl_lane *lane = calloc(1, sizeof *lane);

	if (!lane)
		return HVAC_NO_MEMORY;
	if (own->settings->passphrase_file && !own->passphrase.function && access(own->settings->passphrase_file, R_OK) < 0) {
		*detail = "the file of the option client_key_passphrase_file cannot be read";
		free(lane);
		return HVAC_CONFIG_ERROR;
	}
	lane->adapter = own;
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
	};
	return &own->adapter;
}
