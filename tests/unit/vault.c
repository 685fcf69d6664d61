/* SPDX-License-Identifier: MIT */
#include "vault.h"
#include "clock.h"
#include "outcome.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hvac/value.h>

#define EXCHANGES 16

struct exchange {
	void *ticket;                   /* NULL: none */
	uint64_t ready_at;
	hvac_outcome outcome;
};

struct vault_lane {
	struct vault *vault;
	struct exchange exchanges[EXCHANGES];
	atomic_bool woken;
};

/* What a request says. */
struct asked {
	const char *method, *path;
	struct vault_thing *token;      /* NULL: none, or dead */
	hvac_value *body;
};

/* splitmix64 */
uint64_t vault_random(struct vault *vault)
{
	uint64_t z = vault->chance += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

uint64_t vault_end_of(const struct vault_thing *thing)
{
	uint64_t end = thing->ends;

	if (thing->maker && vault_end_of(thing->maker) < end)
		end = vault_end_of(thing->maker);
	return end;
}

bool vault_lives(const struct vault *vault, const struct vault_thing *thing)
{
	return thing && !thing->revoked && (!thing->maker || vault_lives(vault, thing->maker)) && vault->now < thing->ends;
}

struct vault_thing *vault_find(struct vault_thing *list, const char *id)
{
	for (; list; list = list->before)
		if (id && !strcmp(list->id, id))
			return list;
	return NULL;
}

/* How long from now on, at most to its last moment: a server counts whole seconds. */
static unsigned lengthen(struct vault *vault, struct vault_thing *thing)
{
	uint64_t left = thing->last == FOREVER ? FOREVER : thing->last > vault->now ? (thing->last - vault->now) / SECOND : 0;
	unsigned seconds = thing->life.ttl < left ? thing->life.ttl : (unsigned)left;

	thing->ends = thing->life.ttl ? vault->now + seconds * SECOND : FOREVER;
	return seconds;
}

static struct vault_thing *make(struct vault *vault, struct vault_thing **list, const char *kind, struct vault_life life)
{
	struct vault_thing *thing = calloc(1, sizeof *thing);

	if (!thing)
		abort();
	snprintf(thing->id, sizeof thing->id, "%s-%s-%u-%u", kind, MARK, vault->logins, vault->requests);
	thing->life = life;
	thing->made = vault->now;
	thing->last = life.max ? vault->now + life.max * SECOND : FOREVER;
	lengthen(vault, thing);
	thing->before = *list;
	return *list = thing;
}

struct vault_thing *vault_token(struct vault *vault)
{
	vault->requests++;
	return make(vault, &vault->tokens, "hvs", vault->token_life);
}

static hvac_outcome say(int http_status, const char *format, ...) HVAC_FORMAT(2, 3);
static hvac_outcome say(int http_status, const char *format, ...)
{
	char text[512];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	va_end(list);
	return outcome_answer(http_status, "Content-Type: application/json\r\n", text);
}

static hvac_outcome refuse(struct vault *vault, int http_status, const char *why)
{
	vault->refusals++;
	return say(http_status, "{\"errors\":[\"%s\"]}", why);
}

/* It was needed if the one before is dead, or cannot be renewed to live for as long again. */
static bool is_needed(const struct vault *vault, const struct vault_thing *before)
{
	return !vault_lives(vault, before) || before->life.fixed ||
	       (before->last != FOREVER && before->last - vault->now < before->life.ttl * SECOND / 10 * 9);
}

static hvac_outcome auth_of(const struct vault_thing *token, unsigned seconds)
{
	return say(200, "{\"auth\":{\"client_token\":\"%s\",\"accessor\":\"a\",\"lease_duration\":%u,\"renewable\":%s}}", token->id, seconds,
	           token->life.fixed || !token->life.ttl ? "false" : "true");
}

static hvac_outcome log_in(struct vault *vault, const struct asked *asked)
{
	const char *secret_id = hvac_value_string(hvac_value_member(asked->body, "secret_id"), NULL);
	struct vault_thing *before = vault->tokens, *token;

	if (!secret_id || !vault->secret_id || strcmp(secret_id, vault->secret_id) != 0) {
		vault->failed_logins++;
		return say(400, "{\"errors\":[\"invalid secret id\"]}");
	}
	if (!is_needed(vault, before))
		vault->needless_logins++;
	vault->logins++;
	token = make(vault, &vault->tokens, "hvs", vault->token_life);
	return auth_of(token, token->life.ttl);
}

static hvac_outcome look_up(struct vault *vault, struct vault_thing *token)
{
	uint64_t left = token->ends == FOREVER ? 0 : (token->ends - vault->now) / SECOND;

	vault->lookups++;
	if (!vault->may_look_up)
		return refuse(vault, 403, "permission denied");
	return say(200, "{\"data\":{\"ttl\":%" PRIu64 ",\"renewable\":%s,\"expire_time\":%s}}", left,
	           token->life.fixed || token->ends == FOREVER ? "false" : "true", token->ends == FOREVER ? "null" : "\"some day\"");
}

static hvac_outcome renew_token(struct vault *vault, struct vault_thing *token)
{
	unsigned seconds;

	vault->renewals++;
	if (token->life.fixed || token->ends == FOREVER)
		return refuse(vault, 400, "lease is not renewable");
	if (token->last <= vault->now + SECOND)
		return say(500, "{\"errors\":[\"past the max TTL, cannot renew\"]}");
	token->renewals++;
	seconds = lengthen(vault, token);
	return auth_of(token, seconds);
}

static hvac_outcome lease_of(const struct vault *vault, const struct vault_thing *lease, unsigned seconds)
{
	return say(200, "{\"lease_id\":\"%s\",\"lease_duration\":%" PRId64 ",\"renewable\":%s,\"data\":{\"username\":\"%s\",\"password\":\"%s\"}}", lease->id,
	           vault->claims ? vault->claims : seconds, lease->life.fixed ? "false" : "true", lease->name, lease->id);
}

static hvac_outcome read_creds(struct vault *vault, struct vault_thing *token, const char *name)
{
	struct vault_thing *lease, *before = vault->leases;

	while (before && strcmp(before->name, name) != 0)
		before = before->before;
	if (before && before->maker == token && !is_needed(vault, before))
		vault->needless_leases++;
	vault->reads++;
	lease = make(vault, &vault->leases, "lease", vault->lease_life);
	lease->maker = token;
	snprintf(lease->name, sizeof lease->name, "%s", name);
	return lease_of(vault, lease, lease->life.ttl);
}

static hvac_outcome on_lease(struct vault *vault, const struct asked *asked)
{
	struct vault_thing *lease = vault_find(vault->leases, hvac_value_string(hvac_value_member(asked->body, "lease_id"), NULL));
	unsigned seconds;

	if (!vault_lives(vault, lease))
		return refuse(vault, 400, "lease not found");
	if (!strcmp(asked->path, "/v1/sys/leases/revoke")) {
		vault->revocations++;
		lease->revoked = true;
		return say(204, "%s", "");
	}
	vault->renewals++;
	if (lease->life.fixed)
		return refuse(vault, 400, "lease is not renewable");
	lease->renewals++;
	seconds = lengthen(vault, lease);
	return lease_of(vault, lease, seconds);
}

static hvac_outcome read_kv(struct vault *vault)
{
	vault->reads++;
	return vault->kv ? say(200, "{\"data\":%s}", vault->kv) : say(404, "{\"errors\":[]}");
}

static hvac_outcome read_page(struct vault *vault)
{
	vault->reads++;
	return outcome_answer(200, *vault->page == '{' ? "Content-Type: application/json\r\n" : "Content-Type: application/x-pem-file\r\n", vault->page);
}

static hvac_outcome issue(struct vault *vault)
{
	vault->reads++;
	return say(200, "{\"data\":{\"certificate\":\"%s-%u\",\"expiration\":%" PRId64 "}}", MARK, vault->reads, vault->expiration);
}

/* A password that is replaced at times. */
static hvac_outcome read_static(struct vault *vault)
{
	uint64_t seconds = vault->now / SECOND, turn = seconds / vault->period;

	vault->reads++;
	return say(200, "{\"data\":{\"password\":\"%s-%" PRIu64 "\",\"ttl\":%" PRIu64 ",\"last_vault_rotation\":\"%" PRIu64 "\"}}", MARK, turn,
	           (turn + 1) * vault->period - seconds, turn);
}

/* A secret id is in it, once. */
static hvac_outcome unwrap(struct vault *vault, const char *path)
{
	if (vault->unwrapped)
		return refuse(vault, 400, "wrapping token is not valid or does not exist");
	if (!strcmp(path, "/v1/sys/wrapping/lookup"))
		return say(200, "{\"data\":{\"creation_path\":\"auth/x_test_watch/secret-id\"}}");
	vault->unwrapped = true;
	return say(200, "{\"data\":{\"secret_id\":\"%s\"}}", vault->secret_id);
}

static const char *after(const char *path, const char *begin)
{
	return strncmp(path, begin, strlen(begin)) ? NULL : path + strlen(begin);
}

static hvac_outcome answer(struct vault *vault, const struct asked *asked)
{
	const char *name;

	if (!strcmp(asked->path, "/v1/auth/x_test_watch/login"))
		return log_in(vault, asked);
	if (after(asked->path, "/v1/sys/wrapping/"))
		return unwrap(vault, asked->path);
	if (!vault_lives(vault, asked->token))
		return refuse(vault, 403, "permission denied");
	if (!strcmp(asked->path, "/v1/auth/token/lookup-self"))
		return look_up(vault, asked->token);
	if (!strcmp(asked->path, "/v1/auth/token/renew-self"))
		return renew_token(vault, asked->token);
	if (after(asked->path, "/v1/sys/leases/"))
		return on_lease(vault, asked);
	if ((name = after(asked->path, "/v1/creds/")))
		return read_creds(vault, asked->token, name);
	if (after(asked->path, "/v1/kv/"))
		return read_kv(vault);
	if (after(asked->path, "/v1/page/"))
		return read_page(vault);
	if (after(asked->path, "/v1/issue/"))
		return issue(vault);
	if (after(asked->path, "/v1/static/"))
		return read_static(vault);
	if (!strcmp(asked->path, "/v1/auth/token/revoke-self")) {
		vault->revocations++;
		asked->token->revoked = true;
		return say(204, "%s", "");
	}
	abort();
}

static hvac_outcome become_of(struct vault *vault, const hvac_request *request)
{
	struct asked asked = { .method = request->method, .path = request->path };
	hvac_outcome outcome;

	vault->requests++;
	switch (vault->state) {
	case VAULT_SEALED: return say(503, "{\"errors\":[\"Vault is sealed\"]}");
	case VAULT_BROKEN: return say(500, "{\"errors\":[\"internal error\"]}");
	case VAULT_AWAY: return outcome_failure(HVAC_OUTCOME_NOT_SENT, false, "connection refused");
	case VAULT_UP: break;
	}
	for (size_t i = 0; i < request->n_headers; i++)
		if (!strcmp(request->headers[i].name, "X-Vault-Token"))
			asked.token = vault_find(vault->tokens, request->headers[i].value);
	if (request->body && hvac_value_parse(request->body, request->body_length, &asked.body) != HVAC_OK)
		abort();
	outcome = answer(vault, &asked);
	hvac_value_free(asked.body);
	return outcome;
}

static hvac_status lane_open(hvac_adapter *adapter, void **handle, const char **detail)
{
	struct vault_lane *lane = calloc(1, sizeof *lane);

	(void)detail;
	if (!lane)
		return HVAC_NO_MEMORY;
	lane->vault = adapter->self;
	*handle = lane;
	return HVAC_OK;
}

static struct exchange *exchange_of(struct vault_lane *lane, const void *ticket)
{
	for (size_t i = 0; i < EXCHANGES; i++)
		if (lane->exchanges[i].ticket == ticket)
			return &lane->exchanges[i];
	abort();
}

static hvac_status lane_start(void *handle, const hvac_request *request, void *ticket)
{
	struct vault_lane *lane = handle;

	*exchange_of(lane, NULL) = (struct exchange){
		.ticket = ticket, .ready_at = lane->vault->now + lane->vault->latency, .outcome = become_of(lane->vault, request),
	};
	return HVAC_OK;
}

static struct exchange *first_of(struct vault_lane *lane)
{
	struct exchange *first = NULL;

	for (size_t i = 0; i < EXCHANGES; i++)
		if (lane->exchanges[i].ticket && (!first || lane->exchanges[i].ready_at < first->ready_at))
			first = &lane->exchanges[i];
	return first;
}

/* Waiting is what makes time pass. */
static void lane_drive(void *handle, int timeout_ms, hvac_adapter_done *done, void *context)
{
	struct vault_lane *lane = handle;
	struct vault *vault = lane->vault;
	struct exchange *first = first_of(lane), ended;
	uint64_t until = timeout_ms < 0 ? FOREVER : vault->now + (uint64_t)timeout_ms * 1000000;

	if (atomic_exchange(&lane->woken, false))
		until = vault->now;
	if (first && first->ready_at < until)
		until = first->ready_at;
	if (until == FOREVER)
		abort();
	if (until > vault->now)
		vault->now = until;
	while ((first = first_of(lane)) && first->ready_at <= vault->now) {
		ended = *first;
		first->ticket = NULL;
		done(context, ended.ticket, &ended.outcome);
	}
}

static void lane_cancel(void *handle, void *ticket)
{
	struct exchange *exchange = exchange_of(handle, ticket);

	exchange->ticket = NULL;
	free(exchange->outcome.headers);
	free(exchange->outcome.body);
}

static void lane_resume(void *handle, void *ticket)
{
	(void)handle;
	(void)ticket;
}

static void lane_wake(void *handle)
{
	atomic_store(&((struct vault_lane *)handle)->woken, true);
}

static void lane_close(void *handle)
{
	free(handle);
}

static void adapter_free(hvac_adapter *adapter)
{
	(void)adapter;
}

static uint64_t monotonic(void *context)
{
	return ((struct vault *)context)->now;
}

static int64_t real(void *context)
{
	return 1800000000 + (int64_t)(((struct vault *)context)->now / SECOND);
}

static int chance(void *context, void *bytes, size_t length)
{
	uint64_t number;

	for (size_t i = 0; i < length; i += sizeof number) {
		number = vault_random(context);
		memcpy((char *)bytes + i, &number, length - i < sizeof number ? length - i : sizeof number);
	}
	return 0;
}

struct vault *vault_new(uint64_t seed)
{
	struct vault *vault = calloc(1, sizeof *vault);

	if (!vault)
		abort();
	vault->now = 1000 * SECOND;
	vault->latency = 5000000;
	vault->chance = seed;
	vault->token_life = (struct vault_life){ .ttl = 3600, .max = 24 * 3600 };
	vault->lease_life = (struct vault_life){ .ttl = 1800, .max = 8 * 3600 };
	vault->secret_id = "first-" MARK;
	vault->kv = "{\"color\":\"" MARK "\"}";
	vault->period = 3600;
	vault->may_look_up = true;
	vault->clock = (hvac_clock){ .monotonic = monotonic, .real = real, .random = chance, .context = vault };
	vault->adapter = (hvac_adapter){
		.size = sizeof vault->adapter, .self = vault, .open = lane_open, .start = lane_start, .drive = lane_drive, .cancel = lane_cancel,
		.resume = lane_resume, .wake = lane_wake, .close = lane_close, .free = adapter_free,
	};
	return vault;
}

static void free_all(struct vault_thing *list)
{
	struct vault_thing *before;

	for (; list; list = before) {
		before = list->before;
		free(list);
	}
}

void vault_free(struct vault *vault)
{
	free_all(vault->tokens);
	free_all(vault->leases);
	free(vault);
}
