/* SPDX-License-Identifier: MIT */
/* Checks a snapshot as the server does that takes it, but for the seal: zlib inflates, libarchive takes the tar apart, OpenSSL makes the
 * digests. libarchive does not look at the checksum at the end of a gzip file, nor at what follows: hence zlib. */
#define _GNU_SOURCE 1
#include "failure.h"
#include "snapshot.h"

static int cannot_check(const struct command_line *line, const char *path)
{
	return failure_local(line, "%s cannot be checked without libarchive, which is not there", path);
}

#if HVAC_HAVE_LIBARCHIVE

#include "tar.h"
#include <errno.h>
#include <openssl/evp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define SUMS "SHA256SUMS"
#define SEAL "SHA256SUMS.sealed"         /* what only the server can open */
#define META "meta.json"

enum {
	PIECE = 64 * 1024,
	FILES_MAX = 16,
	TEXT_MAX = 64 * 1024,            /* of a file that is kept */
	TAR_END = 1024,                  /* zero bytes at the end of a tar file */
	GZIP = 16                        /* added to zlib's window bits: gzip alone, checksum and length are checked */
};

static const char *const needed[] = { META, "state.bin", SUMS, SEAL };

struct file {
	char *name;
	int64_t size;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned digest_length;
	char *text;                      /* of SHA256SUMS and meta.json */
};

struct check {
	const struct tar *tar;
	int descriptor;
	z_stream gzip;
	bool gzip_ended, out_of_memory;
	size_t zeros;                    /* that what was inflated ends with */
	struct file files[FILES_MAX];
	size_t n_files;
	char *wrong;                     /* what is wrong with the snapshot; NULL: nothing so far */
	int reason;                      /* errno of a read that failed */
	unsigned char packed[PIECE], plain[PIECE], content[PIECE];
};

bool snapshot_can_be_checked(void)
{
	return tar_load();
}

/* Keeps the first word of what is wrong. */
HVAC_FORMAT(2, 3)
static bool refuse(struct check *check, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	if (!check->wrong && !check->reason && vasprintf(&check->wrong, format, arguments) < 0) {
		check->wrong = NULL;
		check->out_of_memory = true;
	}
	va_end(arguments);
	return false;
}

static bool no_memory(struct check *check)
{
	check->out_of_memory = true;
	return false;
}

static bool fill(struct check *check)
{
	ssize_t got;
	do
		got = read(check->descriptor, check->packed, PIECE);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		check->reason = errno;
	check->gzip.next_in = check->packed;
	check->gzip.avail_in = got < 0 ? 0 : (uInt)got;
	return got >= 0;
}

static void count_zeros(struct check *check, size_t length)
{
	size_t end = length;
	while (end > 0 && check->plain[end - 1] == 0)
		end--;
	check->zeros = end > 0 ? length - end : check->zeros + length;
}

/* The next piece that is not empty; 0: the end, -1: something is wrong. */
static ssize_t inflate_piece(struct check *check)
{
	z_stream *gzip = &check->gzip;
	for (;;) {
		if (gzip->avail_in == 0 && !fill(check))
			return -1;
		if (gzip->avail_in == 0 && check->gzip_ended)
			return 0;
		if (gzip->avail_in == 0 || check->gzip_ended) {
			refuse(check, check->gzip_ended ? "more follows behind its end" : "it is cut off");
			return -1;
		}
		gzip->next_out = check->plain;
		gzip->avail_out = PIECE;
		int code = inflate(gzip, Z_NO_FLUSH);
		if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
			refuse(check, "gzip: %s", gzip->msg ? gzip->msg : "no memory");
			return -1;
		}
		check->gzip_ended = code == Z_STREAM_END;
		size_t made = PIECE - gzip->avail_out;
		count_zeros(check, made);
		if (made > 0)
			return (ssize_t)made;
	}
}

static la_ssize_t give_to_archive(struct archive *archive, void *context, const void **piece)
{
	struct check *check = context;
	ssize_t made = inflate_piece(check);
	(void)archive;
	*piece = check->plain;
	return made < 0 ? ARCHIVE_FATAL : made;
}

/* libarchive's word on the tar, unless the gzip around it is to blame. */
static bool refuse_tar(struct check *check, struct archive *archive)
{
	const char *word = check->tar->error_string(archive);
	return refuse(check, "tar: %s", word ? word : "damaged");
}

static struct file *file_named(struct check *check, const char *name)
{
	for (size_t i = 0; i < check->n_files; i++)
		if (strcmp(check->files[i].name, name) == 0)
			return &check->files[i];
	return NULL;
}

static bool is_kept(const char *name)
{
	return strcmp(name, SUMS) == 0 || strcmp(name, META) == 0;
}

/* Reads the file's content, for its digest and, of a small one, for itself. */
static bool read_content(struct check *check, struct archive *archive, struct file *file, EVP_MD_CTX *digest)
{
	la_ssize_t got;
	while ((got = check->tar->read_data(archive, check->content, PIECE)) > 0) {
		if (file->text && file->size + got > TEXT_MAX)
			return refuse(check, "its %s is too long", file->name);
		if (file->text)
			memcpy(file->text + file->size, check->content, (size_t)got);
		if (EVP_DigestUpdate(digest, check->content, (size_t)got) != 1)
			return no_memory(check);
		file->size += got;
	}
	if (got < 0)
		return refuse_tar(check, archive);
	return EVP_DigestFinal_ex(digest, file->digest, &file->digest_length) == 1 || no_memory(check);
}

static bool read_file(struct check *check, struct archive *archive, struct archive_entry *entry)
{
	const char *name = check->tar->entry_pathname(entry);
	if (!name || check->tar->entry_filetype(entry) != AE_IFREG)
		return refuse(check, "it holds what is no file");
	if (check->n_files == FILES_MAX || file_named(check, name))
		return refuse(check, check->n_files == FILES_MAX ? "it holds too many files" : "it holds %s twice", name);
	struct file *file = &check->files[check->n_files];
	if (!(file->name = strdup(name)))
		return no_memory(check);
	check->n_files++;
	if (is_kept(name) && !(file->text = calloc(1, TEXT_MAX + 1)))
		return no_memory(check);
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	bool done = digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1 ? read_content(check, archive, file, digest) : no_memory(check);
	EVP_MD_CTX_free(digest);
	return done;
}

static bool read_tar(struct check *check)
{
	const struct tar *tar = check->tar;
	struct archive *archive = tar->read_new();
	struct archive_entry *entry;
	bool good = archive || no_memory(check);
	int code = ARCHIVE_OK;
	if (good && (tar->read_support_format_tar(archive) != ARCHIVE_OK ||
	             tar->read_open(archive, check, NULL, give_to_archive, NULL) != ARCHIVE_OK))
		good = refuse_tar(check, archive);
	while (good && (code = tar->read_next_header(archive, &entry)) == ARCHIVE_OK)
		good = read_file(check, archive, entry);
	if (good && code != ARCHIVE_EOF)
		good = refuse_tar(check, archive);
	tar->read_free(archive);
	/* libarchive is content without the end */
	ssize_t made = 1;
	while (good && made > 0)
		made = inflate_piece(check);
	return good && made == 0 && (check->zeros >= TAR_END || refuse(check, "tar: its end is missing"));
}

/* Lower case, as sha256sum writes it. */
static void write_digest(char text[2 * EVP_MAX_MD_SIZE + 1], const struct file *file)
{
	for (unsigned i = 0; i < file->digest_length; i++)
		snprintf(text + 2 * i, 3, "%02x", file->digest[i]);
}

/* One line of SHA256SUMS: digest, two blanks, name. */
static bool check_sum(struct check *check, char *sum)
{
	char digest[2 * EVP_MAX_MD_SIZE + 1] = "";
	size_t length = strcspn(sum, " ");
	const char *name = sum + length + strspn(sum + length, " *");
	struct file *file = file_named(check, name);
	if (!file)
		return refuse(check, "its %s names %s, which is not there", SUMS, name);
	write_digest(digest, file);
	if (strlen(digest) != length || strncmp(digest, sum, length) != 0)
		return refuse(check, "%s does not match its SHA-256", name);
	file->digest_length = 0;         /* it has been looked at */
	return true;
}

/* Every file but the sums and their seal is named there. */
static bool check_sums(struct check *check)
{
	/* false [analyzer-null-dereference]: check_files() has found it */
	char *place = NULL, *text = strdup(file_named(check, SUMS)->text);
	bool good = text || no_memory(check);
	for (char *sum = good ? strtok_r(text, "\r\n", &place) : NULL; sum && good; sum = strtok_r(NULL, "\r\n", &place))
		good = check_sum(check, sum);
	free(text);
	for (size_t i = 0; i < check->n_files && good; i++) {
		const struct file *file = &check->files[i];
		if (file->digest_length > 0 && strcmp(file->name, SUMS) != 0 && strcmp(file->name, SEAL) != 0)
			good = refuse(check, "its %s does not name %s", SUMS, file->name);
	}
	return good;
}

static bool check_files(struct check *check)
{
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		const struct file *file = file_named(check, needed[i]);
		if (!file || file->size == 0)
			return refuse(check, "it has no %s", needed[i]);
	}
	return check_sums(check);
}

/* What it holds: the sizes of its files, and what it says of itself. */
static bool describe(struct check *check, hvac_value **about)
{
	hvac_value *map = hvac_value_new_map(), *sizes = hvac_value_new_map(), *meta = NULL;
	bool made = map && sizes;
	for (size_t i = 0; i < check->n_files && made; i++)
		made = hvac_value_adopt_member(sizes, check->files[i].name, hvac_value_new_integer(check->files[i].size)) == HVAC_OK;
	made = hvac_value_adopt_member(map, "files", sizes) == HVAC_OK && made;
	/* false [analyzer-null-dereference]: check_files() has found it */
	const char *text = file_named(check, META)->text;
	hvac_status status = hvac_value_parse(text, strlen(text), &meta);
	made = hvac_value_adopt_member(map, "meta", status == HVAC_OK ? meta : hvac_value_new_null()) == HVAC_OK && made;
	*about = made ? map : NULL;
	if (!made)
		hvac_value_free(map);
	return made || no_memory(check);
}

static int tell(const struct command_line *line, const char *path, hvac_status bad, const struct check *check)
{
	if (check->reason == ESPIPE)
		return failure(line, HVAC_PARAM_VALIDATION_ERROR, "%s cannot be checked, it can be read only once: name a plain file, or give --no-check", path);
	if (check->reason)
		return failure_local(line, "cannot read %s: %s", path, strerror(check->reason));
	if (check->wrong)
		return failure(line, bad, "%s is not a whole snapshot: %s", path, check->wrong);
	return failure_local(line, "memory ran out");
}

static void free_check(struct check *check)
{
	inflateEnd(&check->gzip);
	for (size_t i = 0; i < check->n_files; i++) {
		free(check->files[i].name);
		free(check->files[i].text);
	}
	free(check->wrong);
	free(check);
}

int snapshot_check(const struct command_line *line, const char *path, int descriptor, hvac_status bad, hvac_value **about)
{
	const struct tar *tar = tar_load();
	if (!tar)
		return cannot_check(line, path);
	struct check *check = calloc(1, sizeof(*check));
	if (!check || inflateInit2(&check->gzip, MAX_WBITS + GZIP) != Z_OK) {
		free(check);
		return failure_local(line, "memory ran out");
	}
	check->tar = tar;
	check->descriptor = descriptor;
	bool good = lseek(descriptor, 0, SEEK_SET) == 0;
	if (!good)
		check->reason = errno;
	good = good && read_tar(check) && check_files(check) && (!about || describe(check, about));
	int code = good ? EXIT_OK : tell(line, path, bad, check);
	free_check(check);
	return code;
}

#else

bool snapshot_can_be_checked(void)
{
	return false;
}

int snapshot_check(const struct command_line *line, const char *path, int descriptor, hvac_status bad, hvac_value **about)
{
	(void)descriptor;
	(void)bad;
	(void)about;
	return cannot_check(line, path);
}

#endif
