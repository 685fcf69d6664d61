/* SPDX-License-Identifier: MIT */
/*
 * A small server, pretended by an adapter, with a clock of its own: a year passes in seconds. Tokens have a time to live and an end
 * that no renewal passes, leases die with their token, and the server can be away. Paths: auth/x_test_watch/login (secret_id in the
 * body; wrapped by any token), auth/token/{lookup,renew,revoke}-self, creds/NAME (a lease), kv/NAME, static/NAME and page/NAME (none),
 * issue/NAME (a certificate without one), sys/leases/{renew,revoke}.
 */
#ifndef TESTS_UNIT_VAULT_H
#define TESTS_UNIT_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <hvac/adapter.h>
#include <hvac/config.h>

#define MARK "swordfish"                /* in every secret */
#define FOREVER UINT64_MAX

enum vault_state { VAULT_UP, VAULT_SEALED, VAULT_AWAY, VAULT_BROKEN };

/* How long what is given from now on lives: seconds. */
struct vault_life {
	unsigned ttl;                   /* 0: it does not end (a token) */
	unsigned max;                   /* 0: as long as it is renewed */
	bool fixed;                     /* cannot be renewed */
};

/* A token or a lease. */
struct vault_thing {
	char id[48];
	struct vault_thing *maker;      /* a lease's token */
	char name[16];                  /* of a lease's secret */
	struct vault_life life;
	uint64_t made, ends, last;      /* `last`: no renewal passes it */
	bool revoked;
	unsigned renewals;
	struct vault_thing *before;     /* the one made before it */
};

struct vault {
	hvac_adapter adapter;
	hvac_clock clock;
	_Atomic uint64_t now;           /* nanoseconds; also for hooks that run on threads of their own */
	uint64_t latency;
	uint64_t chance;                /* its generator's state */
	enum vault_state state;
	struct vault_life token_life, lease_life;
	const char *secret_id;          /* that it takes */
	const char *kv;                 /* what kv/NAME holds, as JSON; NULL: 404 */
	unsigned period;                /* of static/NAME: seconds */
	const char *page;               /* the whole body of page/NAME, JSON or not */
	int64_t expiration;             /* of issue/NAME: seconds since 1970 */
	int64_t claims;                 /* that a lease lives so long, whatever it does; 0: nothing */
	bool may_look_up;               /* a token may look itself up */
	bool unwrapped;                 /* the secret id that is wrapped */
	struct vault_thing *tokens, *leases; /* the latest first */
	unsigned requests, lookups, renewals, reads, refusals, revocations;
	unsigned logins, failed_logins, needless_logins, needless_leases;
};

struct vault *vault_new(uint64_t seed);
/* After its clients are gone. */
void vault_free(struct vault *vault);
/* A token that nobody logged in for. */
struct vault_thing *vault_token(struct vault *vault);
struct vault_thing *vault_find(struct vault_thing *list, const char *id);
bool vault_lives(const struct vault *vault, const struct vault_thing *thing);
/* When it has ended, or will: with its token if that ends first. FOREVER: never. */
uint64_t vault_end_of(const struct vault_thing *thing);
uint64_t vault_random(struct vault *vault);

#endif
