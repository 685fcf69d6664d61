/* SPDX-License-Identifier: MIT */
#include "negotiate.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <krb5.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#define SCHEME "Negotiate "
#define BASE64_LENGTH(n) (4 * (((n) + 2) / 3))

/* SPNEGO, RFC 4178: 1.3.6.1.5.5.2. GSSAPI knows no const. */
static gss_OID_desc spnego = { .length = 6, .elements = (unsigned char[]){ 0x2b, 6, 1, 5, 5, 2 } };
static gss_OID_set_desc only_spnego = { .count = 1, .elements = &spnego };

/* What one login holds of GSSAPI and of Kerberos. */
struct negotiation {
	gss_name_t service;
	gss_cred_id_t credential;
	gss_ctx_id_t context;
	gss_buffer_desc token;
	krb5_context kerberos;
	krb5_ccache cache;               /* in memory, of this login alone */
	char *cache_name;
};

static int fail(struct hvac_task *task, const char *what, OM_uint32 major, OM_uint32 minor, gss_OID mechanism)
{
	gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
	OM_uint32 ignored, more = 0;
	int failed;

	if (minor == ENOMEM)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	gss_display_status(&ignored, minor ? minor : major, minor ? GSS_C_MECH_CODE : GSS_C_GSS_CODE, mechanism, &more, &text);
	failed = hvac_task_fail(task, HVAC_UNAUTHORIZED, "%s: %.*s", what, (int)text.length, text.length ? (const char *)text.value : "");
	gss_release_buffer(&ignored, &text);
	return failed;
}

/* Tickets by password or by a key, in the cache. */
static krb5_error_code get_tickets(struct negotiation *negotiation, const char *username, const char *password, const char *keytab_path)
{
	krb5_creds tickets = { .magic = 0 };
	krb5_principal client = NULL;
	krb5_keytab keytab = NULL;
	krb5_context kerberos;
	krb5_error_code code = krb5_init_context(&negotiation->kerberos);

	if (code)
		return code;
	kerberos = negotiation->kerberos;
	code = krb5_parse_name(kerberos, username, &client);
	if (!code && keytab_path)
		code = krb5_kt_resolve(kerberos, keytab_path, &keytab);
	if (!code)
		code = keytab ? krb5_get_init_creds_keytab(kerberos, &tickets, client, keytab, 0, NULL, NULL)
		              : krb5_get_init_creds_password(kerberos, &tickets, client, password, NULL, NULL, 0, NULL, NULL);
	if (!code)
		code = krb5_cc_new_unique(kerberos, "MEMORY", NULL, &negotiation->cache);
	if (!code)
		code = krb5_cc_initialize(kerberos, negotiation->cache, client);
	if (!code)
		code = krb5_cc_store_cred(kerberos, negotiation->cache, &tickets);
	if (!code)
		code = krb5_cc_get_full_name(kerberos, negotiation->cache, &negotiation->cache_name);
	krb5_free_cred_contents(kerberos, &tickets);
	if (keytab)
		krb5_kt_close(kerberos, keytab);
	krb5_free_principal(kerberos, client);
	return code;
}

static int log_in(struct hvac_task *task, struct negotiation *negotiation)
{
	const char *password = hvac_task_string(task, "password"), *keytab_path = hvac_task_string(task, "keytab_path"), *why;
	krb5_error_code code;
	int failed;

	if (!password && !keytab_path)
		return 0;
	code = get_tickets(negotiation, hvac_task_string(task, "username"), password, keytab_path);
	if (!code)
		return 0;
	if (code == ENOMEM)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	if (code == KRB5KDC_ERR_PREAUTH_FAILED || code == KRB5KRB_AP_ERR_BAD_INTEGRITY)
		return hvac_task_fail(task, HVAC_UNAUTHORIZED, "no Kerberos login: the KDC refuses the %s", keytab_path ? "key" : "password");
	why = krb5_get_error_message(negotiation->kerberos, code);
	failed = hvac_task_fail(task, code == KRB5_KDC_UNREACH ? HVAC_CONNECTION_ERROR : HVAC_UNAUTHORIZED, "no Kerberos login: %s", why);
	krb5_free_error_message(negotiation->kerberos, why);
	return failed;
}

static int acquire(struct hvac_task *task, struct negotiation *negotiation)
{
	const char *cache = negotiation->cache_name ? negotiation->cache_name : hvac_task_string(task, "credential_cache");
	gss_key_value_element_desc place = { .key = "ccache", .value = cache };
	gss_key_value_set_desc store = { .count = cache ? 1 : 0, .elements = &place };
	OM_uint32 minor, major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &only_spnego, GSS_C_INITIATE, &store,
	                                               &negotiation->credential, NULL, NULL);
	OM_uint32 detail, why;

	if (!GSS_ERROR(major))
		return 0;
	/* SPNEGO does not say why, Kerberos does, unless it has nothing against it */
	why = gss_acquire_cred_from(&detail, GSS_C_NO_NAME, GSS_C_INDEFINITE, gss_mech_set_krb5, GSS_C_INITIATE, &store,
	                            &negotiation->credential, NULL, NULL);
	if (GSS_ERROR(why))
		return fail(task, "no Kerberos ticket to log in with", why, detail, gss_mech_krb5);
	return fail(task, "no Kerberos ticket to log in with", major, minor, &spnego);
}

static int add_header(struct hvac_task *task, const gss_buffer_desc *token)
{
	char *header;

	if (token->length > INT_MAX / 2)
		return hvac_task_fail(task, HVAC_TOO_LARGE, "the Kerberos ticket is too large for a header");
	header = hvac_task_alloc(task, sizeof SCHEME + BASE64_LENGTH(token->length));
	if (!header)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	memcpy(header, SCHEME, sizeof SCHEME - 1);
	EVP_EncodeBlock((unsigned char *)header + sizeof SCHEME - 1, token->value, (int)token->length);
	hvac_request_header(task, "Authorization", header);
	return HVAC_HOOK_AGAIN;
}

/* The server takes a single token, and answers with none of its own. */
static int make_token(struct hvac_task *task, struct negotiation *negotiation)
{
	const char *service = hvac_task_string(task, "service");
	gss_buffer_desc name = { .length = strlen(service), .value = (void *)(uintptr_t)service };
	OM_uint32 minor, major = gss_import_name(&minor, &name, GSS_KRB5_NT_PRINCIPAL_NAME, &negotiation->service);

	if (!GSS_ERROR(major))
		major = gss_init_sec_context(&minor, negotiation->credential, &negotiation->context, negotiation->service, &spnego, 0, 0,
		                             GSS_C_NO_CHANNEL_BINDINGS, GSS_C_NO_BUFFER, NULL, &negotiation->token, NULL, NULL);
	return GSS_ERROR(major) ? fail(task, "no Kerberos ticket for the service", major, minor, &spnego) : add_header(task, &negotiation->token);
}

static void clean_up(struct negotiation *negotiation)
{
	OM_uint32 ignored;

	if (negotiation->token.length)
		OPENSSL_cleanse(negotiation->token.value, negotiation->token.length);
	gss_release_buffer(&ignored, &negotiation->token);
	gss_delete_sec_context(&ignored, &negotiation->context, GSS_C_NO_BUFFER);
	gss_release_cred(&ignored, &negotiation->credential);
	gss_release_name(&ignored, &negotiation->service);
	if (negotiation->cache_name)
		krb5_free_string(negotiation->kerberos, negotiation->cache_name);
	if (negotiation->cache)
		krb5_cc_destroy(negotiation->kerberos, negotiation->cache);
	if (negotiation->kerberos)
		krb5_free_context(negotiation->kerberos);
}

int negotiate(struct hvac_task *task, void *state)
{
	struct negotiation negotiation = { .kerberos = NULL };
	int result = log_in(task, &negotiation);

	(void)state;
	if (!result)
		result = acquire(task, &negotiation);
	if (!result)
		result = make_token(task, &negotiation);
	clean_up(&negotiation);
	return result;
}

int explain_refusal(struct hvac_task *task, void *state, const hvac_response *response)
{
	(void)state;
	if (hvac_response_http_status(response) != 401)
		return HVAC_HOOK_DONE;
	if (hvac_value_count(hvac_response_errors(response)))
		return hvac_task_fail(task, HVAC_UNAUTHORIZED, "the ticket did not reach the method: its mount needs the option passthrough_request_headers=Authorization");
	return hvac_task_fail(task, HVAC_UNAUTHORIZED, "the server refused the ticket: has its keytab the key of this service, and do the clocks agree?");
}
