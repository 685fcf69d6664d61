/* SPDX-License-Identifier: MIT */
/*
 * What a fault server does, a line a thing:
 *
 *     listen NAME [KIND]      a listener; what follows is its own, up to the next
 *     beside NAME             it listens at 127.0.0.2, at the port that NAME has at 127.0.0.1
 *     answer STATUS [REASON]  what the next request is answered; the last answer serves all that follow
 *     bytes TEXT              the same, of bytes that need not be HTTP
 *     header TEXT             a header; Content-Length is added unless it, Transfer-Encoding or `endless` is given
 *     body TEXT
 *     nested DEPTH            a body of so many objects within each other
 *     times COUNT             the body so often
 *     endless                 the body until the client has gone
 *     cut AT                  the connection ends behind so many bytes of the answer
 *     reset AT                the same by RST
 *     delay MS                before the first byte
 *     trickle MS              between any two bytes
 *     close                   the connection ends behind the answer
 *     farewell                TLS ends behind the answer, and its connection stays
 *
 * Without an answer of its own a listener answers 200 with an empty "data". KIND is open (without any), refuses (nobody
 * listens), resets (each connection, before anything is read), silent (takes all and says nothing), tls, tls-refuses, tls-resets,
 * tls-silent, tls-breaks (the connection breaks amid the handshake), tls-mutual (lets in only who shows a certificate of the authority), tls-wrong-host, tls-expired, tls-unknown. In TEXT, \n \r \t \0 \\ \xHH are bytes, and $NAME, $NAME.host, $NAME.port are a listener's URL,
 * host with port, and port. Empty lines and those that begin with # are passed over.
 */
#ifndef HVAC_FAULT_SCRIPT_H
#define HVAC_FAULT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "identity.h"

enum manner {
	MANNER_OPEN,
	MANNER_REFUSES,
	MANNER_RESETS,
	MANNER_BREAKS,
	MANNER_SILENT
};

struct reply {
	char *head;             /* status line and headers, as the script has them; NULL: the body is all */
	char *body;             /* as the script has it */
	size_t nested;
	uint64_t times;         /* UINT64_MAX: without end */
	uint64_t cut;           /* UINT64_MAX: whole */
	bool reset, close, farewell;
	int delay_ms, trickle_ms;
};

struct part {
	char *name, *beside;    /* beside may be NULL */
	enum manner manner;
	bool tls, mutual;
	enum identity_kind identity;
	struct reply *replies;
	size_t n_replies;
};

struct script {
	struct part *parts;
	size_t count;
};

/* Whether the script could be read; if not, *line is the one that could not (1: the first). */
bool script_read(const char *text, struct script *script, size_t *line);
void script_free(struct script *script);

/* Gives an address to a text: what $NAME stands for. `suffix` is "", ".host" or ".port"; NULL: no such listener. By malloc. */
typedef char *script_name(void *context, const char *name, const char *suffix);
/* The bytes that a script's TEXT stands for, NUL-terminated, by malloc; NULL for a name that is none. */
char *script_bytes(const char *text, script_name *name, void *context, size_t *length);

#endif
