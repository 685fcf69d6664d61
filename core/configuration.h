/* SPDX-License-Identifier: MIT */
/* What a program has set so far: texts, functions, and the first mistake; and why no client could be made of it the last time. */
#ifndef HVAC_CORE_CONFIGURATION_H
#define HVAC_CORE_CONFIGURATION_H

#include <hvac/config.h>
#include "log.h"
#include "option.h"

struct passphrase {
	int (*function)(void *context, char *buffer, int size);
	void *context;
};

struct hvac_config {
	struct option_texts texts;
	struct passphrase passphrase;
	struct logger logger;
	hvac_clock clock;
	hvac_adapter *adapter;
	bool adapter_failed;            /* its maker returned NULL */
	bool adapter_taken;             /* by the client that was made with it */
	hvac_status status;             /* of the first mistake */
	char *error;
	hvac_status client_status;      /* of the last hvac_client_new */
	char *client_error;
};

/* hvac_config_set; `inherited`: it is the environment's word, to which the program's own is not to give way. */
hvac_status configuration_set(hvac_config *config, const char *name, const char *value, bool inherited);
/* Keeps the first mistake; takes the sentence (NULL: memory ran out). Returns the status. */
hvac_status configuration_fail(hvac_config *config, hvac_status status, char *sentence);
/* Keeps what came of the last hvac_client_new; likewise. */
hvac_status configuration_tried(hvac_config *config, hvac_status status, char *sentence);

#endif
