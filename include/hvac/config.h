/* SPDX-License-Identifier: MIT */
/*
 * The settings of a client, by name. One table of options serves hvac_config_set, the environment, the command's flags and
 * the documentation; hvac_option_at walks it. A mistake is kept and reported by hvac_client_new, so that settings can be
 * made in a row. One config is used by one thread at a time; it may be freed once clients have been made of it.
 */
#ifndef HVAC_CONFIG_H
#define HVAC_CONFIG_H

#include <stddef.h>
#include <stdint.h>
#include <hvac/status.h>
#include <hvac/adapter.h>
#include <hvac/log.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hvac_config hvac_config;

/* NULL when memory ran out: the other functions take NULL, and hvac_client_new then says HVAC_NO_MEMORY. */
HVAC_API hvac_config *hvac_config_new(void);
HVAC_API void hvac_config_free(hvac_config *config);

/* Sets one option from text; the value is copied, NULL takes the option back to its default. HVAC_OK, or
 * HVAC_CONFIG_ERROR for a name that does not exist and a value that does not parse, or HVAC_NO_MEMORY. */
HVAC_API hvac_status hvac_config_set(hvac_config *config, const char *name, const char *value);

/* Reads VAULT_... and BAO_... (which win) of every option that has such a name, then the token file. What the program sets, before
 * or afterwards, wins over all that says the same thing: address over agent_address, token_file over token. Reads nothing in a
 * set-id program. Returns as hvac_config_set. */
HVAC_API hvac_status hvac_config_from_env(hvac_config *config);

/* The first mistake as a sentence; without one, why the last hvac_client_new made no client; else "". Lives until the next
 * hvac_client_new. */
HVAC_API const char *hvac_config_error(const hvac_config *config);

/* Gives the passphrase of the client key, once for each of libcurl's handles that asks an https address: writes up to `size` bytes,
 * returns their number, -1 for none. It is asked whether or not the key is encrypted, which only OpenSSL finds out.
 * Called from whatever thread makes a call. */
HVAC_API void hvac_config_passphrase(hvac_config *config, int (*passphrase)(void *context, char *buffer, int size), void *context);

/* Requests go through this adapter instead of libcurl. The client owns it once hvac_client_new has made one (the config until then),
 * so one adapter serves one client and those derived from it: to make a second of the config is an error until another is given. NULL
 * is an error of hvac_client_new: no memory. */
HVAC_API void hvac_config_adapter(hvac_config *config, hvac_adapter *adapter);

/* Lines up to `level` go to `function`. */
HVAC_API void hvac_config_log(hvac_config *config, hvac_log_level level, hvac_log_function *function, void *context);

/* Time and chance, for tests: nanoseconds of a clock that never goes back, seconds since 1970, random bytes (0, or -1). A
 * NULL member keeps the system's. A wait ends when `monotonic` says so, or when so much real time has passed. */
typedef struct hvac_clock {
	void *context;
	uint64_t (*monotonic)(void *context);
	int64_t (*real)(void *context);
	int (*random)(void *context, void *bytes, size_t length);
} hvac_clock;
HVAC_API void hvac_config_clock(hvac_config *config, const hvac_clock *clock);

/* One option. */
typedef struct hvac_option {
	const char *name;
	const char *alias;               /* hvac's name where it differs, or NULL */
	const char *environment;         /* "ADDR" for VAULT_ADDR and BAO_ADDR, or NULL */
	const char *type;                /* "address", "text", "file", "directory", "flag", "count", "size", "duration", "rate", "headers", "policy" */
	const char *dflt;                /* text, or NULL */
	const char *help;
	int secret;
} hvac_option;
/* The options in their order, NULL past the last. Static. */
HVAC_API const hvac_option *hvac_option_at(size_t index);

#ifdef __cplusplus
}
#endif
#endif
