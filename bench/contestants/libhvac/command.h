/* SPDX-License-Identifier: MIT */
/*
 * The command line that contestants have in common; a contestant brings the reader. It lies here because a contestant's
 * folder stands alone.
 */
#ifndef COMMAND_H
#define COMMAND_H

enum { IN_FLIGHT = 64 };

struct reader;

/* A reader of its own for secret "app" of the KV v2 mount "secret"; opens no connection. `ca` may be NULL. These functions
 * end the program when something fails. */
struct reader *reader_new(const char *url, const char *token, const char *ca);
/* Reads once over the reader's connection and shows data.data.password to password_seen. */
void reader_read(struct reader *reader);
void reader_free(struct reader *reader);

/* The same `count` times, IN_FLIGHT of them at once, on one thread; its connections are kept for the next time. */
void read_many(const char *url, const char *token, const char *ca, long count);

/* Compares what was read with what must come. */
void password_seen(const char *password);
_Noreturn void die(const char *what, const char *detail);

#endif
