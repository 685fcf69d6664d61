/* SPDX-License-Identifier: MIT */
#include "arena.h"
#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With its head below what allocators keep at hand for a thread. Where the library is looked into, each piece is a block of its own: a
 * sanitizer sees its end, and each can fail. */
#ifndef HVAC_ARENA_APART
#define BLOCK_SIZE ((size_t)976)
#define ALIGNMENT _Alignof(max_align_t)
#else
#define BLOCK_SIZE ((size_t)0)
#define ALIGNMENT ((size_t)1)
#endif

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	max_align_t memory[];
};

void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	char *memory;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (!block || block->size - block->used < size) {
		size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;

		block = malloc(sizeof *block + room);
		if (!block)
			return NULL;
		block->used = 0;
		block->size = room;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	memory = (char *)block->memory + block->used;
	block->used += size;
	return memset(memory, 0, size);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
	char *copy = length < SIZE_MAX ? arena_alloc(arena, length + 1) : NULL;

	if (copy && length)
		memcpy(copy, bytes, length);
	return copy;
}

char *arena_join(struct arena *arena, const char *a, const char *b, const char *c)
{
	size_t n = strlen(a), m = strlen(b), k = strlen(c);
	char *text = arena_alloc(arena, n + m + k + 1);

	if (!text)
		return NULL;
	memcpy(text, a, n);
	memcpy(text + n, b, m);
	memcpy(text + n + m, c, k);
	return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list list;
	int length;
	char *text;

	va_start(list, format);
	length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
	if (!text)
		return NULL;
	va_start(list, format);
	vsnprintf(text, (size_t)length + 1, format, list);
	va_end(list);
	return text;
}

void arena_free(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *block = arena->blocks;

		arena->blocks = block->next;
		wipe_free(block, sizeof *block + block->used);
	}
}
