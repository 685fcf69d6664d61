/* SPDX-License-Identifier: MIT */
#include "root_token.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <openssl/evp.h>

struct text {
	unsigned char *start;
	size_t length;
};

/* Servers leave the padding out, which OpenSSL wants; it passes over blanks, which would leave the length in the dark. */
static bool decode(struct hvac_task *task, const char *encoded, struct text *token)
{
	size_t length = strlen(encoded), padded;
	unsigned char *text;

	while (length && encoded[length - 1] == '=')
		length--;
	padded = length <= INT_MAX - 3 ? (length + 3) / 4 * 4 : 0;
	text = hvac_task_alloc(task, padded + 1);
	token->start = hvac_task_alloc(task, padded + 1);
	if (!text || !token->start || !padded)
		return false;
	memcpy(text, encoded, length);
	memset(text + length, '=', padded - length);
	token->length = length * 3 / 4;
	return padded - length < 3 && EVP_DecodeBlock(token->start, text, (int)padded) == (int)(padded / 4 * 3);
}

static bool uncover(struct text token, const char *otp)
{
	for (size_t i = 0; i < token.length; i++) {
		token.start[i] ^= (unsigned char)otp[i];
		/* no token has others: the OTP is a wrong one */
		if (token.start[i] <= ' ' || token.start[i] > '~')
			return false;
	}
	return true;
}

int hvac_sys_root_token_prepare(struct hvac_task *task, void *state)
{
	const char *otp = hvac_task_string(task, "otp");
	struct text token;
	hvac_value *answer;

	(void)state;
	if (hvac_task_is_hidden(task, "encoded_token") || hvac_task_is_hidden(task, "otp"))
		return HVAC_HOOK_DONE;
	if (!decode(task, hvac_task_string(task, "encoded_token"), &token))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "encoded_token is not base64, as generate_root gives it");
	if (token.length != strlen(otp) || !uncover(token, otp))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "encoded_token was not encoded with this otp");
	answer = hvac_value_new_text((const char *)token.start, token.length);
	if (!answer)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	hvac_task_answer(task, answer);
	hvac_value_free(answer);
	return HVAC_HOOK_DONE;
}
