/* SPDX-License-Identifier: MIT */
/* Reads and writes of descriptors that are not to block for somebody else, with whom they are shared: here they are waited for. */
#ifndef CLI_DESCRIPTOR_H
#define CLI_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* As read(), which a signal does not end. */
ssize_t descriptor_read(int descriptor, void *buffer, size_t size);

/* All of it. False: errno says why. */
bool descriptor_write(int descriptor, const char *bytes, size_t length);

#endif
