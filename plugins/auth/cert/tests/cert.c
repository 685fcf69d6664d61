/* SPDX-License-Identifier: MIT */
/*
 * auth/cert against the real server, with authorities of the test's own: every operation that it has, and logging in with a
 * certificate that is shown for one login, beside the client's own.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "certificates.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#define ENGINE "auth/cert"
#define PASSPHRASE "marked-passphrase"

/* Made once for the program. */
static struct identity authority, foreign, of_server, web, own, stranger;
static struct server *https;
static char *directory, *root_token;

static hvac_client *client_with(const char *token)
{
	return token ? client_of(https, "token", token, "ca_cert_bytes", authority.certificate, NULL)
	             : client_of(https, "ca_cert_bytes", authority.certificate, "max_retries", "0", NULL);
}

/* One that shows itself as `own` whenever it is asked. */
static hvac_client *client_of_own(void)
{
	return client_of(https, "ca_cert_bytes", authority.certificate, "client_cert_bytes", own.certificate, "client_key_bytes", own.key, "max_retries", "0", NULL);
}

static void start_server(void)
{
	char *certificate = server_file(directory, "server.pem", of_server.certificate), *key = server_file(directory, "server-key.pem", of_server.key);

	https = server_start("inmem", SERVER_HTTPS, format("tls_cert_file = \"%s\"\ntls_key_file = \"%s\"\n", certificate, key));
	free(certificate);
	free(key);
	ck_assert_ptr_nonnull(https);
}

static hvac_response *open_by(hvac_client *opener, const char *operation, const hvac_argument *arguments)
{
	hvac_response *response;

	ck_assert_int_eq(hvac_call(opener, "sys", operation, arguments, &response), HVAC_OK);
	return response;
}

/* What is made here is freed here: each test is a process of its own and would take a copy along. */
static void open_server(void)
{
	hvac_config *config = hvac_config_new();
	hvac_response *response;
	hvac_client *opener;

	hvac_config_set(config, "address", https->address);
	hvac_config_set(config, "ca_cert_bytes", authority.certificate);
	ck_assert_int_eq(hvac_client_new(config, &opener), HVAC_OK);
	hvac_config_free(config);
	response = open_by(opener, "initialize", HVAC_ARGS(hvac_integer("secret_shares", 1), hvac_integer("secret_threshold", 1)));
	root_token = strdup(hvac_response_string(response, "root_token"));
	ck_assert_ptr_nonnull(root_token);
	hvac_response_free(open_by(opener, "submit_unseal_key", HVAC_ARGS(hvac_string("key", hvac_response_string(response, "keys/0")))));
	hvac_response_free(response);
	hvac_client_set_token(opener, root_token);
	hvac_response_free(open_by(opener, "enable_auth_method", HVAC_ARGS(hvac_string("method_type", "cert"))));
	hvac_client_free(opener);
}

static void begin_all(void)
{
	authority = authority_new("the authority");
	foreign = authority_new("a foreign authority");
	of_server = identity_new(&authority, "server", "IP:127.0.0.1");
	web = identity_new(&authority, "web", NULL);
	own = identity_new(&authority, "own", NULL);
	stranger = identity_new(&foreign, "stranger", NULL);
	directory = server_directory_new();
	ck_assert(authority.key && foreign.key && of_server.key && web.key && own.key && stranger.key && directory);
	start_server();
	open_server();
}

static void end_all(void)
{
	struct identity *identities[] = { &authority, &foreign, &of_server, &web, &own, &stranger };

	server_stop(https);
	for (size_t i = 0; i < sizeof identities / sizeof identities[0]; i++)
		identity_free(identities[i]);
	free(directory);
	free(root_token);
}

static void begin_test(void)
{
	client = client_with(root_token);
}

/* The second way of looking: plain paths, and the token of root. */
static const hvac_value *seen(const char *path)
{
	hvac_response *response;
	hvac_status status = hvac_read(client_with(root_token), path, &response);

	keep_response(response);
	ck_assert_msg(status == HVAC_OK, "%s: %s", path, hvac_response_message(response));
	return hvac_response_data(response);
}

/* 404, and 400 for a list of revoked certificates. */
static void is_not_there(hvac_status status, const char *path)
{
	hvac_response *response;

	ck_assert_int_eq(hvac_read(client_with(root_token), path, &response), status);
	keep_response(response);
}

/* A role for the certificates that `who` signed, or for `who` alone; its tokens have a policy of its name. */
static const char *role(const char *name, const struct identity *who)
{
	CALL("create_ca_certificate_role", hvac_string("name", name), hvac_string("certificate", who->certificate), hvac_string("token_policies", name));
	return name;
}

static const hvac_value *told(const hvac_response *login)
{
	hvac_response *response = call_as(client_with(text_at(hvac_response_auth(login), "/client_token")), "auth/token", "lookup_self", NULL);

	return hvac_response_data(response);
}

/* Who a login made of the client: of the certificate's name. */
static void is_shown_as(const hvac_response *login, const char *name)
{
	ck_assert_str_eq(text_at(told(login), "/meta/common_name"), name);
}

static hvac_response *log_in(hvac_client *who, const struct identity *identity)
{
	return call_as(who, ENGINE, "login", HVAC_ARGS(hvac_string("cert_pem", identity->certificate), hvac_string("key_pem", identity->key)));
}

static void end_client(void *thing)
{
	hvac_client_free(thing);
}

static const char *file(const char *name, const char *content)
{
	char *path = server_file(keep(server_directory_new(), free), name, content);

	ck_assert_ptr_nonnull(path);
	return keep(path, free);
}

/* Roles */

START_TEST(a_role_is_made_with_all_its_settings)
{
	const hvac_value *made;

	CALL("create_ca_certificate_role", hvac_string("name", "made"), hvac_string("certificate", authority.certificate),
	     hvac_json("allowed_common_names", "[\"web-*\",\"a\"]"), hvac_string("allowed_dns_sans", "*.example.com"), hvac_string("allowed_email_sans", "*@example.com"),
	     hvac_string("allowed_uri_sans", "spiffe://*"), hvac_json("allowed_organizational_units", "[\"shop\"]"),
	     hvac_string("required_extensions", "1.3.6.1.4.1.99999.1:web-*"), hvac_string("display_name", "shown"), hvac_string("token_ttl", "20m"),
	     hvac_integer("token_max_ttl", 1800), hvac_json("token_policies", "[\"a\",\"b\"]"), hvac_string("token_bound_cidrs", "127.0.0.0/8"),
	     hvac_string("token_explicit_max_ttl", "40m"), hvac_boolean("token_no_default_policy", true), hvac_integer("token_num_uses", 9),
	     hvac_string("token_period", "15m"), hvac_string("token_type", "service"), hvac_json("allowed_metadata_extensions", "[\"1.2.3\"]"),
	     hvac_boolean("ocsp_fail_open", true), hvac_boolean("token_strictly_bind_ip", false));
	made = seen("auth/cert/certs/made");
	ck_assert_str_eq(text_at(made, "/certificate"), authority.certificate);
	ck_assert(list_has(hvac_value_at(made, "/allowed_common_names"), "web-*") && list_has(hvac_value_at(made, "/allowed_dns_sans"), "*.example.com"));
	ck_assert(list_has(hvac_value_at(made, "/allowed_email_sans"), "*@example.com") && list_has(hvac_value_at(made, "/allowed_uri_sans"), "spiffe://*"));
	ck_assert(list_has(hvac_value_at(made, "/allowed_organizational_units"), "shop"));
	ck_assert(list_has(hvac_value_at(made, "/required_extensions"), "1.3.6.1.4.1.99999.1:web-*"));
	ck_assert(list_has(hvac_value_at(made, "/allowed_metadata_extensions"), "1.2.3"));
	ck_assert_str_eq(text_at(made, "/display_name"), "shown");
	ck_assert_int_eq(number_at(made, "/token_ttl"), 1200);
	ck_assert_int_eq(number_at(made, "/token_max_ttl"), 1800);
	ck_assert_int_eq(number_at(made, "/token_explicit_max_ttl"), 2400);
	ck_assert_int_eq(number_at(made, "/token_period"), 900);
	ck_assert_int_eq(number_at(made, "/token_num_uses"), 9);
	ck_assert(list_has(hvac_value_at(made, "/token_policies"), "b") && truth_at(made, "/token_no_default_policy") && truth_at(made, "/ocsp_fail_open"));
	ck_assert_str_eq(text_at(made, "/token_type"), "service");
}
END_TEST

START_TEST(a_certificate_may_be_read_from_a_file)
{
	CALL("create_ca_certificate_role", hvac_string("name", "of-file"), hvac_string("certificate_file", file("ca.pem", authority.certificate)));
	ck_assert_str_eq(text_at(seen("auth/cert/certs/of-file"), "/certificate"), authority.certificate);
	/* a file for a string loses its last line end */
	CALL("create_ca_certificate_role", hvac_string("name", "of-file"), hvac_file("certificate", file("web.pem", web.certificate)));
	ck_assert(!strncmp(text_at(seen("auth/cert/certs/of-file"), "/certificate"), web.certificate, strlen(web.certificate) - 1));
	CALL("delete_certificate_role", hvac_string("name", "of-file"));
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "create_ca_certificate_role", hvac_string("name", "r"), hvac_string("certificate_file", "/nowhere/ca.pem")),
	     "/nowhere/ca.pem");
}
END_TEST

START_TEST(roles_are_read_listed_and_removed)
{
	hvac_response *response;

	role("listed", &authority);
	response = CALL("read_ca_certificate_role", hvac_string("name", "listed"));
	ck_assert(hvac_value_equal(hvac_response_answer(response), seen("auth/cert/certs/listed")));
	ck_assert(list_has(hvac_response_value(CALL_BARE("list_certificate_roles"), "keys"), "listed"));
	CALL("delete_certificate_role", hvac_string("name", "listed"));
	is_not_there(HVAC_INVALID_PATH, "auth/cert/certs/listed");
}
END_TEST

START_TEST(roles_of_another_mount_are_listed)
{
	call_as(client, "sys", "enable_auth_method", HVAC_ARGS(hvac_string("method_type", "cert"), hvac_string("path", "other/cert")));
	CALL("create_ca_certificate_role", hvac_string("name", "there"), hvac_string("certificate", authority.certificate), hvac_string("mount_point", "other/cert"));
	ck_assert(list_has(hvac_response_value(CALL("list_certificate_roles", hvac_string("mount_point", "other/cert")), "keys"), "there"));
}
END_TEST

START_TEST(the_configuration_is_set_and_read)
{
	hvac_response *response;

	CALL("configure_tls_certificate", hvac_boolean("disable_binding", true), hvac_boolean("enable_identity_alias_metadata", true), hvac_integer("ocsp_cache_size", 55));
	response = CALL_BARE("read_config");
	ck_assert(hvac_value_equal(hvac_response_answer(response), seen("auth/cert/config")));
	ck_assert(truth_at(hvac_response_answer(response), "/disable_binding") && truth_at(hvac_response_answer(response), "/enable_identity_alias_metadata"));
	ck_assert_int_eq(number_at(hvac_response_answer(response), "/ocsp_cache_size"), 55);
	CALL_BARE("configure_tls_certificate");
	ck_assert(!truth_at(seen("auth/cert/config"), "/disable_binding"));
}
END_TEST

/* Logging in */

START_TEST(a_certificate_given_for_a_login_logs_in)
{
	const hvac_value *about;

	role("web", &web);
	about = told(log_in(client_with(NULL), &web));
	ck_assert_str_eq(text_at(about, "/display_name"), "cert-web");
	ck_assert_str_eq(text_at(about, "/meta/cert_name"), "web");
	ck_assert_str_eq(text_at(about, "/meta/common_name"), "web");
	ck_assert(list_has(hvac_value_at(about, "/policies"), "web") && list_has(hvac_value_at(about, "/policies"), "default"));
	CALL("delete_certificate_role", hvac_string("name", "web"));
}
END_TEST

START_TEST(certificate_and_key_may_be_files)
{
	role("of-files", &authority);
	is_shown_as(call_as(client_with(NULL), ENGINE, "login", HVAC_ARGS(hvac_string("name", "of-files"), hvac_file("cert_pem", file("web.pem", web.certificate)),
	                                                                  hvac_file("key_pem", file("web-key.pem", web.key)))), "web");
}
END_TEST

START_TEST(the_clients_own_certificate_stays_as_it_was)
{
	hvac_client *who = client_of_own();

	role("both", &authority);
	is_shown_as(call_as(who, ENGINE, "login", NULL), "own");
	is_shown_as(log_in(who, &web), "web");
	is_shown_as(call_as(who, ENGINE, "login", NULL), "own");
	is_shown_as(log_in(who, &web), "web");
}
END_TEST

START_TEST(a_role_is_chosen_by_its_name)
{
	hvac_response *response;

	role("first", &authority);
	role("second", &authority);
	response = call_as(client_with(NULL), ENGINE, "login", HVAC_ARGS(hvac_string("name", "second"), hvac_string("cert_pem", web.certificate),
	                                                                 hvac_string("key_pem", web.key)));
	ck_assert_str_eq(text_at(told(response), "/meta/cert_name"), "second");
	refused_as(client_with(NULL), HVAC_INVALID_REQUEST, ENGINE, "login", HVAC_ARGS(hvac_string("name", "unknown"), hvac_string("cert_pem", web.certificate),
	                                                                               hvac_string("key_pem", web.key)));
}
END_TEST

START_TEST(a_login_that_goes_along_with_each_request_shows_its_certificate)
{
	hvac_client *who;

	call_as(client, "sys", "create_or_update_acl_policy", HVAC_ARGS(hvac_string("name", "inline"), hvac_string("policy",
	        "path \"auth/cert/config\" { capabilities = [\"read\"] }")));
	/* for this certificate alone */
	role("inline", &web);
	ck_assert_int_eq(hvac_client_inline(client_of_own(), ENGINE, "login", HVAC_ARGS(hvac_string("name", "inline"), hvac_string("cert_pem", web.certificate),
	                                                                                hvac_string("key_pem", web.key)), &who), HVAC_OK);
	keep(who, end_client);
	call_as(who, ENGINE, "read_config", NULL);
	call_as(who, ENGINE, "read_config", NULL);
	CALL("delete_certificate_role", hvac_string("name", "inline"));
	refused_as(who, HVAC_INVALID_REQUEST, ENGINE, "read_config", NULL);
}
END_TEST

START_TEST(who_signed_the_server_may_be_said_for_the_login_alone)
{
	hvac_client *who = client_of(https, "max_retries", "0", NULL);

	role("ca", &authority);
	is_shown_as(call_as(who, ENGINE, "login", HVAC_ARGS(hvac_string("cert_pem", web.certificate), hvac_string("key_pem", web.key),
	                                                    hvac_string("cacert", authority.certificate))), "web");
	refused_as(who, HVAC_TLS_ERROR, ENGINE, "login", HVAC_ARGS(hvac_string("cert_pem", web.certificate), hvac_string("key_pem", web.key)));
	refused_as(client_with(NULL), HVAC_TLS_ERROR, ENGINE, "login", HVAC_ARGS(hvac_string("cert_pem", web.certificate), hvac_string("key_pem", web.key),
	                                                                         hvac_string("cacert", foreign.certificate)));
}
END_TEST

START_TEST(a_stranger_and_nobody_are_refused)
{
	role("known", &authority);
	refused_as(client_with(NULL), HVAC_INVALID_REQUEST, ENGINE, "login", HVAC_ARGS(hvac_string("cert_pem", stranger.certificate), hvac_string("key_pem", stranger.key)));
	says(refused_as(client_with(NULL), HVAC_INVALID_REQUEST, ENGINE, "login", NULL), "client certificate");
}
END_TEST

START_TEST(a_server_that_is_down_is_an_error)
{
	hvac_config *config = hvac_config_new();

	hvac_config_set(config, "address", "https://127.0.0.1:1");
	hvac_config_set(config, "max_retries", "0");
	refused_as(client_from(config), HVAC_CONNECTION_ERROR, ENGINE, "login", HVAC_ARGS(hvac_string("cert_pem", web.certificate), hvac_string("key_pem", web.key)));
}
END_TEST

/* Mistakes, each seen before anything is sent */

/* With another end, signed again with its own key. */
static char *expired(const struct identity *identity)
{
	BIO *text = BIO_new_mem_buf(identity->certificate, -1), *key_text = BIO_new_mem_buf(identity->key, -1), *made = BIO_new(BIO_s_mem());
	X509 *certificate = PEM_read_bio_X509(text, NULL, NULL, NULL);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(key_text, NULL, NULL, NULL);
	char *bytes, *copy;
	long length;

	ck_assert(X509_gmtime_adj(X509_getm_notAfter(certificate), -60) && X509_sign(certificate, key, EVP_sha256()) && PEM_write_bio_X509(made, certificate));
	length = BIO_get_mem_data(made, &bytes);
	copy = strndup(bytes, (size_t)length);
	BIO_free(text);
	BIO_free(key_text);
	BIO_free(made);
	X509_free(certificate);
	EVP_PKEY_free(key);
	return keep(copy, free);
}

static void is_a_mistake(hvac_status status, const char *certificate, const char *key, const char *word)
{
	hvac_response *response = refused_as(client_of_own(), status, ENGINE, "login", HVAC_ARGS(hvac_string("cert_pem", certificate), hvac_string("key_pem", key)));

	says(response, word);
	ck_assert_int_eq(hvac_response_http_status(response), 0);
	ck_assert_ptr_null(strstr(hvac_response_message(response), "BEGIN"));
}

START_TEST(a_certificate_or_a_key_that_is_none_is_told_apart)
{
	const char *cut = format("%.200s", web.certificate), *key_cut = format("%.120s", web.key);

	is_a_mistake(HVAC_PARAM_VALIDATION_ERROR, cut, web.key, "cert_pem is no certificate");
	is_a_mistake(HVAC_PARAM_VALIDATION_ERROR, "/etc/web.pem", web.key, "path of a file");
	is_a_mistake(HVAC_PARAM_VALIDATION_ERROR, "", web.key, "cert_pem is no certificate");
	is_a_mistake(HVAC_PARAM_VALIDATION_ERROR, web.certificate, key_cut, "key_pem is no private key");
	is_a_mistake(HVAC_PARAM_VALIDATION_ERROR, web.certificate, web.certificate, "key_pem is no private key");
	is_a_mistake(HVAC_PARAM_VALIDATION_ERROR, web.certificate, stranger.key, "not the key of the certificate");
	is_a_mistake(HVAC_PARAM_VALIDATION_ERROR, web.certificate, keep(key_encrypted(web.key, PASSPHRASE), free), "passphrase");
	is_a_mistake(HVAC_UNAUTHORIZED, expired(&web), web.key, "expired");
}
END_TEST

START_TEST(half_an_identity_is_refused)
{
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "login", hvac_string("cert_pem", web.certificate)), "key_pem");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "login", hvac_string("key_pem", web.key)), "cert_pem");
	says(REFUSED(HVAC_PARAM_VALIDATION_ERROR, "login", hvac_string("cacert", "no PEM")), "cacert");
}
END_TEST

/* Lists of revoked certificates */

static char *list_of(const struct identity *revoked)
{
	BIO *text = BIO_new_mem_buf(authority.certificate, -1), *key_text = BIO_new_mem_buf(authority.key, -1), *revoked_text = BIO_new_mem_buf(revoked->certificate, -1);
	X509 *issuer = PEM_read_bio_X509(text, NULL, NULL, NULL), *certificate = PEM_read_bio_X509(revoked_text, NULL, NULL, NULL);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(key_text, NULL, NULL, NULL);
	ASN1_TIME *now = X509_gmtime_adj(NULL, -60), *later = X509_gmtime_adj(NULL, 3600);
	BIO *made = BIO_new(BIO_s_mem());
	X509_REVOKED *entry = X509_REVOKED_new();
	X509_CRL *list = X509_CRL_new();
	char *bytes, *copy;
	long length;

	ck_assert(X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate)) && X509_REVOKED_set_revocationDate(entry, now));
	ck_assert(X509_CRL_set_version(list, 1) && X509_CRL_set_issuer_name(list, X509_get_subject_name(issuer)) && X509_CRL_set1_lastUpdate(list, now) &&
	          X509_CRL_set1_nextUpdate(list, later) && X509_CRL_add0_revoked(list, entry) && X509_CRL_sign(list, key, EVP_sha256()) &&
	          PEM_write_bio_X509_CRL(made, list));
	length = BIO_get_mem_data(made, &bytes);
	copy = strndup(bytes, (size_t)length);
	ASN1_TIME_free(now);
	ASN1_TIME_free(later);
	X509_CRL_free(list);
	X509_free(issuer);
	X509_free(certificate);
	EVP_PKEY_free(key);
	BIO_free(text);
	BIO_free(key_text);
	BIO_free(revoked_text);
	BIO_free(made);
	return keep(copy, free);
}

START_TEST(who_stands_on_a_list_logs_in_no_more_until_it_is_dropped)
{
	struct identity gone = identity_new(&authority, "gone", NULL);

	role("listing", &authority);
	log_in(client_with(NULL), &gone);
	CALL("create_or_update_crl", hvac_string("name", "revoked"), hvac_string("crl", list_of(&gone)));
	ck_assert_uint_eq(hvac_value_count(hvac_response_value(CALL("read_crl", hvac_string("name", "revoked")), "serials")), 1);
	ck_assert_uint_eq(hvac_value_count(hvac_value_at(seen("auth/cert/crls/revoked"), "/serials")), 1);
	ck_assert(list_has(hvac_response_value(CALL_BARE("list_crls"), "keys"), "revoked"));
	refused_as(client_with(NULL), HVAC_INVALID_REQUEST, ENGINE, "login", HVAC_ARGS(hvac_string("cert_pem", gone.certificate), hvac_string("key_pem", gone.key)));
	log_in(client_with(NULL), &web);
	CALL("delete_crl", hvac_string("name", "revoked"));
	is_not_there(HVAC_INVALID_REQUEST, "auth/cert/crls/revoked");
	REFUSED(HVAC_INVALID_REQUEST, "delete_crl", hvac_string("name", "revoked"));
	log_in(client_with(NULL), &gone);
	identity_free(&gone);
}
END_TEST

START_TEST(every_operation_was_called)
{
	static const char *const absent[] = { NULL };

	all_were_called(ENGINE, NULL, absent);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("auth/cert, live");
	TCase *tests = live_case(suite, "auth/cert");

	tcase_add_unchecked_fixture(tests, begin_all, end_all);
	tcase_add_checked_fixture(tests, begin_test, NULL);
	tcase_add_test(tests, a_role_is_made_with_all_its_settings);
	tcase_add_test(tests, a_certificate_may_be_read_from_a_file);
	tcase_add_test(tests, roles_are_read_listed_and_removed);
	tcase_add_test(tests, roles_of_another_mount_are_listed);
	tcase_add_test(tests, the_configuration_is_set_and_read);
	tcase_add_test(tests, a_certificate_given_for_a_login_logs_in);
	tcase_add_test(tests, certificate_and_key_may_be_files);
	tcase_add_test(tests, the_clients_own_certificate_stays_as_it_was);
	tcase_add_test(tests, a_role_is_chosen_by_its_name);
	tcase_add_test(tests, a_login_that_goes_along_with_each_request_shows_its_certificate);
	tcase_add_test(tests, who_signed_the_server_may_be_said_for_the_login_alone);
	tcase_add_test(tests, a_stranger_and_nobody_are_refused);
	tcase_add_test(tests, a_server_that_is_down_is_an_error);
	tcase_add_test(tests, a_certificate_or_a_key_that_is_none_is_told_apart);
	tcase_add_test(tests, half_an_identity_is_refused);
	tcase_add_test(tests, who_stands_on_a_list_logs_in_no_more_until_it_is_dropped);
	tcase_add_test(tests, every_operation_was_called);
	return live_main_alone(suite);
}
