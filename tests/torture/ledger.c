/* SPDX-License-Identifier: MIT */
#include "ledger.h"
#include "callers.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <json-c/json.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS ((size_t)1 << 20)
#define CALLED_BY __builtin_return_address(0)

void *__interceptor_malloc(size_t size) __attribute__((weak));
void *__interceptor_calloc(size_t count, size_t size) __attribute__((weak));
void __interceptor_free(void *memory) __attribute__((weak));
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void __libc_free(void *memory);
void *__interceptor_realloc(void *memory, size_t size) __attribute__((weak));
void *__libc_realloc(void *memory, size_t size);

struct block {
	char *memory;                   /* NULL: no block */
	size_t size;
	const void *made_by;
	unsigned long number;
};

/* Open addressing; a sanitizer's functions are not called from here. */
static struct block blocks[SLOTS];
static size_t live;
static unsigned long made;
static atomic_flag locked = ATOMIC_FLAG_INIT;

static atomic_bool armed;
static atomic_ulong counted;
static unsigned long wanted;
static bool all_after;
static const void *_Atomic failed_by;
static const void *_Atomic told_by;
static const char *secret;
static size_t secret_length;
static bool with_curl;
static _Thread_local bool parses, drives;

PLAIN static void lock(void)
{
	while (atomic_flag_test_and_set_explicit(&locked, memory_order_acquire))
		continue;
}

PLAIN static void unlock(void)
{
	atomic_flag_clear_explicit(&locked, memory_order_release);
}

PLAIN static size_t home_of(const char *memory)
{
	return (size_t)((uintptr_t)memory * 0x9e3779b97f4a7c15 >> 40) % SLOTS;
}

PLAIN static size_t place_of(const char *memory)
{
	size_t at = home_of(memory);

	while (blocks[at].memory && blocks[at].memory != memory)
		at = (at + 1) % SLOTS;
	return at;
}

/* Those behind it close up. */
PLAIN static void take_out(size_t at)
{
	for (size_t next = (at + 1) % SLOTS; blocks[next].memory; next = (next + 1) % SLOTS) {
		if ((next - home_of(blocks[next].memory)) % SLOTS < (next - at) % SLOTS)
			continue;
		blocks[at] = blocks[next];
		at = next;
	}
	blocks[at].memory = NULL;
}

PLAIN static void *enter(void *memory, size_t size, const void *by)
{
	if (!memory || caller_of(by) == CALLER_OTHER)
		return memory;
	lock();
	if (live > SLOTS / 2)
		abort();
	blocks[place_of(memory)] = (struct block){ memory, size, by, ++made };
	live++;
	unlock();
	return memory;
}

PLAIN static bool holds_secret(const struct block *block)
{
	if (!secret || (!with_curl && caller_of(block->made_by) == CALLER_CURL))
		return false;
	for (size_t i = 0; i + secret_length <= block->size; i++) {
		size_t n = 0;

		while (n < secret_length && block->memory[i + n] == secret[n])
			n++;
		if (n == secret_length)
			return true;
	}
	return false;
}

/* Its size; 0 for a block that is not in the ledger. */
PLAIN static size_t leave(void *memory)
{
	struct block block = { 0 };
	size_t at;

	if (!memory)
		return 0;
	lock();
	at = place_of(memory);
	if (blocks[at].memory) {
		block = blocks[at];
		take_out(at);
		live--;
	}
	unlock();
	/* json-c's parser, when memory runs out, itself frees what it has made so far (until 0.17) */
	if (block.memory && !(parses && atomic_load(&failed_by)) && holds_secret(&block))
		atomic_store(&told_by, block.made_by);
	return block.size;
}

/* json-c's parser takes the copy of a member's name for granted, and loses what it cannot add to a list or a map; a map that cannot grow
 * loses the name of the member that comes to it, whoever adds it (0.16). */
PLAIN static bool must_not_fail(const void *by, bool copies)
{
	Dl_info info;

	/* libcurl divides by the size of a table of sockets that it could not make (7.88) */
	if (drives && caller_of(by) == CALLER_CURL)
		return true;
	if (caller_of(by) != CALLER_JSON)
		return false;
	if (copies)
		return parses;
	return dladdr(by, &info) && info.dli_sname && ((parses && !strncmp(info.dli_sname, "array_list_", 11)) || !strncmp(info.dli_sname, "lh_table_", 9));
}

PLAIN static bool fails(const void *by, bool copies)
{
	unsigned long number;

	if (!atomic_load(&armed) || caller_of(by) == CALLER_OTHER || must_not_fail(by, copies))
		return false;
	number = atomic_fetch_add(&counted, 1) + 1;
	if (!wanted || number < wanted || (number > wanted && !all_after))
		return false;
	if (!atomic_load(&failed_by))
		atomic_store(&failed_by, by);
	errno = ENOMEM;
	return true;
}

/* What is in it from before is not its owner's. */
PLAIN static void *get(size_t size, const void *by)
{
	char *memory = __interceptor_malloc ? __interceptor_malloc(size) : __libc_malloc(size);

	if (memory && caller_of(by) != CALLER_OTHER)
		for (size_t i = 0; i < size; i++)
			memory[i] = (char)0xa5;
	return memory;
}

PLAIN static void give_back(void *memory)
{
	if (__interceptor_free)
		__interceptor_free(memory);
	else
		__libc_free(memory);
}

PLAIN __attribute__((visibility("default"))) void *malloc(size_t size)
{
	return fails(CALLED_BY, false) ? NULL : enter(get(size, CALLED_BY), size, CALLED_BY);
}

PLAIN __attribute__((visibility("default"))) void *calloc(size_t count, size_t size)
{
	if (fails(CALLED_BY, false))
		return NULL;
	return enter(__interceptor_calloc ? __interceptor_calloc(count, size) : __libc_calloc(count, size), count * size, CALLED_BY);
}

PLAIN __attribute__((visibility("default"))) void free(void *memory)
{
	leave(memory);
	give_back(memory);
}

PLAIN static void *move(void *memory, size_t size, const void *by)
{
	void *moved;
	size_t before;

	if (caller_of(by) == CALLER_OTHER) {
		moved = __interceptor_realloc ? __interceptor_realloc(memory, size) : __libc_realloc(memory, size);
		if (moved)
			leave(memory);
		return moved;
	}
	moved = enter(get(size, by), size, by);
	if (!moved || !memory)
		return moved;
	lock();
	before = blocks[place_of(memory)].size;
	unlock();
	memcpy(moved, memory, before < size ? before : size);
	leave(memory);
	give_back(memory);
	return moved;
}

PLAIN __attribute__((visibility("default"))) void *realloc(void *memory, size_t size)
{
	return fails(CALLED_BY, false) ? NULL : move(memory, size, CALLED_BY);
}

PLAIN __attribute__((visibility("default"))) void *reallocarray(void *memory, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return fails(CALLED_BY, false) ? NULL : move(memory, bytes, CALLED_BY);
}

PLAIN static char *copy(const char *text, size_t length, const void *by)
{
	char *copied = fails(by, true) ? NULL : enter(get(length + 1, by), length + 1, by);

	if (!copied)
		return NULL;
	memcpy(copied, text, length);
	copied[length] = '\0';
	return copied;
}

PLAIN __attribute__((visibility("default"))) char *strdup(const char *text)
{
	return copy(text, strlen(text), CALLED_BY);
}

PLAIN __attribute__((visibility("default"))) char *strndup(const char *text, size_t most)
{
	return copy(text, strnlen(text, most), CALLED_BY);
}

/* json-c's, called by libhvac. */
__attribute__((visibility("default"))) struct json_object *json_tokener_parse_ex(struct json_tokener *tokener, const char *text, int length)
{
	static struct json_object *(*real)(struct json_tokener *, const char *, int);
	struct json_object *tree;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "json_tokener_parse_ex");
	parses = true;
	tree = real(tokener, text, length);
	parses = false;
	return tree;
}

/* libcurl's, by a queue whose descriptor was asked for. */
__attribute__((visibility("default"))) CURLMcode curl_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running)
{
	static CURLMcode (*real)(CURLM *, curl_socket_t, int, int *);
	CURLMcode code;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "curl_multi_socket_action");
	drives = true;
	code = real(multi, socket, events, running);
	drives = false;
	return code;
}

void ledger_arm(unsigned long number, bool onwards)
{
	wanted = number;
	all_after = onwards;
	atomic_store(&failed_by, NULL);
	atomic_store(&counted, 0);
	atomic_store(&armed, true);
}

unsigned long ledger_disarm(void)
{
	atomic_store(&armed, false);
	return atomic_load(&counted);
}

bool ledger_failed(void)
{
	return atomic_load(&failed_by);
}

const void *ledger_failed_at(void)
{
	return atomic_load(&failed_by);
}

size_t ledger_live(void)
{
	return live;
}

unsigned long ledger_made(void)
{
	return made;
}

const void *ledger_left(unsigned long since, size_t *size)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (blocks[i].memory && blocks[i].number > since) {
			*size = blocks[i].size;
			return blocks[i].made_by;
		}
	return NULL;
}

void ledger_never(const char *text, bool curl)
{
	secret = text;
	secret_length = text ? strlen(text) : 0;
	with_curl = curl;
}

const void *ledger_secret(void)
{
	return atomic_exchange(&told_by, NULL);
}
