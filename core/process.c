/* SPDX-License-Identifier: MIT */
#include "process.h"
#include "guard.h"
#include "memory.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>
#include <curl/curl.h>
#include <openssl/crypto.h>
#include <hvac/client.h>

static struct guard guard;
static atomic_bool initialised;         /* libcurl is: from then on it stays as it is */
static bool wipes;                      /* libcurl does, or shall; under the lock */

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

/*
 * A process's number is its pid where nothing better is to be had. Else the processes are counted, from the first that asked down to
 * this one, on a page that is zero again in a child: none has the number of one from which it comes, as it may have its pid.
 */
#ifdef MADV_WIPEONFORK
static _Atomic(uint64_t) no_page;       /* stands for there being none */
static _Atomic(_Atomic(uint64_t) *) page;
static _Atomic(uint64_t) last;          /* number; a child goes on from it */

static _Atomic(uint64_t) *make_page(void)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	_Atomic(uint64_t) *before = NULL;
	void *fresh = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	bool made = fresh != MAP_FAILED;

	/* Linux before 4.14 */
	if (made && madvise(fresh, size, MADV_WIPEONFORK) < 0) {
		munmap(fresh, size);
		made = false;
	}
	/* for good: what is kept by the one kind of number is not found by the other */
	if (atomic_compare_exchange_strong(&page, &before, made ? fresh : &no_page))
		return made ? fresh : &no_page;
	if (made)
		munmap(fresh, size);
	return before;
}

uint64_t process_number(void)
{
	_Atomic(uint64_t) *kept = atomic_load(&page);
	uint64_t none = 0, number;

	if (!kept)
		kept = make_page();
	if (kept == &no_page)
		return (uint64_t)getpid();
	number = atomic_load(kept);
	if (number)
		return number;
	number = atomic_fetch_add(&last, 1) + 1;
	return atomic_compare_exchange_strong(kept, &none, number) ? number : none;
}
#else
uint64_t process_number(void)
{
	return (uint64_t)getpid();
}
#endif

bool process_is_set_id(void)
{
	return getauxval(AT_SECURE);
}

/* HVAC_CONFIG_ERROR: it is too late to have it wipe. What failed is tried again the next time. */
static hvac_status initialise(bool wipe)
{
	struct guard_block *block = guard_enter(&guard, sizeof *block);
	hvac_status status = HVAC_NO_MEMORY;
	CURLcode code = CURLE_OK;

	if (!block)
		return HVAC_NO_MEMORY;
	if (!atomic_load(&initialised)) {
		wipes = wipes || wipe;
		/* libcurl would write TLS's keys to the file that the caller of a set-id program names */
		if (process_is_set_id())
			unsetenv("SSLKEYLOGFILE");
		/* threads of ours, and calls in exit handlers, go on while the program ends: OpenSSL is not to be taken down before.
		 * Too late where the program has initialised it. */
		OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
		code = wipes ? curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wiping_free, wiping_realloc, strdup, calloc)
		             : curl_global_init(CURL_GLOBAL_DEFAULT);
		atomic_store(&initialised, code == CURLE_OK);
	}
	if (code == CURLE_OK)
		status = wipe && !wipes ? HVAC_CONFIG_ERROR : HVAC_OK;
	guard_leave(block);
	return status;
}

hvac_status process_init(void)
{
	return atomic_load(&initialised) ? HVAC_OK : initialise(false);
}

/* Whether the program has initialised libcurl itself cannot be asked; it is the caller's to know, as the header says. */
hvac_status hvac_wipe_transport(void)
{
	return initialise(true);
}
