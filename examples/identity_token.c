/* SPDX-License-Identifier: MIT */
/* A workload shows another who it is, and neither trusts the other with a token of the server's:
 *     identity_token ROLE                          prints an ID token of the entity whose token VAULT_TOKEN is
 *     identity_token --verify CLIENT_ID <TOKEN     checks one and prints its claims; CLIENT_ID is that of the role
 * What checks it needs no VAULT_TOKEN: the server publishes its keys. They are RSA here, the tokens' signatures RS256 (RFC 7518). */
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <hvac/hvac.h>
#include <hvac/secrets/identity.h>

#define OR_REFUSE(condition, why) do { if (!(condition)) errx(1, "the token is not good: %s", why); } while (0)

static void print_token(hvac_client *client, const char *role)
{
	hvac_response *response;
	if (hvac_secrets_identity_generate_signed_id_token(client, &response, .name = role) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	const char *token = hvac_response_string(response, "token");
	if (!token) errx(1, "the server answered without a token");
	printf("%s\n", token);
	hvac_response_free(response);
}

/* base64url without padding (RFC 7515, 2), a NUL behind it; NULL when it is none. */
static unsigned char *decode(const char *text, size_t length, size_t *size)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t padding = (4 - length % 4) % 4;
	if (strspn(text, alphabet) < length || padding == 3 || length > INT32_MAX - 4) return NULL;
	unsigned char *standard = malloc(length + padding + 1), *bytes = malloc((length + padding) / 4 * 3 + 1);
	if (!standard || !bytes) err(1, NULL);
	for (size_t i = 0; i < length; i++)
		standard[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : (unsigned char)text[i];
	memset(standard + length, '=', padding);
	int decoded = EVP_DecodeBlock(bytes, standard, (int)(length + padding));
	free(standard);
	if (decoded < (int)padding) {
		free(bytes);
		return NULL;
	}
	*size = (size_t)decoded - padding;
	bytes[*size] = '\0';
	return bytes;
}

/* The JSON in a part of the token. */
static hvac_value *read_part(const char *text, size_t length)
{
	size_t size;
	hvac_value *value;
	unsigned char *json = decode(text, length, &size);
	OR_REFUSE(json && hvac_value_parse((char *)json, size, &value) == HVAC_OK, "it is no JSON");
	free(json);
	return value;
}

static const char *text_of(const hvac_value *map, const char *name)
{
	const char *text = hvac_value_string(hvac_value_member(map, name), NULL);
	return text ? text : "";
}

static BIGNUM *number_of(const hvac_value *jwk, const char *name)
{
	size_t size = 0;
	const char *text = text_of(jwk, name);
	unsigned char *bytes = decode(text, strlen(text), &size);
	BIGNUM *number = bytes ? BN_bin2bn(bytes, (int)size, NULL) : NULL;
	free(bytes);
	return number;
}

/* RFC 7518, 6.3 */
static EVP_PKEY *key_of(const hvac_value *jwk)
{
	EVP_PKEY *key = NULL;
	BIGNUM *n = number_of(jwk, "n"), *e = number_of(jwk, "e");
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	OSSL_PARAM *parameters = NULL;
	if (strcmp(text_of(jwk, "kty"), "RSA") == 0 && n && e && builder && context && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) && (parameters = OSSL_PARAM_BLD_to_param(builder)) &&
	    EVP_PKEY_fromdata_init(context) == 1 && EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
		key = NULL;
	OSSL_PARAM_free(parameters);
	OSSL_PARAM_BLD_free(builder);
	EVP_PKEY_CTX_free(context);
	BN_free(n), BN_free(e);
	return key;
}

/* The published key of this id. */
static EVP_PKEY *fetch_key(hvac_client *client, const char *id)
{
	hvac_response *response;
	if (hvac_secrets_identity_read_active_public_keys(client, &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	const hvac_value *keys = hvac_response_value(response, "keys"), *found = NULL;
	for (size_t i = 0; i < hvac_value_count(keys); i++)
		if (*id && strcmp(text_of(hvac_value_item(keys, i), "kid"), id) == 0)
			found = hvac_value_item(keys, i);
	OR_REFUSE(found, "no published key has its kid");
	EVP_PKEY *key = key_of(found);
	OR_REFUSE(key, "its key is no RSA key");
	hvac_response_free(response);
	return key;
}

static char *fetch_issuer(hvac_client *client)
{
	hvac_response *response;
	if (hvac_secrets_identity_read_well_known_configurations(client, &response) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	const char *issuer = hvac_response_string(response, "issuer");
	char *copy = issuer ? strdup(issuer) : NULL;
	if (!copy) errx(1, "the server says no issuer");
	hvac_response_free(response);
	return copy;
}

static void verify(hvac_client *client, const char *token, const char *client_id)
{
	size_t header_length = strcspn(token, "."), signed_length = header_length;
	OR_REFUSE(token[header_length], "it has no claims");
	const char *payload = token + header_length + 1;
	signed_length += 1 + strcspn(payload, ".");
	OR_REFUSE(token[signed_length], "it has no signature");

	/* who signs says how in the key, not in the token: nothing but RS256 is taken */
	hvac_value *header = read_part(token, header_length);
	OR_REFUSE(strcmp(text_of(header, "alg"), "RS256") == 0, "it is not signed by RS256");
	EVP_PKEY *key = fetch_key(client, text_of(header, "kid"));
	hvac_value_free(header);
	size_t size;
	const char *text = token + signed_length + 1;
	unsigned char *signature = decode(text, strlen(text), &size);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	OR_REFUSE(signature && context && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	          EVP_DigestVerify(context, signature, size, (const unsigned char *)token, signed_length) == 1, "its signature is wrong");
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	free(signature);

	hvac_value *claims = read_part(payload, signed_length - header_length - 1);
	char *issuer = fetch_issuer(client);
	int64_t end = 0;
	OR_REFUSE(strcmp(text_of(claims, "iss"), issuer) == 0, "another issuer made it");
	OR_REFUSE(strcmp(text_of(claims, "aud"), client_id) == 0, "it is for somebody else");
	OR_REFUSE(hvac_value_integer(hvac_value_member(claims, "exp"), &end) && end > time(NULL), "it has expired");
	char *shown = hvac_value_to_text(claims, NULL);
	if (!shown) err(1, NULL);
	printf("%s\n", shown);
	hvac_text_free(shown);
	hvac_value_free(claims);
	free(issuer);
}

int main(int argc, char **argv)
{
	bool verifies = argc == 3 && strcmp(argv[1], "--verify") == 0;
	if (!verifies && argc != 2) errx(2, "usage: identity_token ROLE, or identity_token --verify CLIENT_ID");
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	if (verifies) {
		char *token = NULL;
		size_t size = 0;
		if (getline(&token, &size, stdin) < 0) errx(1, "there is no token on standard input");
		token[strcspn(token, "\n")] = '\0';
		verify(client, token, argv[2]);
		free(token);
	} else {
		print_token(client, argv[1]);
	}
	hvac_client_free(client);
	hvac_config_free(config);
}
