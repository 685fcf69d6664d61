/* SPDX-License-Identifier: MIT */
/* TLS to the real server: whom the client trusts, what it shows of itself, and files that change. */
#define _GNU_SOURCE
#include "calls.h"
#include "certificates.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOST_NAME "vault.test"
#define PASSPHRASE "a passphrase"

/* Made once for the program: the authority that signed the servers and the clients, and a foreign one. */
static struct identity authority, foreign, of_server, of_other_host, of_client, of_foreign_client;
static char *directory;
static struct server *plain, *mutual, *other_host;

static struct server *start(const struct identity *identity, const char *name, const char *more)
{
	char *certificate = server_file(directory, format("%s.pem", name), identity->certificate);
	char *key = server_file(directory, format("%s-key.pem", name), identity->key);
	struct server *started = server_start("inmem", SERVER_HTTPS, format("tls_cert_file = \"%s\"\ntls_key_file = \"%s\"\n%s", certificate, key, more));

	free(certificate);
	free(key);
	ck_assert_ptr_nonnull(started);
	return started;
}

static void begin_servers(void)
{
	char *ca;

	authority = authority_new("the authority");
	foreign = authority_new("a foreign authority");
	of_server = identity_new(&authority, "server", "IP:127.0.0.1,DNS:" HOST_NAME);
	of_other_host = identity_new(&authority, "other", "DNS:" HOST_NAME ",IP:::1");
	of_client = identity_new(&authority, "client", NULL);
	of_foreign_client = identity_new(&foreign, "client", NULL);
	directory = server_directory_new();
	ck_assert(authority.key && foreign.key && of_server.key && of_other_host.key && of_client.key && of_foreign_client.key && directory);
	ca = server_file(directory, "ca.pem", authority.certificate);
	plain = start(&of_server, "server", "");
	other_host = start(&of_other_host, "other", "");
	mutual = start(&of_server, "mutual", format("tls_require_and_verify_client_cert = true\ntls_client_ca_file = \"%s\"", ca));
	free(ca);
}

static void end_servers(void)
{
	struct identity *identities[] = { &authority, &foreign, &of_server, &of_other_host, &of_client, &of_foreign_client };

	server_stop(plain);
	server_stop(other_host);
	server_stop(mutual);
	for (size_t i = 0; i < sizeof identities / sizeof identities[0]; i++)
		identity_free(identities[i]);
	free(directory);
}

/* A file of this test's own. */
static const char *file(const char *name, const char *content)
{
	static char *own;
	char *path;

	if (!own)
		own = keep(server_directory_new(), free);
	path = server_file(own, name, content);
	ck_assert_ptr_nonnull(path);
	return keep(path, free);
}

static const char *ca_file(void)
{
	return file("ca.pem", authority.certificate);
}

static void reaches(hvac_client *who)
{
	hvac_response *response = call_as(who, "sys", "read_health_status", NULL);

	ck_assert_int_eq(hvac_response_http_status(response), 501);
}

static hvac_response *fails(hvac_client *who)
{
	return refused_as(who, HVAC_TLS_ERROR, "sys", "read_health_status", NULL);
}

/* Whom the client trusts */

START_TEST(a_server_is_trusted_by_a_file)
{
	reaches(client_of(plain, "ca_cert", ca_file(), NULL));
}
END_TEST

START_TEST(a_server_is_trusted_by_bytes)
{
	reaches(client_of(plain, "ca_cert_bytes", authority.certificate, NULL));
}
END_TEST

START_TEST(a_server_is_trusted_by_a_directory)
{
	char *trusted = keep(server_directory_new(), free), *name = keep(authority_file_name(authority.certificate), free);

	free(server_file(trusted, name, authority.certificate));
	reaches(client_of(plain, "ca_path", trusted, NULL));
	reaches(client_of(plain, "verify", trusted, NULL));
}
END_TEST

START_TEST(a_server_of_an_unknown_authority_is_refused)
{
	hvac_response *response = fails(client_of(plain, NULL));

	says(response, "ca_cert");
	ck_assert_int_eq(hvac_response_http_status(response), 0);
	ck_assert(!hvac_response_may_have_been_carried_out(response));
}
END_TEST

START_TEST(a_server_of_another_authority_is_refused)
{
	says(fails(client_of(plain, "ca_cert", file("foreign.pem", foreign.certificate), NULL)), "ca_cert");
	says(fails(client_of(plain, "ca_cert_bytes", foreign.certificate, NULL)), "certificate");
}
END_TEST

START_TEST(a_file_of_authorities_that_is_not_there_is_named)
{
	says(fails(client_of(plain, "ca_cert", "/nowhere/ca.pem", NULL)), "/nowhere/ca.pem");
}
END_TEST

START_TEST(what_gives_no_authorities_is_named)
{
	says(fails(client_of(plain, "ca_cert_bytes", "nonsense", NULL)), "from the option ca_cert_bytes");
	says(fails(client_of(plain, "ca_path", ca_file(), NULL)), "the option ca_path names no directory");
	says(fails(client_of(plain, "ca_path", "/nowhere", NULL)), "the option ca_path names no directory");
}
END_TEST

START_TEST(the_file_goes_before_the_bytes_and_these_before_the_directory)
{
	char *empty = keep(server_directory_new(), free);

	reaches(client_of(plain, "ca_cert", ca_file(), "ca_cert_bytes", foreign.certificate, "ca_path", empty, NULL));
	fails(client_of(plain, "ca_cert", file("foreign.pem", foreign.certificate), "ca_cert_bytes", authority.certificate, NULL));
	reaches(client_of(plain, "ca_cert_bytes", authority.certificate, "ca_path", empty, NULL));
}
END_TEST

START_TEST(a_wrong_host_name_is_refused_and_can_be_said_otherwise)
{
	says(fails(client_of(other_host, "ca_cert", ca_file(), NULL)), "tls_server_name");
	reaches(client_of(other_host, "ca_cert", ca_file(), "tls_server_name", HOST_NAME, NULL));
	says(fails(client_of(plain, "ca_cert", ca_file(), "tls_server_name", "another.test", NULL)), "another.test");
}
END_TEST

START_TEST(what_the_certificate_must_say_may_be_an_address)
{
	static const char *const others[] = { "127.0.0.2", "::2", "[::2]", "x_y", "another.test." };

	reaches(client_of(other_host, "ca_cert", ca_file(), "tls_server_name", "::1", NULL));
	reaches(client_of(other_host, "ca_cert", ca_file(), "tls_server_name", "[::1]", NULL));
	reaches(client_of(plain, "ca_cert", ca_file(), "tls_server_name", "127.0.0.1", NULL));
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		says(fails(client_of(plain, "ca_cert", ca_file(), "tls_server_name", others[i], NULL)), "tls_server_name");
}
END_TEST

/* Nobody listens where the proxy is said to be. */
START_TEST(no_proxy_is_about_the_addresss_host_whatever_its_certificate_must_say)
{
	const char *own[] = { "127.0.0.1", HOST_NAME };
	hvac_client *who[2];

	for (int i = 0; i < 2; i++)
		who[i] = client_of(other_host, "ca_cert", ca_file(), "tls_server_name", HOST_NAME, "http_proxy", "http://127.0.0.1:1", "no_proxy", own[i], "max_retries", "0", NULL);
	reaches(who[0]);
	refused_as(who[1], HVAC_CONNECTION_ERROR, "sys", "read_health_status", NULL);
}
END_TEST

/* A server takes a request that is for a proxy for its own. */
#define THROUGH(proxy, ...) client_of(proxy, "http_proxy", (proxy)->address, "address", "http://vault.invalid:8200", "max_retries", "0", __VA_ARGS__, NULL)

START_TEST(a_proxy_is_trusted_as_the_server_is)
{
	char *trusted = keep(server_directory_new(), free), *name = keep(authority_file_name(authority.certificate), free);

	free(server_file(trusted, name, authority.certificate));
	reaches(THROUGH(plain, "ca_cert", ca_file()));
	reaches(THROUGH(plain, "ca_cert_bytes", authority.certificate));
	reaches(THROUGH(plain, "ca_path", trusted));
	reaches(THROUGH(plain, "verify", trusted));
	reaches(THROUGH(other_host, "verify", "false"));
	reaches(THROUGH(other_host, "skip_verify", "true", "ca_cert", ca_file()));
	says(fails(THROUGH(plain, "namespace", NULL)), "the proxy's too");
	says(fails(THROUGH(plain, "ca_cert", file("foreign.pem", foreign.certificate))), "ca_cert");
	says(fails(THROUGH(plain, "ca_cert_bytes", foreign.certificate)), "ca_cert");
	says(fails(THROUGH(other_host, "ca_cert", ca_file())), "the proxy's certificate is of another name");
}
END_TEST

static void note_warning(void *context, hvac_log_level level, const char *line)
{
	if (level == HVAC_LOG_WARNING && strstr(line, "not verified"))
		++*(int *)context;
}

START_TEST(verification_is_switched_off_only_by_name_and_with_a_warning)
{
	hvac_config *config = hvac_config_new();
	int warnings = 0;

	hvac_config_set(config, "address", plain->address);
	hvac_config_set(config, "skip_verify", "true");
	hvac_config_log(config, HVAC_LOG_WARNING, note_warning, &warnings);
	reaches(client_from(config));
	ck_assert_int_ge(warnings, 1);
	reaches(client_of(other_host, "verify", "false", NULL));
}
END_TEST

START_TEST(a_file_of_authorities_is_read_again_when_it_changes)
{
	const char *path = file("changing.pem", foreign.certificate);
	hvac_client *who = client_of(plain, "ca_cert", path, NULL);

	fails(who);
	file("changing.pem", authority.certificate);
	reaches(who);
	file("changing.pem", foreign.certificate);
	fails(who);
}
END_TEST

START_TEST(http_where_the_server_speaks_https_is_told)
{
	const char *address = format("http%s", strstr(plain->address, "://"));
	hvac_config *config = hvac_config_new();
	hvac_response *response;

	hvac_config_set(config, "address", address);
	hvac_config_set(config, "max_retries", "0");
	response = refused_as(client_from(config), HVAC_INVALID_REQUEST, "sys", "read_health_status", NULL);
	says(response, "HTTPS");
}
END_TEST

/* What the client shows of itself */

START_TEST(a_server_that_asks_for_a_certificate_gets_it)
{
	reaches(client_of(mutual, "ca_cert", ca_file(), "client_cert", file("client.pem", of_client.certificate), "client_key",
	                  file("client-key.pem", of_client.key), NULL));
	reaches(client_of(mutual, "ca_cert", ca_file(), "client_cert_bytes", of_client.certificate, "client_key_bytes", of_client.key, NULL));
}
END_TEST

/* The server's refusal comes after the handshake and may be lost with the connection, so that it is no TLS error for sure:
 * but what may be missing is said in any case. */
static void is_told_of_client_cert(hvac_client *who)
{
	hvac_response *response;
	hvac_status status = hvac_call(who, "sys", "read_health_status", NULL, &response);

	keep_response(response);
	ck_assert_msg(status == HVAC_TLS_ERROR || status == HVAC_CONNECTION_ERROR, "%s: %s", hvac_status_name(status), hvac_response_message(response));
	says(response, "client_cert");
}

START_TEST(a_client_without_a_certificate_is_told_what_is_missing)
{
	is_told_of_client_cert(client_of(mutual, "ca_cert", ca_file(), "max_retries", "0", NULL));
}
END_TEST

START_TEST(a_client_with_a_foreign_certificate_is_told_that_it_was_refused)
{
	is_told_of_client_cert(client_of(mutual, "ca_cert", ca_file(), "max_retries", "0", "client_cert", file("foreign-client.pem", of_foreign_client.certificate),
	                                 "client_key", file("foreign-client-key.pem", of_foreign_client.key), NULL));
}
END_TEST

START_TEST(a_certificate_is_read_again_when_it_changes)
{
	const char *certificate = file("rotated.pem", of_foreign_client.certificate), *key = file("rotated-key.pem", of_foreign_client.key);
	hvac_client *who = client_of(mutual, "ca_cert", ca_file(), "client_cert", certificate, "client_key", key, "max_retries", "0", NULL);
	hvac_response *response;

	ck_assert_int_ne(hvac_call(who, "sys", "read_health_status", NULL, &response), HVAC_OK);
	hvac_response_free(response);
	file("rotated.pem", of_client.certificate);
	file("rotated-key.pem", of_client.key);
	reaches(who);
}
END_TEST

START_TEST(a_key_of_another_certificate_is_refused)
{
	fails(client_of(mutual, "ca_cert", ca_file(), "client_cert", file("client.pem", of_client.certificate), "client_key",
	                file("foreign-client-key.pem", of_foreign_client.key), NULL));
}
END_TEST

/* An encrypted key */

static const char *encrypted_key(void)
{
	char *text = keep(key_encrypted(of_client.key, PASSPHRASE), free);

	return file("encrypted-key.pem", text);
}

START_TEST(an_encrypted_key_takes_its_passphrase_from_a_file)
{
	reaches(client_of(mutual, "ca_cert", ca_file(), "client_cert", file("client.pem", of_client.certificate), "client_key", encrypted_key(),
	                  "client_key_passphrase_file", file("passphrase", PASSPHRASE "\n"), NULL));
}
END_TEST

static int give_passphrase(void *context, char *buffer, int size)
{
	int length = (int)strlen(context);

	if (length > size)
		return -1;
	memcpy(buffer, context, (size_t)length);
	return length;
}

static hvac_client *with_callback(const char *passphrase)
{
	hvac_config *config = hvac_config_new();
	char *text = keep(strdup(passphrase), free);

	hvac_config_set(config, "address", mutual->address);
	hvac_config_set(config, "ca_cert", ca_file());
	hvac_config_set(config, "client_cert", file("client.pem", of_client.certificate));
	hvac_config_set(config, "client_key", encrypted_key());
	hvac_config_passphrase(config, give_passphrase, text);
	return client_from(config);
}

START_TEST(an_encrypted_key_takes_its_passphrase_from_a_callback)
{
	reaches(with_callback(PASSPHRASE));
}
END_TEST

START_TEST(a_wrong_passphrase_is_a_tls_error_and_not_shown)
{
	hvac_response *response = fails(with_callback("marked-passphrase"));

	ck_assert_ptr_null(strstr(hvac_response_message(response), "marked-passphrase"));
	says(response, "client_key");
}
END_TEST

/* In a session whose terminal is the test's, which would see a question there. */
static _Noreturn void call_at_terminal(hvac_client *who, int terminal)
{
	hvac_response *response;
	hvac_status status;
	char byte;
	int side;

	if (setsid() < 0 || (side = open(ptsname(terminal), O_RDWR)) < 0 || ioctl(side, TIOCSCTTY, 0) != 0)
		_exit(3);
	status = hvac_call(who, "sys", "read_health_status", NULL, &response);
	hvac_response_free(response);
	if (status != HVAC_TLS_ERROR)
		_exit(1);
	_exit(read(terminal, &byte, 1) > 0 ? 2 : 0);
}

START_TEST(an_encrypted_key_without_a_passphrase_is_an_error_and_nobody_is_asked)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK), status;
	hvac_client *who = client_of(mutual, "ca_cert", ca_file(), "client_cert", file("client.pem", of_client.certificate), "client_key", encrypted_key(), NULL);
	pid_t child;

	ck_assert_int_ge(terminal, 0);
	ck_assert_int_eq(grantpt(terminal), 0);
	ck_assert_int_eq(unlockpt(terminal), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0)
		call_at_terminal(who, terminal);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	close(terminal);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("TLS, live");
	TCase *tests = live_case(suite, "TLS");

	tcase_add_unchecked_fixture(tests, begin_servers, end_servers);
	tcase_add_test(tests, a_server_is_trusted_by_a_file);
	tcase_add_test(tests, a_server_is_trusted_by_bytes);
	tcase_add_test(tests, a_server_is_trusted_by_a_directory);
	tcase_add_test(tests, a_server_of_an_unknown_authority_is_refused);
	tcase_add_test(tests, a_server_of_another_authority_is_refused);
	tcase_add_test(tests, a_file_of_authorities_that_is_not_there_is_named);
	tcase_add_test(tests, what_gives_no_authorities_is_named);
	tcase_add_test(tests, the_file_goes_before_the_bytes_and_these_before_the_directory);
	tcase_add_test(tests, a_wrong_host_name_is_refused_and_can_be_said_otherwise);
	tcase_add_test(tests, what_the_certificate_must_say_may_be_an_address);
	tcase_add_test(tests, no_proxy_is_about_the_addresss_host_whatever_its_certificate_must_say);
	tcase_add_test(tests, a_proxy_is_trusted_as_the_server_is);
	tcase_add_test(tests, verification_is_switched_off_only_by_name_and_with_a_warning);
	tcase_add_test(tests, a_file_of_authorities_is_read_again_when_it_changes);
	tcase_add_test(tests, http_where_the_server_speaks_https_is_told);
	tcase_add_test(tests, a_server_that_asks_for_a_certificate_gets_it);
	tcase_add_test(tests, a_client_without_a_certificate_is_told_what_is_missing);
	tcase_add_test(tests, a_client_with_a_foreign_certificate_is_told_that_it_was_refused);
	tcase_add_test(tests, a_certificate_is_read_again_when_it_changes);
	tcase_add_test(tests, a_key_of_another_certificate_is_refused);
	tcase_add_test(tests, an_encrypted_key_takes_its_passphrase_from_a_file);
	tcase_add_test(tests, an_encrypted_key_takes_its_passphrase_from_a_callback);
	tcase_add_test(tests, a_wrong_passphrase_is_a_tls_error_and_not_shown);
	tcase_add_test(tests, an_encrypted_key_without_a_passphrase_is_an_error_and_nobody_is_asked);
	return live_main_alone(suite);
}
