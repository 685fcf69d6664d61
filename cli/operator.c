/* SPDX-License-Identifier: MIT */
/* hvac operator: what is done to a server or a cluster, by people or their scripts. A table of parts; most are one call. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "arguments.h"
#include "command.h"
#include "connect.h"
#include "execute.h"
#include "failure.h"
#include "guess.h"
#include "operator.h"

/* Of those that are several calls, and of those that have results of their own. */
#define FLAGS_OF_SEVERAL (FLAG_FORMAT | FLAG_FIELD | FLAG_SETTINGS)
#define FLAGS_OF_A_CEREMONY (FLAGS_OF_SEVERAL | FLAG_ARGS | FLAG_OUTPUT)
#define FLAGS_OF_A_START (FLAGS_OF_A_CEREMONY | FLAGS_OF_A_PREVIEW | FLAG_REDACT | FLAG_SHOW_SECRETS)
#define FLAGS_OF_A_SNAPSHOT ((FLAGS_OF_A_CALL & ~(FLAG_ARGS | FLAG_FIELD)) | FLAG_NO_CHECK)

int operator_call(const struct command_line *line, const struct part *part)
{
	struct arguments arguments;
	hvac_client *client = NULL;
	int code = arguments_read(&arguments, line, 0, OPERATOR_ENGINE, part->operation);
	if (code == EXIT_OK)
		code = connect_client(line, false, &client);
	if (code == EXIT_OK)
		code = execute_call(line, client, OPERATOR_ENGINE, part->operation, &arguments);
	hvac_client_free(client);
	arguments_free(&arguments);
	return code;
}

static const struct part parts[] = {
	{ "init", "...", "initialize", "Initialize a new server and show its keys, 5 of which 3 open it unless told otherwise, and the root token",
	  FLAGS_OF_A_START, operator_init, NULL },
	{ "unseal", "...", "submit_unseal_key", "Give unseal keys until the server is unsealed", FLAGS_OF_A_CEREMONY & ~FLAG_OUTPUT, operator_give_keys, &ceremony_unseal },
	{ "unseal cancel", "", NULL, "Have the server forget the unseal keys that it was given so far", FLAG_FORMAT | FLAG_SETTINGS, operator_cancel, &ceremony_unseal },
	{ "seal", "", "seal", "Seal the server", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "step-down", "", "step_down", "Have the active node of a cluster give up its place", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "generate-root", "...", "start_root_token_generation", "Generate a root token: begin, or go on, give keys, and show the token",
	  FLAGS_OF_A_CEREMONY, operator_give_keys, &ceremony_root_token },
	{ "generate-root status", "", NULL, "How many keys that has, and wants", FLAGS_OF_SEVERAL, operator_look, &ceremony_root_token },
	{ "generate-root cancel", "", NULL, "Give that up", FLAG_FORMAT | FLAG_SETTINGS, operator_cancel, &ceremony_root_token },
	{ "rotate keyring", "", "rotate_encryption_key", "Encrypt what is stored from now on with a new key", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "rotate root", "", "rotate_root_key", "Make a new root key; all keys of people stay as they are (OpenBao)", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "rotate unseal-keys", "...", "start_rotate", "Make new unseal keys: begin, or go on, give the old ones, and show the new ones",
	  FLAGS_OF_A_CEREMONY, operator_give_keys, &ceremony_unseal_keys },
	{ "rotate unseal-keys status", "", NULL, "How many keys that has, and wants", FLAGS_OF_SEVERAL, operator_look, &ceremony_unseal_keys },
	{ "rotate unseal-keys cancel", "", NULL, "Give that up", FLAG_FORMAT | FLAG_SETTINGS, operator_cancel, &ceremony_unseal_keys },
	{ "rotate unseal-keys verify", "...", "rotate_verify", "Give the new unseal keys, which count from then on, after require_verification=true",
	  FLAGS_OF_SEVERAL, operator_give_keys, &ceremony_new_unseal_keys },
	{ "rotate recovery-keys", "...", "start_rotate", "Make new recovery keys, in the same way", FLAGS_OF_A_CEREMONY, operator_give_keys, &ceremony_recovery_keys },
	{ "rotate recovery-keys status", "", NULL, "How many keys that has, and wants", FLAGS_OF_SEVERAL, operator_look, &ceremony_recovery_keys },
	{ "rotate recovery-keys cancel", "", NULL, "Give that up", FLAG_FORMAT | FLAG_SETTINGS, operator_cancel, &ceremony_recovery_keys },
	{ "rotate recovery-keys verify", "...", "rotate_verify", "Give the new recovery keys, which count from then on", FLAGS_OF_SEVERAL,
	  operator_give_keys, &ceremony_new_recovery_keys },
	{ "snapshot save", "FILE", "take_raft_snapshot", "Take a snapshot of all data; the file is there when it is whole and has been checked",
	  FLAGS_OF_A_SNAPSHOT, operator_save_snapshot, NULL },
	{ "snapshot check", "FILE", NULL, "Tell whether a snapshot is whole, and what it holds; asks no server", FLAG_FORMAT | FLAG_FIELD, operator_check_snapshot, NULL },
	{ "snapshot restore", "FILE", "restore_raft_snapshot", "Check a snapshot, then replace all data by it", FLAGS_OF_A_SNAPSHOT, operator_restore_snapshot, NULL },
	{ "snapshot force-restore", "FILE", "force_restore_raft_snapshot", "The same with a snapshot of another cluster, whose keys are needed from then on",
	  FLAGS_OF_A_SNAPSHOT, operator_restore_snapshot, NULL },
	{ "raft list", "", "read_raft_config", "List the members of the cluster", FLAGS_OF_A_CALL, operator_list_members, NULL },
	{ "raft join", "...", "join_raft_cluster", "Have a server that is not initialized join a cluster", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "raft remove", "...", "remove_raft_node", "Take a member out of the cluster", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "raft promote", "...", "promote_raft_node", "Let a member vote", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "raft demote", "...", "demote_raft_node", "Let a member vote no longer", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "raft autopilot", "", "read_raft_autopilot_state", "How healthy the cluster and its members are", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "raft configuration", "", "read_raft_autopilot_configuration", "The rules by which that is told", FLAGS_OF_A_CALL, operator_call, NULL },
	{ "raft configure", "...", "configure_raft_autopilot", "Change these rules", FLAGS_OF_A_CALL, operator_call, NULL },
};

const struct part *operator_part_at(size_t index)
{
	return index < sizeof(parts) / sizeof(parts[0]) ? &parts[index] : NULL;
}

/* Walks along a name while it goes with the line; returns the rest of it and how many words that were. */
static const char *match(const char *name, const struct command_line *line, size_t *n_words)
{
	for (*n_words = 0; *name && *n_words < line->n_words; (*n_words)++) {
		const char *word = line->words[*n_words];
		size_t length = strcspn(name, " ");
		if (strlen(word) != length || strncmp(word, name, length) != 0)
			break;
		name += length + strspn(name + length, " ");
	}
	return name;
}

const struct part *operator_part_of(const struct command_line *line, size_t *n_words)
{
	const struct part *found = NULL;
	*n_words = 0;
	for (size_t i = 0, count; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!*match(parts[i].name, line, &count) && count > *n_words) {
			found = &parts[i];
			*n_words = count;
		}
	return found;
}

const char *operator_part_rest(const struct part *part, const struct command_line *line)
{
	size_t n_words;
	const char *rest = match(part->name, line, &n_words);
	return n_words == line->n_words ? rest : NULL;
}

static const char *nearest_part(const char *wanted)
{
	struct guess nearest;
	guess_begin(&nearest, wanted);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		guess_offer(&nearest, parts[i].name);
	return nearest.name;
}

/* A second word is told only where it is near to a part's, and a first one that is not only where it looks like one: it may be a key. */
static int refuse(const struct command_line *line)
{
	char *wanted = NULL;
	if (asprintf(&wanted, "%s %s", line->words[0], line->n_words > 1 ? line->words[1] : "") < 0)
		return failure_local(line, "memory ran out");
	const char *meant = line->n_words > 1 ? nearest_part(wanted) : NULL;
	if (!meant) {
		wanted[strlen(line->words[0])] = '\0';
		meant = nearest_part(wanted);
	}
	bool told = meant || !wanted[strspn(wanted, "abcdefghijklmnopqrstuvwxyz-")];
	int code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "there is no hvac operator %s; %s%s%s", told ? wanted : "***",
	                   meant ? "did you mean " : "hvac help operator lists what there is", meant ? meant : "", meant ? "?" : "");
	free(wanted);
	return code;
}

int command_operator(const struct command_line *line)
{
	struct command_line own = *line;
	char *name = NULL;
	size_t n_words;
	const struct part *part = operator_part_of(line, &n_words);
	if (!part)
		return refuse(line);
	own.words += n_words;
	own.n_words -= n_words;
	if (asprintf(&name, "operator %s", part->name) < 0)
		return failure_local(line, "memory ran out");
	command_line_check(&own, name, part->flags);
	int code = own.mistake ? failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s", own.mistake) : part->run(&own, part);
	free(own.mistake);
	free(name);
	return code;
}
