/* SPDX-License-Identifier: MIT */
#include "trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "suite.h"

static char folder[64], file[128];

static void begin(void)
{
	snprintf(folder, sizeof folder, "/tmp/hvac-trust-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(file, sizeof file, "%s/ca.pem", folder);
}

static void end(void)
{
	unlink(file);
	ck_assert_int_eq(rmdir(folder), 0);
}

/* Puts a file with so many certificates in the place of the one before. */
static void write_certificates(int count)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	char *fresh;
	FILE *out;

	ck_assert_int_gt(asprintf(&fresh, "%s.new", file), 0);
	out = fopen(fresh, "w");
	ck_assert(key && certificate && out);
	X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 60);
	X509_set_pubkey(certificate, key);
	for (int i = 1; i <= count; i++) {
		ASN1_INTEGER_set(X509_get_serialNumber(certificate), i);
		ck_assert_int_gt(X509_sign(certificate, key, EVP_sha256()), 0);
		ck_assert_int_eq(PEM_write_X509(out, certificate), 1);
	}
	fclose(out);
	ck_assert_int_eq(rename(fresh, file), 0);
	free(fresh);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

/* NULL: they cannot be read. */
static X509_STORE *store_of(const char *name)
{
	X509_STORE *store;
	hvac_status status = trust_store(name, &store);

	ck_assert_int_eq(status, store ? HVAC_OK : HVAC_TLS_ERROR);
	return store;
}

static int certificates_in(const X509_STORE *store)
{
	ck_assert_ptr_nonnull(store);
	return sk_X509_OBJECT_num(X509_STORE_get0_objects(store));
}

START_TEST(a_file_is_read_once)
{
	X509_STORE *first, *second;

	begin();
	write_certificates(1);
	first = store_of(file);
	second = store_of(file);
	ck_assert_int_eq(certificates_in(first), 1);
	ck_assert_ptr_eq(first, second);
	X509_STORE_free(first);
	X509_STORE_free(second);
	end();
}
END_TEST

START_TEST(a_file_that_changed_is_read_again_and_who_has_the_old_store_keeps_it)
{
	X509_STORE *before, *after;

	begin();
	write_certificates(1);
	before = store_of(file);
	write_certificates(2);
	after = store_of(file);
	ck_assert_int_eq(certificates_in(before), 1);
	ck_assert_int_eq(certificates_in(after), 2);
	X509_STORE_free(before);
	X509_STORE_free(after);
	end();
}
END_TEST

START_TEST(a_file_that_is_gone_or_no_longer_one_of_certificates_is_trusted_no_more)
{
	FILE *out;

	begin();
	write_certificates(1);
	X509_STORE_free(store_of(file));
	ck_assert_int_eq(unlink(file), 0);
	ck_assert_ptr_null(store_of(file));
	out = fopen(file, "w");
	ck_assert(out && fputs("no certificate\n", out) >= 0);
	fclose(out);
	ck_assert_ptr_null(store_of(file));
	write_certificates(1);
	X509_STORE_free(store_of(file));
	end();
}
END_TEST

START_TEST(many_files_are_each_their_own)
{
	char *names[20];

	begin();
	for (int i = 0; i < 20; i++) {
		X509_STORE *store;

		write_certificates(i + 1);
		ck_assert_int_gt(asprintf(&names[i], "%s/%d.pem", folder, i), 0);
		ck_assert_int_eq(rename(file, names[i]), 0);
		store = store_of(names[i]);
		ck_assert_int_eq(certificates_in(store), i + 1);
		X509_STORE_free(store);
	}
	for (int i = 0; i < 20; i++) {
		X509_STORE *store = store_of(names[i]);

		ck_assert_int_eq(certificates_in(store), i + 1);
		X509_STORE_free(store);
		unlink(names[i]);
		free(names[i]);
	}
	end();
}
END_TEST

START_TEST(a_child_process_reads_for_itself)
{
	X509_STORE *parents;
	int status;
	pid_t child;

	begin();
	write_certificates(1);
	parents = store_of(file);
	child = fork();
	/* its parent's stores are leaked on purpose: it ends as another program, before a leak checker can see that */
	if (child == 0) {
		execl("/bin/sh", "sh", "-c", store_of(file) == parents ? "exit 1" : "exit 0", (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	X509_STORE_free(parents);
	end();
}
END_TEST

START_TEST(the_systems_certificates_are_read_once_too)
{
	X509_STORE *first = store_of(NULL), *second = store_of(NULL);

	/* a system may have none */
	ck_assert_ptr_eq(first, second);
	X509_STORE_free(first);
	X509_STORE_free(second);
}
END_TEST

SUITE("trust", a_file_is_read_once, a_file_that_changed_is_read_again_and_who_has_the_old_store_keeps_it,
      a_file_that_is_gone_or_no_longer_one_of_certificates_is_trusted_no_more, many_files_are_each_their_own,
      a_child_process_reads_for_itself, the_systems_certificates_are_read_once_too)
