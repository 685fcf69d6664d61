/* SPDX-License-Identifier: MIT */
#include "tls.h"
#include "memory.h"
#include "process.h"
#include "trust.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <openssl/ssl.h>

#define PASSPHRASE_MAX 1024

/* OpenSSL's own copies of what came in are wiped too, each when it has been taken: a buffer that is released between answers, as libcurl
 * wants it, would be wiped whole. `user`: the settings, where libcurl reads no certificates. */
static CURLcode on_context(CURL *easy, void *context, void *user)
{
	const struct settings *settings = user;
	X509_STORE *store = NULL;
	hvac_status status = settings ? trust_store(settings->ca_cert, &store) : HVAC_OK;

	(void)easy;
	SSL_CTX_set_options(context, SSL_OP_CLEANSE_PLAINTEXT);
	SSL_CTX_clear_mode(context, SSL_MODE_RELEASE_BUFFERS);
	/* the program may have initialised libcurl itself, which took SSLKEYLOGFILE then */
	if (process_is_set_id())
		SSL_CTX_set_keylog_callback(context, NULL);
	if (store)
		SSL_CTX_set_cert_store(context, store);
	return status == HVAC_OK ? CURLE_OK : status == HVAC_NO_MEMORY ? CURLE_OUT_OF_MEMORY : CURLE_SSL_CACERT_BADFILE;
}

static bool set_blob(CURL *easy, CURLoption option, const char *text)
{
	struct curl_blob blob = { .data = (void *)(uintptr_t)text, .len = strlen(text), .flags = CURL_BLOB_COPY };

	return curl_easy_setopt(easy, option, &blob) == CURLE_OK;
}

/* Of a proxy, too, as everybody else has it. */
static bool set_files(CURL *easy, const char *file, const char *directory)
{
	return curl_easy_setopt(easy, CURLOPT_CAINFO, file) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_CAPATH, directory) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, file) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, directory) == CURLE_OK;
}

static bool set_authorities(CURL *easy, const char *text)
{
	return set_files(easy, NULL, NULL) && set_blob(easy, CURLOPT_CAINFO_BLOB, text) && set_blob(easy, CURLOPT_PROXY_CAINFO_BLOB, text);
}

static bool set_verification(CURL *easy, long verify)
{
	return curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, verify) == CURLE_OK && curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2 * verify) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYPEER, verify) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 2 * verify) == CURLE_OK;
}

/* A CA that was given switches libcurl's built-in ones off. Libcurl reads directories and texts; a file, and what the system trusts, are
 * for on_context, which a proxy's connection asks, too. */
static bool set_trust(CURL *easy, const struct settings *settings)
{
	if (!set_verification(easy, settings->skip_verify ? 0L : 1L) ||
	    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) != CURLE_OK ||
	    curl_easy_setopt(easy, CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) != CURLE_OK)
		return false;
	if (settings->ca_cert) {
		struct stat about;

		/* hvac's verify takes either */
		if (stat(settings->ca_cert, &about) == 0 && S_ISDIR(about.st_mode))
			return set_files(easy, NULL, settings->ca_cert);
	} else if (settings->ca_cert_bytes) {
		return set_authorities(easy, settings->ca_cert_bytes);
	} else if (settings->ca_path) {
		return set_files(easy, NULL, settings->ca_path);
	}
	if (settings->skip_verify)
		return !settings->ca_cert || set_files(easy, settings->ca_cert, NULL);
	return set_files(easy, NULL, NULL) && curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, settings) == CURLE_OK;
}

/* The key's passphrase, from the callback or its file. Without one an empty text is set: OpenSSL would ask on the terminal. */
static bool set_passphrase(CURL *easy, const struct settings *settings, const struct passphrase *passphrase)
{
	char text[PASSPHRASE_MAX + 1] = "", *content = NULL, *error = NULL;
	size_t length = 0;
	bool set;

	if (passphrase->function) {
		int n = passphrase->function(passphrase->context, text, PASSPHRASE_MAX);

		text[n < 0 || n > PASSPHRASE_MAX ? 0 : n] = '\0';
	} else if (settings->passphrase_file && file_read(settings->passphrase_file, &(const struct file_way){ .turn = FILE_AGAIN }, &content, &length, NULL, &error) == HVAC_OK) {
		content[file_trimmed(content, length)] = '\0';
	}
	text_free(error);
	set = curl_easy_setopt(easy, CURLOPT_KEYPASSWD, content ? content : text) == CURLE_OK;
	wipe(text, sizeof text);
	wipe_free(content, length);
	return set;
}

bool tls_set_identity(CURL *easy, const struct settings *settings, const struct passphrase *passphrase)
{
	if (settings->client_cert && curl_easy_setopt(easy, CURLOPT_SSLCERT, settings->client_cert) != CURLE_OK)
		return false;
	if (settings->client_cert_bytes && !set_blob(easy, CURLOPT_SSLCERT_BLOB, settings->client_cert_bytes))
		return false;
	if (settings->client_key && curl_easy_setopt(easy, CURLOPT_SSLKEY, settings->client_key) != CURLE_OK)
		return false;
	if (settings->client_key_bytes && !set_blob(easy, CURLOPT_SSLKEY_BLOB, settings->client_key_bytes))
		return false;
	return (!settings->client_key && !settings->client_key_bytes) || set_passphrase(easy, settings, passphrase);
}

bool tls_set_external(CURL *easy)
{
	return curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context) == CURLE_OK;
}

bool tls_set(CURL *easy, const struct settings *settings)
{
	return set_trust(easy, settings) && curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context) == CURLE_OK;
}

bool tls_set_request(CURL *easy, const hvac_request *request)
{
	if (request->client_cert && !set_blob(easy, CURLOPT_SSLCERT_BLOB, request->client_cert))
		return false;
	if (request->client_key && (!set_blob(easy, CURLOPT_SSLKEY_BLOB, request->client_key) || curl_easy_setopt(easy, CURLOPT_KEYPASSWD, "") != CURLE_OK))
		return false;
	return !request->ca_cert || (set_authorities(easy, request->ca_cert) && curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, NULL) == CURLE_OK);
}

/* What is not there is for OpenSSL to tell. */
static bool is_special(const char *path)
{
	struct stat about;

	return path && stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

const char *tls_files_refused(const struct settings *settings, const struct passphrase *passphrase)
{
	const char *passphrase_file = passphrase->function ? NULL : settings->passphrase_file;

	/* they are read in the midst of a call, and again for the next connection: nothing may have to be waited for */
	if (is_special(settings->ca_cert))
		return "the file of the option ca_cert or verify is no regular file";
	if (is_special(settings->client_cert))
		return "the file of the option client_cert is no regular file";
	if (is_special(settings->client_key))
		return "the file of the option client_key is no regular file";
	if (is_special(passphrase_file))
		return "the file of the option client_key_passphrase_file is no regular file";
	if (passphrase_file && access(passphrase_file, R_OK) < 0)
		return "the file of the option client_key_passphrase_file cannot be read";
	return NULL;
}

void tls_stamp_take(const struct settings *settings, struct tls_stamp *stamp)
{
	const char *const paths[TLS_FILES] = { settings->ca_cert, settings->client_cert, settings->client_key, settings->passphrase_file };

	for (size_t i = 0; i < TLS_FILES; i++)
		file_stamp_take(paths[i], &stamp->files[i]);
}

bool tls_stamp_equal(const struct tls_stamp *a, const struct tls_stamp *b)
{
	for (size_t i = 0; i < TLS_FILES; i++)
		if (!file_stamp_equal(&a->files[i], &b->files[i]))
			return false;
	return true;
}
