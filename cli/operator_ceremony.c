/* SPDX-License-Identifier: MIT */
/* What takes keys, one by one and from several people, each perhaps with a command of their own: unsealing, root tokens, new keys. The
 * server keeps count; whoever gives the last key has the answer. */
#define _GNU_SOURCE 1
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "arguments.h"
#include "connect.h"
#include "failure.h"
#include "member.h"
#include "operator.h"
#include "operator_keys.h"
#include "operator_result.h"
#include "text.h"

/* The operations of one family of servers. */
struct dialect {
	const char *begin;               /* NULL: the first key begins */
	const char *look, *give, *cancel;
};

struct ceremony {
	const char *key;                 /* what is asked for */
	struct dialect dialects[2];      /* OpenBao's, which wants a token; the other, if there is one */
	const char *with;                /* an argument that is true in all of them */
	const char *cancel_with;         /* or in the last alone */
	bool has_no_nonce;               /* that giving takes */
};

#define ROTATE { "start_rotate", "read_rotate_progress", "rotate", "cancel_rotate" }
#define REKEY { "start_rekey", "read_rekey_progress", "rekey", "cancel_rekey" }
#define ROTATE_VERIFY { NULL, "read_rotate_verify_progress", "rotate_verify", "cancel_rotate_verify" }
#define REKEY_VERIFY { NULL, "read_rekey_verify_progress", "rekey_verify", "cancel_rekey_verify" }

const struct ceremony ceremony_unseal = {
	.key = "Unseal key", .cancel_with = "reset", .has_no_nonce = true,
	.dialects = { { NULL, "read_seal_status", "submit_unseal_key", "submit_unseal_key" } },
};
const struct ceremony ceremony_root_token = {
	.key = "Unseal or recovery key",
	.dialects = {
		{ "start_generate_root_token", "read_generate_root_token_progress", "generate_root_token", "cancel_generate_root_token" },
		{ "start_root_token_generation", "read_root_generation_progress", "generate_root", "cancel_root_generation" },
	},
};
const struct ceremony ceremony_unseal_keys = { .key = "Unseal key", .dialects = { ROTATE, REKEY } };
const struct ceremony ceremony_recovery_keys = { .key = "Recovery key", .dialects = { ROTATE, REKEY }, .with = "recovery_key" };
const struct ceremony ceremony_new_unseal_keys = { .key = "New unseal key", .dialects = { ROTATE_VERIFY, REKEY_VERIFY } };
const struct ceremony ceremony_new_recovery_keys = { .key = "New recovery key", .dialects = { ROTATE_VERIFY, REKEY_VERIFY }, .with = "recovery_key" };

/* One that is being carried out. */
struct session {
	const struct command_line *line;
	const struct ceremony *ceremony;
	const struct dialect *dialect;   /* that the server understands */
	hvac_client *client;
	struct arguments arguments;
	struct operator_keys keys;
	hvac_response *last;             /* what the server said last */
	char *otp;                       /* that hides the root token; NULL: not known */
	bool has_given;                  /* the last answer is that to a key, which counts */
};

static void free_session(struct session *session)
{
	hvac_response_free(session->last);
	hvac_client_free(session->client);
	operator_keys_free(&session->keys);
	arguments_free(&session->arguments);
	text_discard(session->otp);
}

static const hvac_value *state_of(const struct session *session)
{
	return hvac_response_answer(session->last);
}

/* Takes an answer, good or bad. */
static hvac_status take(struct session *session, hvac_response *response)
{
	hvac_response_free(session->last);
	session->last = response;
	return hvac_response_status(response);
}

static hvac_status look(struct session *session, const struct dialect *dialect)
{
	hvac_response *response = NULL;
	hvac_call(session->client, OPERATOR_ENGINE, dialect->look, HVAC_ARGS(hvac_typed(session->ceremony->with, session->ceremony->with ? "true" : NULL)),
	          &response);
	session->dialect = dialect;
	return take(session, response);
}

/* Asks how far it is in the dialect that a server with, or without, a token is likely to understand, then in the other. */
static int find_dialect(struct session *session)
{
	const struct dialect *dialects = session->ceremony->dialects;
	char *token = hvac_client_token(session->client);
	size_t first = dialects[1].look && !token ? 1 : 0;
	hvac_text_free(token);
	hvac_status status = look(session, &dialects[first]);
	if ((status == HVAC_INVALID_PATH || status == HVAC_UNSUPPORTED_OPERATION) && dialects[1 - first].look)
		status = look(session, &dialects[1 - first]);
	return status == HVAC_OK ? EXIT_OK : failure_of_response(session->line, session->last);
}

/* A new member of a cluster has all keys, and none is counted any more, before it has joined and is unsealed. */
static bool has_ended(const struct session *session)
{
	const hvac_value *state = state_of(session);
	bool sealed;
	if (hvac_value_boolean(hvac_value_member(state, "sealed"), &sealed))
		return !sealed || (session->has_given && member_integer(state, "progress") == 0);
	return member_is_true(state, "complete");
}

/* A server's OTP wins: it may have refused the one that was offered. */
static int keep_otp(struct session *session, const char *otp)
{
	text_discard(session->otp);
	session->otp = otp && *otp ? strdup(otp) : arguments_text(&session->arguments, "otp");
	return otp && *otp && !session->otp ? failure_local(session->line, "memory ran out") : EXIT_OK;
}

/* People who are asked may leave by a signal: what began then goes on, and may be ended by others. */
static int tell_otp(const struct session *session)
{
	char *text = NULL;
	if (!session->otp || !operator_keys_are_asked_for(&session->keys))
		return EXIT_OK;
	if (asprintf(&text, "should this be interrupted, the token can be read only with the OTP %s", session->otp) < 0)
		return failure_local(session->line, "memory ran out");
	failure_warn(text);
	text_discard(text);
	return EXIT_OK;
}

static int begin(struct session *session)
{
	hvac_response *response = NULL;
	const char *with = session->ceremony->with;
	int code = with ? arguments_add(&session->arguments, session->line, with, strdup("true")) : EXIT_OK;
	if (code != EXIT_OK)
		return code;
	hvac_call(session->client, OPERATOR_ENGINE, session->dialect->begin, session->arguments.list, &response);
	if (take(session, response) != HVAC_OK)
		return failure_of_response(session->line, session->last);
	code = keep_otp(session, member_string(state_of(session), "otp"));
	return code == EXIT_OK ? tell_otp(session) : code;
}

/* One that others have begun goes on as it was begun; its OTP can be known from them. */
static int join(struct session *session)
{
	size_t others = session->arguments.count - (arguments_have(&session->arguments, "otp") ? 1 : 0);
	if (others > 0)
		return failure(session->line, HVAC_PARAM_VALIDATION_ERROR, "this is under way already, as it was begun: leave arguments out to give keys, or cancel it");
	return keep_otp(session, NULL);
}

static int set_out(struct session *session)
{
	int code = find_dialect(session);
	if (code != EXIT_OK || !session->dialect->begin)
		return code;
	return member_is_true(state_of(session), "started") ? join(session) : begin(session);
}

/* The arguments of one key, to be freed; NULL: no memory. Where nothing begins, what was given goes with each. */
static hvac_argument *arguments_of(const struct session *session, const char *key, const char *nonce)
{
	size_t count = session->dialect->begin ? 0 : session->arguments.count;
	hvac_argument *list = calloc(count + 4, sizeof(*list));
	if (!list)
		return NULL;
	if (count > 0)
		memcpy(list, session->arguments.list, count * sizeof(*list));
	list[count] = hvac_string("key", key);
	list[count + 1] = hvac_typed(session->ceremony->with, session->ceremony->with ? "true" : NULL);
	list[count + 2] = hvac_string("nonce", session->ceremony->has_no_nonce ? NULL : nonce);
	return list;
}

/* Whether what goes along with each key is good, before anybody is asked for one. */
static int check_arguments(struct session *session)
{
	session->dialect = &session->ceremony->dialects[0];
	hvac_argument *list = arguments_of(session, "key", "nonce");
	hvac_task *task = NULL;
	int code = EXIT_OK;
	if (!list)
		return failure_local(session->line, "memory ran out");
	if (hvac_task_new(session->client, OPERATOR_ENGINE, session->dialect->give, list, NULL, &task) != HVAC_OK) {
		if (task)
			hvac_task_run(task);
		hvac_response *response = task ? hvac_task_take(task) : NULL;
		code = failure_of_response(session->line, response);
		hvac_response_free(response);
	}
	hvac_task_free(task);
	free(list);
	return code;
}

/* OpenBao answers 500 to the last of the keys when one of them was wrong. */
static bool is_refused(hvac_status status)
{
	return status == HVAC_INVALID_REQUEST || status == HVAC_INTERNAL_SERVER_ERROR;
}

/* People may try again after a key that was refused; then the server may have forgotten those before it. */
static int give(struct session *session, const char *key)
{
	hvac_argument *list = arguments_of(session, key, member_string(state_of(session), "nonce"));
	hvac_response *response = NULL;
	int code = EXIT_OK;
	if (!list)
		return failure_local(session->line, "memory ran out");
	hvac_status status = hvac_call(session->client, OPERATOR_ENGINE, session->dialect->give, list, &response);
	free(list);
	session->has_given = status == HVAC_OK && !arguments_have(&session->arguments, "reset");
	if (status == HVAC_OK) {
		take(session, response);
		return EXIT_OK;
	}
	code = failure_of_response(session->line, response);
	hvac_response_free(response);
	if (!is_refused(status) || !operator_keys_are_asked_for(&session->keys))
		return code;
	return look(session, session->dialect) == HVAC_OK ? EXIT_OK : failure_of_response(session->line, session->last);
}

/* How many keys it takes; rotations say with how many the new ones will open, too. 0: the server does not say. */
static int64_t wanted(const struct session *session)
{
	int64_t required = member_integer(state_of(session), "required");
	return required ? required : member_integer(state_of(session), "t");
}

static int next_key(struct session *session, const char **key)
{
	char *label = NULL;
	if (asprintf(&label, "%s %" PRId64 " of %" PRId64 ", or an empty line to leave it at that", session->ceremony->key,
	             member_integer(state_of(session), "progress") + 1, wanted(session)) < 0)
		return failure_local(session->line, "memory ran out");
	int code = operator_keys_next(&session->keys, session->line, label, key);
	free(label);
	return code;
}

static int give_all(struct session *session)
{
	int code = EXIT_OK;
	while (code == EXIT_OK && !has_ended(session)) {
		const char *key = NULL;
		code = next_key(session, &key);
		if (code != EXIT_OK || !key)
			break;
		code = give(session, key);
	}
	return code;
}

/* The token, out from behind its OTP, stands in the place of what hid it. */
static int uncover_token(struct session *session, hvac_value *result)
{
	const char *encoded = member_string(result, "encoded_token");
	hvac_response *response = NULL;
	int code = EXIT_OK;
	if (!encoded || !*encoded || !session->otp)
		return EXIT_OK;
	hvac_status status = hvac_call(session->client, OPERATOR_ENGINE, "decode_root_token",
	                               HVAC_ARGS(hvac_string("encoded_token", encoded), hvac_string("otp", session->otp)), &response);
	if (status != HVAC_OK)
		code = failure_of_response(session->line, response);
	else if (hvac_value_adopt_member(result, "root_token", hvac_value_copy(hvac_response_answer(response))) != HVAC_OK)
		code = failure_local(session->line, "memory ran out");
	hvac_response_free(response);
	return code;
}

/* What is still to be done, for people. */
static void advise(const struct session *session)
{
	const hvac_value *state = state_of(session);
	int64_t given = member_integer(state, "progress");
	char *advice = NULL;
	if (session->line->format != FORMAT_TABLE)
		return;
	if (!has_ended(session) && asprintf(&advice, "%" PRId64 " of %" PRId64 " keys are given, %" PRId64 " to go", given, wanted(session),
	                                    wanted(session) - given) < 0)
		advice = NULL;
	if (has_ended(session) && member_is_true(state, "verification_required"))
		advice = strdup("the keys in force are the old ones until enough of the new ones have been given to the same command with verify");
	else if (has_ended(session) && member_is_true(state, "sealed"))
		advice = strdup("all keys are given, and the server is unsealed as soon as it has joined its cluster");
	else if (has_ended(session) && hvac_value_member(state, "keys_base64"))
		advice = strdup("the old keys are void, and there is no other copy of these: give them to different people");
	if (advice)
		failure_warn(advice);
	free(advice);
}

static int show(struct session *session)
{
	hvac_value *result = hvac_value_copy(state_of(session));
	int code = result ? uncover_token(session, result) : failure_local(session->line, "memory ran out");
	/* whoever comes after this needs it */
	if (code == EXIT_OK && session->otp && !has_ended(session) &&
	    hvac_value_adopt_member(result, "otp", hvac_value_new_string(session->otp)) != HVAC_OK)
		code = failure_local(session->line, "memory ran out");
	int printed = result ? operator_result_print(session->line, result) : code;
	hvac_value_free(result);
	advise(session);
	return code == EXIT_OK ? printed : code;
}

/* For what goes on although no more keys could be given. */
static void show_otp(const struct session *session)
{
	hvac_value *result = hvac_value_new_map();
	if (hvac_value_adopt_member(result, "otp", hvac_value_new_string(session->otp)) == HVAC_OK)
		operator_result_print(session->line, result);
	else
		failure_local(session->line, "memory ran out");
	hvac_value_free(result);
}

int operator_give_keys(const struct command_line *line, const struct part *part)
{
	struct command_line others = *line;
	struct session session = { .line = line, .ceremony = part->ceremony };
	int code = operator_keys_begin(&session.keys, &others);
	if (code == EXIT_OK)
		code = arguments_read(&session.arguments, &others, 0, OPERATOR_ENGINE, part->operation);
	if (code == EXIT_OK && !part->ceremony->dialects[0].begin && !session.keys.are_given && !operator_keys_are_asked_for(&session.keys))
		code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "no key is given, and there is no terminal to ask at: key=@FILE, or key=- for standard input");
	if (code == EXIT_OK && arguments_have(&session.arguments, "recovery_key"))
		code = failure(line, HVAC_PARAM_VALIDATION_ERROR, "recovery keys are rotated by hvac operator rotate recovery-keys");
	if (code == EXIT_OK)
		code = operator_result_check(line);
	if (code == EXIT_OK)
		code = connect_reader(line, false, &session.client);
	if (code == EXIT_OK)
		code = check_arguments(&session);
	if (code == EXIT_OK)
		code = arguments_read_now(&session.arguments, line, "otp");
	if (code == EXIT_OK)
		code = set_out(&session);
	if (code == EXIT_OK)
		code = give_all(&session);
	if (code == EXIT_OK)
		code = show(&session);
	else if (session.otp)
		show_otp(&session);
	free_session(&session);
	return code;
}

/* Finds the dialect and calls what `then` names of it. */
static int look_and(const struct command_line *line, const struct part *part, bool cancel)
{
	struct session session = { .line = line, .ceremony = part->ceremony };
	const struct ceremony *ceremony = part->ceremony;
	int code = line->n_words == 0 ? EXIT_OK : failure(line, HVAC_PARAM_VALIDATION_ERROR, "hvac operator %s takes no arguments", part->name);
	if (code == EXIT_OK)
		code = connect_reader(line, false, &session.client);
	if (code == EXIT_OK)
		code = find_dialect(&session);
	if (code == EXIT_OK && cancel) {
		hvac_response *response = NULL;
		hvac_call(session.client, OPERATOR_ENGINE, session.dialect->cancel,
		          HVAC_ARGS(hvac_typed(ceremony->with, ceremony->with ? "true" : NULL), hvac_typed(ceremony->cancel_with, ceremony->cancel_with ? "true" : NULL)),
		          &response);
		code = take(&session, response) == HVAC_OK ? EXIT_OK : failure_of_response(line, session.last);
	} else if (code == EXIT_OK) {
		code = operator_result_print(line, state_of(&session));
	}
	free_session(&session);
	return code;
}

int operator_look(const struct command_line *line, const struct part *part)
{
	return look_and(line, part, false);
}

int operator_cancel(const struct command_line *line, const struct part *part)
{
	return look_and(line, part, true);
}
