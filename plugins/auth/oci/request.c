/* SPDX-License-Identifier: MIT */
#include "request.h"
#include "credentials.h"
#include "rsa.h"

static int sign_text(struct hvac_task *task, const struct oci_key *key, const char *text, const char **signature)
{
	EVP_PKEY *rsa;
	int failed;

	if (hvac_task_is_hidden(task, "key") || hvac_task_is_hidden(task, "passphrase")) {
		*signature = "***";
		return FOUND;
	}
	rsa = rsa_read_key(task, key->pem, key->passphrase, key->source, &failed);
	if (!rsa)
		return failed;
	*signature = rsa_sign(task, rsa, RSA_PKCS1_PADDING, text);
	EVP_PKEY_free(rsa);
	return *signature ? FOUND : hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "OpenSSL refuses to sign with %s", key->source);
}

int oci_sign(struct hvac_task *task, const struct oci_key *key, const struct oci_header *headers, size_t count, const char **authorization)
{
	const char *text = "", *names = "", *signature = NULL;
	int found;

	for (size_t i = 0; i < count; i++) {
		text = text_print(task, "%s%s%s: %s", text, i ? "\n" : "", headers[i].name, headers[i].value);
		names = text_print(task, "%s%s%s", names, i ? " " : "", headers[i].name);
	}
	found = sign_text(task, key, text, &signature);
	if (found != FOUND)
		return found;
	*authorization = text_print(task, "Signature algorithm=\"rsa-sha256\",headers=\"%s\",keyId=\"%s\",signature=\"%s\",version=\"1\"", names, key->id, signature);
	return FOUND;
}

const char *oci_date(struct hvac_task *task)
{
	static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t now = (time_t)hvac_task_now(task);
	struct tm utc;

	if (!gmtime_r(&now, &utc))
		return "";
	return text_print(task, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + 3 * utc.tm_wday, utc.tm_mday, months + 3 * utc.tm_mon,
	                  utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}
