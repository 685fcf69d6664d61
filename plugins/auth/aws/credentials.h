/* SPDX-License-Identifier: MIT */
/*
 * A cloud's credential, from whatever has its members by name: arguments, the environment, a profile in a file, JSON of a
 * metadata service. Here for auth/aws and auth/alicloud alike.
 */
#ifndef HVAC_AUTH_CREDENTIALS_H
#define HVAC_AUTH_CREDENTIALS_H

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "signing.h"

#define CREDENTIALS_FILE_MAX 1048576

struct credentials {
	const char *access_key, *secret_key, *token;
};

/* What a place calls the members. The time of expiry has more than one name where no standard knows it. `types` are those of a
 * profile whose key is its identity; none: profiles have no types. */
struct credential_names {
	const char *access_key, *secret_key, *token;
	const char *expiration[3];
	const char *types[2];
};

/* Results of all that searches. Others are for the hook to return: HVAC_HOOK_AGAIN (a request was filled that asks for it), and
 * what hvac_task_fail returned. */
enum { FOUND_NOTHING = 0, FOUND = HVAC_HOOK_AGAIN + 1 };

/* The member of that name in the task's memory, NULL when there is none. */
typedef const char *credential_lookup(struct hvac_task *task, const void *place, const char *name);

static inline const char *credential_of_argument(struct hvac_task *task, const void *place, const char *name)
{
	const char *value = hvac_task_string(task, name);

	(void)place;
	return value && *value ? value : NULL;
}

/* Copied: another thread may change the environment while the task runs. */
static inline const char *credential_of_environment(struct hvac_task *task, const void *place, const char *name)
{
	const char *value = secure_getenv(name);

	(void)place;
	return value && *value ? text_print(task, "%s", value) : NULL;
}

static inline const char *environment(struct hvac_task *task, const char *name)
{
	return credential_of_environment(task, NULL, name);
}

static inline bool environment_says(const char *name)
{
	const char *value = secure_getenv(name);

	return value && !strcasecmp(value, "true");
}

/* RFC 3339, and as some tools write it: a blank for the T, no zone. */
static inline bool time_of_text(const char *text, int64_t *seconds)
{
	struct tm time = { 0 };
	const char *rest = strptime(text, "%Y-%m-%d", &time);
	long offset = 0;

	rest = rest && (*rest == 'T' || *rest == ' ') ? strptime(rest + 1, "%H:%M:%S", &time) : NULL;
	if (rest && *rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (rest && *rest == 'Z') {
		rest++;
	} else if (rest && *rest) {
		rest = strptime(rest, "%z", &time);
		offset = time.tm_gmtoff;
	}
	*seconds = (int64_t)timegm(&time) - offset;
	return rest && !*rest;
}

static inline bool credential_is_well_formed(const char *text)
{
	size_t length = 0;

	while ((unsigned char)text[length] > ' ' && (unsigned char)text[length] < 0x7f)
		length++;
	return length && !text[length];
}

/* A time in some other form tells nothing. */
static inline int credential_check_time(struct hvac_task *task, const char *expiration, const char *source)
{
	int64_t end;

	if (!expiration || !time_of_text(expiration, &end) || end > hvac_task_now(task))
		return FOUND;
	return hvac_task_fail(task, HVAC_UNAUTHORIZED, "the credential of %s expired at %s", source, expiration);
}

static inline int credential_find(struct hvac_task *task, struct credentials *found, const struct credential_names *names,
                                  credential_lookup *lookup, const void *place, const char *source)
{
	const char *expiration = NULL;

	found->access_key = lookup(task, place, names->access_key);
	found->secret_key = lookup(task, place, names->secret_key);
	found->token = lookup(task, place, names->token);
	if (!found->access_key && !found->secret_key)
		return FOUND_NOTHING;
	if (!found->access_key || !found->secret_key)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s: there is %s without %s", source,
		                      found->access_key ? names->access_key : names->secret_key, found->access_key ? names->secret_key : names->access_key);
	if (found->token && !*found->token)
		found->token = NULL;
	if (!credential_is_well_formed(found->access_key) || !credential_is_well_formed(found->secret_key) ||
	    (found->token && !credential_is_well_formed(found->token)))
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "%s: %s, %s or %s is empty or has a blank, a line end or another odd byte", source,
		                      names->access_key, names->secret_key, names->token);
	for (size_t i = 0; i < sizeof names->expiration / sizeof names->expiration[0] && !expiration; i++)
		expiration = names->expiration[i] ? lookup(task, place, names->expiration[i]) : NULL;
	return credential_check_time(task, expiration, source);
}

static inline const char *credential_of_member(struct hvac_task *task, const void *place, const char *name)
{
	const char *text = hvac_value_string(hvac_value_member(place, name), NULL);

	return text ? text_print(task, "%s", text) : NULL;
}

static inline int credential_of_json(struct hvac_task *task, struct credentials *found, const struct credential_names *names, const char *text,
                                     const char *source)
{
	hvac_value *value;
	hvac_status status = hvac_value_parse(text, strlen(text), &value);
	int result = FOUND_NOTHING;

	if (status == HVAC_NO_MEMORY)
		return hvac_task_fail(task, status, "memory ran out");
	if (status == HVAC_OK)
		result = credential_find(task, found, names, credential_of_member, value, source);
	hvac_value_free(value);
	return result != FOUND_NOTHING ? result : hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "the answer of %s has no credential", source);
}

static inline int fail_to_read(struct hvac_task *task, const char *path, const char *why)
{
	return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "cannot read %s: %s", path, why);
}

static inline int read_descriptor(struct hvac_task *task, int descriptor, const char *path, bool secret, const char **content)
{
	struct stat about;
	size_t length = 0;
	ssize_t n = 1;
	char *text;

	if (fstat(descriptor, &about) < 0)
		return fail_to_read(task, path, strerror(errno));
	if (!S_ISREG(about.st_mode))
		return fail_to_read(task, path, "it is no file");
	if (secret && about.st_mode & (S_IROTH | S_IWOTH))
		return fail_to_read(task, path, "everybody may read or change it, and it holds a secret: chmod 600");
	if (about.st_size > CREDENTIALS_FILE_MAX)
		return fail_to_read(task, path, "it is larger than 1 MiB");
	text = hvac_task_alloc(task, (size_t)about.st_size + 1);
	if (!text)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	while (n > 0 && length < (size_t)about.st_size) {
		n = read(descriptor, text + length, (size_t)about.st_size - length);
		length += n > 0 ? (size_t)n : 0;
	}
	if (n < 0)
		return fail_to_read(task, path, strerror(errno));
	*content = text;
	return FOUND;
}

/* A small file of text; FOUND_NOTHING when it is not there. `secret`: refused where everybody can read it. */
static inline int read_small_file(struct hvac_task *task, const char *path, bool secret, const char **content)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), result;

	if (descriptor < 0)
		return errno == ENOENT || errno == ENOTDIR ? FOUND_NOTHING : fail_to_read(task, path, strerror(errno));
	result = read_descriptor(task, descriptor, path, secret, content);
	close(descriptor);
	return result;
}

/* A section of a file of the form that configparser reads. */
struct profile {
	const char *text, *name;
};

static inline const char *blanks_skipped(const char *text)
{
	return text + strspn(text, " \t");
}

/* Where the lines of a section begin, NULL when there is none. */
static inline const char *profile_lines(const struct profile *profile)
{
	/* false [core.NonNullParamChecker]: what was found is there: hvac_task_fail() never returns FOUND */
	size_t length = strlen(profile->name);

	/* false [core.NullDereference]: what was found is there: hvac_task_fail() never returns FOUND */
	for (const char *line = profile->text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *name = line + 1, *end;

		if (*line != '[')
			continue;
		name = blanks_skipped(name);
		end = blanks_skipped(name + (strncmp(name, profile->name, length) ? 0 : length));
		if (end > name && *end == ']')
			return line;
	}
	return NULL;
}

static inline const char *credential_of_profile(struct hvac_task *task, const void *place, const char *name)
{
	const char *line = profile_lines(place), *value, *end;
	size_t length = strlen(name);

	while (line && (line = strchr(line, '\n')) && *++line != '[') {
		if (strncasecmp(line, name, length))
			continue;
		value = blanks_skipped(line + length);
		if (*value != '=')
			continue;
		value = blanks_skipped(value + 1);
		end = value + strcspn(value, "\r\n");
		while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		return end > value ? text_print(task, "%.*s", (int)(end - value), value) : NULL;
	}
	return NULL;
}

/* The file of credentials in the user's home, unless `given` names another; NULL where there is no home. */
static inline const char *credentials_path(struct hvac_task *task, const char *given, const char *below_home)
{
	const char *home = secure_getenv("HOME");

	if (given)
		return given;
	return home && *home == '/' ? text_print(task, "%s/%s", home, below_home) : NULL;
}

/* NULL where a profile says none, or one whose key is its identity: others' is only what their SDK gets that with. */
static inline const char *other_type(struct hvac_task *task, const struct credential_names *names, const struct profile *profile)
{
	const char *type = names->types[0] ? credential_of_profile(task, profile, "type") : NULL;

	for (size_t i = 0; type && i < sizeof names->types / sizeof names->types[0]; i++)
		if (names->types[i] && !strcmp(type, names->types[i]))
			return NULL;
	return type;
}

/* `required`: it was asked for by name, so nothing else will do. */
static inline int credential_of_file(struct hvac_task *task, struct credentials *found, const struct credential_names *names, const char *path,
                                     const char *name, bool required)
{
	struct profile profile = { .name = name };
	int result = path ? read_small_file(task, path, true, &profile.text) : FOUND_NOTHING;
	const char *type = result == FOUND ? other_type(task, names, &profile) : NULL;

	if (type && required)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "profile %s in %s is of type %s: only %s and %s can be taken here", name, path,
		                      credential_is_well_formed(type) ? type : "?", names->types[0], names->types[1]);
	if (type)
		return FOUND_NOTHING;
	if (result == FOUND)
		result = credential_find(task, found, names, credential_of_profile, &profile, text_print(task, "profile %s in %s", name, path));
	if (result != FOUND_NOTHING || !required)
		return result;
	return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "there is no profile %s with %s in %s", name, names->access_key,
	                      path ? path : "the home directory: HOME is not set");
}

#endif
