/* SPDX-License-Identifier: MIT */
/*
 * Keeps what was read, for programs that need the same secrets again and again. An answer is given again without asking for as long
 * as the client's option `cache_fresh` says; after that one caller asks anew while the others still get the one that is there; when
 * the server cannot be asked it is given on, up to `cache_stale` since it was read. Whoever wants what is being fetched waits for
 * that one fetch. Failures are not kept. What is dropped is wiped, once the last response of it is freed; `cache_size` bytes are
 * kept at most. Any number of threads may use a cache. A forked child begins with an empty one.
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

/* Runs a task that has not run, or gives what is kept of it; frees the task. Takes what reads and may be repeated, by a client with
 * the cache's token and connections. The response is the caller's, and may be shared with others: it never changes. Blocks. Returns
 * its status: as hvac_task_run; HVAC_PARAM_VALIDATION_ERROR, without a response, for a task that cannot be cached (it writes, makes
 * credentials, streams, or reads files and callbacks for what it asks), HVAC_NO_MEMORY. */
HVAC_API hvac_status hvac_cache_get(hvac_cache *cache, hvac_task *task, hvac_response **response);
/* Forgets everything: after a change of the token by hand, or a write. What is being fetched is not kept. */
HVAC_API void hvac_cache_flush(hvac_cache *cache);

#ifdef __cplusplus
}
#endif
#endif
