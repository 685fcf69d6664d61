/* SPDX-License-Identifier: MIT */
/*
 * Keeps a client's token alive, and any number of secrets: each is renewed in time, and got anew (logged in, read again) when it
 * ends or cannot be renewed any further. Leases end with the token that made them, so after a new login all are read again. A
 * watcher works in a thread of its own (hvac_watcher_start), or in the program's loop (hvac_watcher_due_in, hvac_watcher_poll).
 * It is not the only one that logs in: a call whose token is dead does so too, and the watcher goes on from there. A token that
 * nobody logged in for is renewed as long as it can be; when it has ended, another is looked for in its file, if it has one. When the
 * program takes the token away, nothing is done for it until there is another.
 *
 * Renewal is due at two thirds of what is left of a life, and up to a tenth later; after a failure in one second, doubling up to
 * five minutes, and sooner the nearer the end is. A forked child leaves its parent's watchers alone: there the functions do nothing.
 */
#ifndef HVAC_WATCHER_H
#define HVAC_WATCHER_H

#include <stdint.h>
#include <hvac/call.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hvac_watcher hvac_watcher;

typedef enum hvac_event_kind {
	HVAC_EVENT_LOGGED_IN = 1,        /* a new token is there; also when a call has logged in, or the program has set one */
	HVAC_EVENT_READ = 2,             /* a secret was read, or read again */
	HVAC_EVENT_RENEWED = 3,
	HVAC_EVENT_FAILED = 4,           /* what was due failed: it is tried again */
	HVAC_EVENT_EXPIRED = 5,          /* the end came before a renewal did */
	HVAC_EVENT_REVOKED = 6
} hvac_event_kind;

typedef struct hvac_event {
	uint32_t size;                   /* sizeof(hvac_event) of the library */
	hvac_event_kind kind;
	const char *engine, *operation;  /* of the secret, "" and the method for a plain path; NULL for the token */
	/* The answer, or the failure with its message. NULL: for HVAC_EVENT_EXPIRED, as the failures before it have told why; for a token
	 * that the watcher did not get itself; and when memory ran out, which is what hvac_response_message says of each of them. */
	const hvac_response *response;
	int64_t next_ms;                 /* until something is due again for it; -1: never */
} hvac_event;

/* Both are called by the thread that works: the watcher's own, or the one in hvac_watcher_poll. They may call anything but
 * hvac_watcher_poll, hvac_watcher_revoke and hvac_watcher_free. */
typedef void hvac_event_function(hvac_watcher *watcher, const hvac_event *event, void *context);
/* There is a secret that was not there before: the first, one that was read anew, or one that has changed. The response lives until
 * the next one came. */
typedef void hvac_secret_function(hvac_watcher *watcher, const hvac_response *response, void *context);

/* HVAC_OK, HVAC_CONFIG_ERROR for a client that cannot be used, HVAC_NO_MEMORY. The client may be freed first. */
HVAC_API hvac_status hvac_watcher_new(hvac_client *client, hvac_watcher **watcher);
/* Stops the thread, cancels what is under way, and frees it all; NULL is fine. The token and the leases live on. */
HVAC_API void hvac_watcher_free(hvac_watcher *watcher);

/* Before it starts, or is polled. */
HVAC_API void hvac_watcher_on_event(hvac_watcher *watcher, hvac_event_function *function, void *context);
/* Logs in so, first when it starts and whenever the token ends; arguments as hvac_login takes them. Without it the login of the last
 * hvac_login is repeated; without that one too the token is renewed as long as it can be. HVAC_OK, or why the login cannot be
 * made, which *response (may be NULL) tells: HVAC_PARAM_VALIDATION_ERROR also once it has started, or was polled,
 * and for a client of hvac_client_inline, which keeps no token. Sends nothing. */
HVAC_API hvac_status hvac_watcher_login(hvac_watcher *watcher, const char *engine, const char *operation, const hvac_argument *arguments,
                                        hvac_response **response);
/* Watches a secret: what the task reads. It is run now (when the watcher starts), and again when its lease ends; one without a lease
 * every `watch_interval` (option, 5 minutes; what the server replaces at times, a static role's password, also when that is due), and
 * `secret` is then called only when it has changed. A certificate that it makes, which the answer's `certificate` and `expiration`
 * tell, is made anew before its end; anything else that it makes at each call, without a lease, every `watch_interval`, too. Takes a
 * task without a stream, as hvac_queue_submit does, and keeps it; its arguments' files and callbacks are read each time. Until
 * hvac_watcher_revoke, from any thread: a program's loop sees it in hvac_watcher_due_in. HVAC_OK, and the task is the watcher's; else
 * it stays the caller's: HVAC_PARAM_VALIDATION_ERROR (it was refused, cancelled or run, or comes too late), HVAC_NO_MEMORY. */
HVAC_API hvac_status hvac_watcher_add(hvac_watcher *watcher, hvac_task *task, hvac_secret_function *secret, void *context);

/* Works in a thread of its own, which takes no signals. HVAC_OK, HVAC_NO_MEMORY when there can be none, HVAC_PARAM_VALIDATION_ERROR
 * the second time, and after hvac_watcher_revoke. */
HVAC_API hvac_status hvac_watcher_start(hvac_watcher *watcher);

/* Milliseconds until hvac_watcher_poll must be called, as poll() takes them: -1 when nothing will ever be due. Short while an answer
 * is waited for, and never more than a minute, for what a program sleeps by may stand still while the machine is suspended; 0 when the
 * token was changed, or a secret was added. From the thread that polls; -1 once there is a thread for it. */
HVAC_API int hvac_watcher_due_in(hvac_watcher *watcher);
/* Does what is due; never waits for an answer, but up to the deadline for a pipe that the login reads. */
HVAC_API void hvac_watcher_poll(hvac_watcher *watcher);

/* Stops watching, and takes everything back: revokes the leases, all at once, then the token if a login made it, and waits for the
 * answers: no longer than the option `deadline` for all of them, but for hooks that block. What has ended by itself, as far as is
 * known, is left alone. HVAC_OK, or the first failure. */
HVAC_API hvac_status hvac_watcher_revoke(hvac_watcher *watcher);

#ifdef __cplusplus
}
#endif
#endif
