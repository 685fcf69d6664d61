/* SPDX-License-Identifier: MIT */
/* To read the system's certificates takes longer than all the rest of a connection. libcurl keeps what it read for one multi handle
 * alone, and only if there is no directory beside the file. */
#include "trust.h"
#include "file.h"
#include "guard.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <curl/curl.h>

#define STORES_KEPT 8u

struct kept {
	struct kept *next;
	char *name;                     /* NULL: the system's */
	const char *file, *directory;
	struct file_stamp file_stamp, directory_stamp;
	X509_STORE *store;
};

/* A child process has none of its parent's: a thread may have been inside one of them. */
struct shelf {
	struct guard_block block;
	struct kept *first;
};

static struct guard guard;

static X509_STORE *read_store(const char *file, const char *directory)
{
	X509_STORE *store = X509_STORE_new();
	bool read = store;

	/* an intermediate certificate that is trusted is enough, as it is for libcurl */
	read = read && X509_STORE_set_flags(store, X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
	if (!file && !directory)
		read = read && X509_STORE_set_default_paths(store);
	read = read && (!file || X509_STORE_load_file(store, file)) && (!directory || X509_STORE_load_path(store, directory));
	if (read)
		return store;
	X509_STORE_free(store);
	return NULL;
}

static void kept_free(struct kept *kept)
{
	X509_STORE_free(kept->store);
	free(kept->name);
	free(kept);
}

static hvac_status kept_new(const char *name, struct kept **result)
{
	struct kept *kept = calloc(1, sizeof *kept);
	hvac_status status = HVAC_OK;

	*result = NULL;
	if (!kept)
		return HVAC_NO_MEMORY;
	if (name) {
		kept->file = kept->name = text_copy(name, strlen(name));
	} else {
		const curl_version_info_data *about = curl_version_info(CURLVERSION_NOW);

		kept->file = about->cainfo;
		kept->directory = about->capath;
	}
	/* taken first: what changes while it is read is read again */
	file_stamp_take(kept->file, &kept->file_stamp);
	file_stamp_take(kept->directory, &kept->directory_stamp);
	if (name && !kept->name)
		status = HVAC_NO_MEMORY;
	else if (!(kept->store = read_store(kept->file, kept->directory)))
		status = HVAC_TLS_ERROR;
	if (status == HVAC_OK)
		*result = kept;
	else
		kept_free(kept);
	return status;
}

static bool is_fresh(const struct kept *kept)
{
	struct file_stamp file, directory;

	file_stamp_take(kept->file, &file);
	file_stamp_take(kept->directory, &directory);
	return file_stamp_equal(&file, &kept->file_stamp) && file_stamp_equal(&directory, &kept->directory_stamp);
}

static bool is_named(const struct kept *kept, const char *name)
{
	return kept->name && name ? !strcmp(kept->name, name) : kept->name == name;
}

/* Frees what is no longer what its files say, and the oldest if there are too many. */
static struct kept *find(struct shelf *shelf, const char *name)
{
	struct kept **place = &shelf->first;

	for (unsigned i = 1; *place; i++) {
		struct kept *kept = *place;
		bool named = is_named(kept, name);

		if (named && is_fresh(kept))
			return kept;
		if (named || i == STORES_KEPT) {
			*place = kept->next;
			kept_free(kept);
		} else {
			place = &kept->next;
		}
	}
	return NULL;
}

hvac_status trust_store(const char *file, X509_STORE **store)
{
	struct shelf *shelf = guard_enter(&guard, sizeof *shelf);
	hvac_status status = HVAC_OK;
	struct kept *kept;

	*store = NULL;
	if (!shelf)
		return HVAC_NO_MEMORY;
	kept = find(shelf, file);
	if (!kept) {
		status = kept_new(file, &kept);
		if (kept) {
			kept->next = shelf->first;
			shelf->first = kept;
		}
	}
	if (kept && X509_STORE_up_ref(kept->store))
		*store = kept->store;
	else if (kept)
		status = HVAC_NO_MEMORY;
	guard_leave(shelf);
	return status;
}
