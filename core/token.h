/* SPDX-License-Identifier: MIT */
/*
 * The token that clients share: counted and immutable, replaced as a whole. With it stands what is known of getting another:
 * the login that was stored, when one was tried last, and which task finds out about a token that was refused.
 */
#ifndef HVAC_CORE_TOKEN_H
#define HVAC_CORE_TOKEN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <hvac/call.h>
#include <hvac/status.h>
#include "guard.h"
#include "policy.h"

/* What the server has said of a token's life. All zero: nothing. */
struct token_life {
	bool known;
	bool renewable;
	bool made;              /* by a login: it was not there before */
	int64_t uses;           /* that it was given, and no more; 0: any number */
	uint64_t lasts;         /* nanoseconds that it was given; 0: it never expires */
	uint64_t expires_at;    /* monotonic */
};

struct token {
	atomic_uint references;
	char *text;
	char *accessor;         /* NULL: not known */
	struct token_life life;
	/* under the slot's lock */
	uint64_t alive_at;      /* when the server last said that it lives: monotonic; 0: never */
	bool dead;              /* the server does not know it any more, or it may not ask */
};

/* How the token was got: what hvac_login was given, files and sources unread. */
struct stored_login;

struct arena;
struct token_slot;

/* Somebody who wants to know of another token. `changed` is called under the slot's lock, from any thread. */
struct token_listener {
	void (*changed)(void *context);
	void *context;
	struct token_listener *next;    /* the slot's */
};

struct token_slot *token_slot_new(void);
struct token_slot *token_slot_ref(struct token_slot *slot);
void token_slot_unref(struct token_slot *slot);

/* The token, counted; *token NULL when there is none. HVAC_NO_MEMORY in a child that cannot make its lock. */
hvac_status token_get(struct token_slot *slot, struct token **token);
/* Counts it once more; NULL is fine. */
struct token *token_ref(struct token *token);
void token_release(struct token *token);
/* Whether both are of one text, or none. */
bool token_is_same(const struct token *one, const struct token *other);
/* Whether its end, as far as it is known, has passed; NULL has none. */
bool token_is_over(const struct token *token, uint64_t now);
/* Replaces the token; `text` NULL or "" takes it away. `life` may be NULL. */
hvac_status token_set(struct token_slot *slot, const char *text, const char *accessor, const struct token_life *life);
/* Takes this token away, if it still is the one in use. */
hvac_status token_forget(struct token_slot *slot, const struct token *token);
/* As token_set by a login, which is kept, if it is one to be stored, before anybody sees its token. One that the library repeats comes
 * too late, HVAC_CANCELLED, when the token that it replaces is no longer in use, or another login has been stored. */
hvac_status token_log_in(struct token_slot *slot, const struct hvac_task *login, const char *text, const char *accessor, const struct token_life *life);
/* The token was renewed: gives it another life, if it still is the one in use. */
hvac_status token_renewed(struct token_slot *slot, const char *text, const struct token_life *life);
/* What a token file says replaces the token (*news) if it is another text than the file's last and than the token's. */
hvac_status token_set_from_file(struct token_slot *slot, const char *text, bool *news);

/* False when memory ran out. */
bool token_listen(struct token_slot *slot, struct token_listener *listener);
/* From here on it is not called any more. */
void token_unlisten(struct token_slot *slot, struct token_listener *listener);

/* Keeps a login for logging in again, and frees the one before; takes it. */
hvac_status token_store_login(struct token_slot *slot, struct stored_login *login);
/* The login, counted; NULL when there is none. */
struct stored_login *token_login(struct token_slot *slot);

/* Keeps with the login what its wrapping token wrapped. False when memory ran out. */
bool token_keep_unwrapped(struct token_slot *slot, struct stored_login *login, const char *wrapping, const char *wrapped);
/* What this wrapping token wrapped, if the login has used it up, or one before it that left it: copied to the arena, else NULL.
 * False when memory ran out. */
bool token_unwrapped(struct token_slot *slot, const struct stored_login *login, const char *wrapping, struct arena *arena, const char **wrapped);
/* The wrapping token that the login has used up last: copied to the arena; NULL: none. False when memory ran out. */
bool token_used_up(struct token_slot *slot, const struct stored_login *login, struct arena *arena, const char **wrapping);
/* A login that failed and is not stored leaves what it has unwrapped to those that come; NULL: one has succeeded, nothing is left. */
void token_leave_unwrapped(struct token_slot *slot, struct stored_login *login);

/*
 * A task whose token was refused asks what to do. Told to probe or to log in, it is the one that finds out for all, until
 * it withdraws; told to wait, for another or until a time (*until), it is woken when one has found out. `can_login`: it is able to.
 * From a task of another queue that its own thread drives, which may not go on meanwhile, a call that blocks takes the turn over at
 * once, and a task of a queue when it has waited for a second.
 */
enum doubt_verdict token_doubt(struct token_slot *slot, struct hvac_task *task, bool can_login, uint64_t now, uint64_t *until);
/* Whether what finds out goes on only when the calling thread does: who waits here for others may wait for itself. */
bool token_is_settled_here(struct token_slot *slot);
/* What the server said when it was asked whether this token lives. */
void token_answered(struct token_slot *slot, const char *text, bool alive, uint64_t now);
void token_login_began(struct token_slot *slot, uint64_t now);
/* Makes the task the one that logs in for all, until it withdraws. False when another finds out about the token right now. */
bool token_take_login(struct token_slot *slot, struct hvac_task *task, uint64_t now);
/* The task's login failed (NULL: there was no memory to make it): `why`, a sentence, is for those who ask in the next seconds too.
 * False when another has taken its turn over: then it says nothing. */
bool token_login_failed(struct token_slot *slot, const struct hvac_task *task, hvac_status status, bool retryable, const char *why);
/* The failure of the last login: its sentence by malloc (NULL: memory ran out). */
char *token_login_failure(struct token_slot *slot, hvac_status *status, bool *retryable);
/* A fresh token was refused like the one before it. */
void token_refused_again(struct token_slot *slot, uint64_t now);
/* The task asks no more; wakes who waits for it. */
void token_withdraw(struct token_slot *slot, struct hvac_task *task);

#endif
