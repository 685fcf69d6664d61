/* SPDX-License-Identifier: MIT */
/*
 * Keeps what was read, for programs that need the same secrets again and again. An answer is given again without asking for as long
 * as the option `cache_fresh` of the task's client says; after that one caller asks anew while the others still get the one that is
 * there; when the server cannot be asked it is given on, up to `cache_stale` since it was read. Whoever wants what is being fetched
 * waits for that one fetch. Failures are not kept, nor what ends by itself: leases, wrapping tokens. What is dropped is wiped, once
 * the last response of it is freed; `cache_size` of the cache's client is how much is kept. Any number of threads may use a cache. A
 * forked child begins with an empty one.
 */
#ifndef HVAC_CACHE_H
#define HVAC_CACHE_H

#include <hvac/call.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hvac_cache hvac_cache;

/* HVAC_OK, HVAC_CONFIG_ERROR for a client that cannot be used, HVAC_NO_MEMORY. The client may be freed first. */
HVAC_API hvac_status hvac_cache_new(hvac_client *client, hvac_cache **cache);
/* No call may be under way; NULL is fine. */
HVAC_API void hvac_cache_free(hvac_cache *cache);

/* Gives what is kept of what the task asks for, or runs it; frees it, whatever comes of it. Takes what reads and may be repeated, has
 * not run, and is of a client with the cache's token and connections: its own, or one derived from that. The response (may be NULL:
 * it is to be there the next time) is the caller's, and may be shared with others: it never changes. Blocks, at most up to the task's
 * deadline, until it is cancelled, or its client is freed. Returns the response's status:
 * as hvac_task_run, be it that of another's call for the same; HVAC_PARAM_VALIDATION_ERROR for what cannot be cached (it writes, logs
 * in, makes credentials, streams, is wrapped, or reads files and callbacks for what it asks). HVAC_NO_MEMORY without a response, also
 * where the cache or the task is NULL. */
HVAC_API hvac_status hvac_cache_get(hvac_cache *cache, hvac_task *task, hvac_response **response);
/* Forgets everything: after a change of the token by hand, or a write. What is being fetched is not kept. */
HVAC_API void hvac_cache_flush(hvac_cache *cache);

#ifdef __cplusplus
}
#endif
#endif
