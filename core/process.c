/* SPDX-License-Identifier: MIT */
#include "process.h"
#include "memory.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <curl/curl.h>
#include <hvac/client.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_bool initialised, wanted;
static CURLcode result;

/* malloc_usable_size tells how much there is to wipe, so that no size has to be kept beside each block. */
static void wiping_free(void *memory)
{
	if (memory)
		wipe_free(memory, malloc_usable_size(memory));
}

static void *wiping_realloc(void *memory, size_t size)
{
	size_t before = memory ? malloc_usable_size(memory) : 0;
	void *moved = malloc(size ? size : 1);

	if (moved && before)
		memcpy(moved, memory, before < size ? before : size);
	if (moved)
		wiping_free(memory);
	return moved;
}

#ifdef MADV_WIPEONFORK
/* Its first bytes are the process's id, and zero again in a child. */
static _Atomic(_Atomic(pid_t) *) page;

static _Atomic(pid_t) *make_page(void)
{
	static atomic_bool impossible;
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	_Atomic(pid_t) *before = NULL;
	void *fresh;

	if (atomic_load(&impossible))
		return NULL;
	fresh = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (fresh == MAP_FAILED)
		return NULL;
	/* Linux before 4.14 */
	atomic_store(&impossible, madvise(fresh, size, MADV_WIPEONFORK) < 0);
	if (!atomic_load(&impossible) && atomic_compare_exchange_strong(&page, &before, fresh))
		return fresh;
	munmap(fresh, size);
	return before;
}

pid_t process_id(void)
{
	_Atomic(pid_t) *kept = atomic_load(&page);
	pid_t id = kept ? atomic_load(kept) : 0;

	if (id)
		return id;
	id = getpid();
	if (!kept)
		kept = make_page();
	if (kept)
		atomic_store(kept, id);
	return id;
}
#else
pid_t process_id(void)
{
	return getpid();
}
#endif

static void initialise(void)
{
	atomic_store(&initialised, true);
	result = atomic_load(&wanted) ? curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wiping_free, wiping_realloc, strdup, calloc)
	                              : curl_global_init(CURL_GLOBAL_DEFAULT);
}

hvac_status process_init(void)
{
	pthread_once(&once, initialise);
	return result == CURLE_OK ? HVAC_OK : HVAC_NO_MEMORY;
}

/* Whether the program has initialised libcurl itself cannot be asked; it is the caller's to know, as the header says. */
hvac_status hvac_wipe_transport(void)
{
	if (atomic_load(&initialised))
		return atomic_load(&wanted) ? HVAC_OK : HVAC_CONFIG_ERROR;
	atomic_store(&wanted, true);
	return process_init();
}
