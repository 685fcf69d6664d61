/* SPDX-License-Identifier: MIT */
/* What libcurl is told of TLS: whom to trust, who we are, and when the files of it have changed. */
#ifndef HVAC_CORE_TLS_H
#define HVAC_CORE_TLS_H

#include <stdbool.h>
#include <curl/curl.h>
#include <hvac/adapter.h>
#include "configuration.h"
#include "file.h"

#define TLS_FILES 4u

/* Which state of the files a lane's connections were made with. */
struct tls_stamp {
	struct file_stamp files[TLS_FILES];
};

/* Whom to trust. False when memory ran out, here and below. */
bool tls_set(CURL *easy, const struct settings *settings);
/* Who we are to the server: asks for the key's passphrase. */
bool tls_set_identity(CURL *easy, const struct settings *settings, const struct passphrase *passphrase);
/* For requests to other hosts: they are verified by the system's certificates, whatever holds for the server, and are not told who
 * we are to it. */
bool tls_set_external(CURL *easy);
/* Certificate, key and CA of one request, over the client's own. */
bool tls_set_request(CURL *easy, const hvac_request *request);
/* Why no connection can be made with the settings' files as they are: a static text. NULL when one may be tried. */
const char *tls_files_refused(const struct settings *settings, const struct passphrase *passphrase);
void tls_stamp_take(const struct settings *settings, struct tls_stamp *stamp);
bool tls_stamp_equal(const struct tls_stamp *a, const struct tls_stamp *b);

#endif
