/* SPDX-License-Identifier: MIT */
/* Keeps a TLS server's certificate renewed: pki_renew [--once] ROLE COMMON_NAME FILE
 * FILE gets key, certificate and chain at once, so that they are always of one issue, and is for its owner alone. */
#define _DEFAULT_SOURCE
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <hvac/hvac.h>
#include <hvac/secrets/pki.h>

#define RETRY_S 30

static bool write_all(int file, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(file, text, length);

		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			text += written;
			length -= (size_t)written;
		}
	}
	return true;
}

static bool write_line(int file, const char *text)
{
	return write_all(file, text, strlen(text)) && write_all(file, "\n", 1);
}

static bool write_certificate(int file, const hvac_response *response)
{
	const hvac_value *chain = hvac_response_value(response, "ca_chain");
	bool written = write_line(file, hvac_response_string(response, "private_key")) && write_line(file, hvac_response_string(response, "certificate"));

	for (size_t i = 0; written && i < hvac_value_count(chain); i++)
		written = write_line(file, hvac_value_string(hvac_value_item(chain, i), NULL));
	return written && fsync(file) == 0;
}

/* Beside it first, and then in its place: a server that reads it finds the old one or the new one, never a part. */
static bool save(const char *path, const hvac_response *response)
{
	size_t size = strlen(path) + sizeof ".XXXXXX";
	char *beside = malloc(size);
	int file;
	bool saved;

	if (!beside)
		return false;
	snprintf(beside, size, "%s.XXXXXX", path);
	file = mkstemp(beside); /* mode 0600 */
	saved = file >= 0 && write_certificate(file, response);
	if (file >= 0 && close(file) != 0)
		saved = false;
	if (saved)
		saved = rename(beside, path) == 0;
	if (!saved) {
		warn("%s", path);
		if (file >= 0)
			unlink(beside);
	}
	free(beside);
	return saved;
}

/* Seconds until the next one is due, after two thirds of this one's life; -1 when there is none. */
static int64_t renew(hvac_client *client, const char *role, const char *common_name, const char *path)
{
	hvac_response *response;
	int64_t end, left = -1;

	if (hvac_secrets_pki_generate_certificate(client, &response, .name = role, .common_name = common_name,
	                                          .remove_roots_from_chain = HVAC_TRUE) != HVAC_OK) {
		warnx("%s", hvac_response_message(response));
	} else if (!hvac_response_string(response, "private_key") || !hvac_response_string(response, "certificate") ||
	           !hvac_response_integer(response, "expiration", &end)) {
		warnx("the answer has no key, no certificate or no end");
	} else if (save(path, response)) {
		left = end - (int64_t)time(NULL);
		left = left > 0 ? left * 2 / 3 : 0;
		printf("%s: %s, the next one in %lld seconds\n", path, hvac_response_string(response, "serial_number"), (long long)left);
		fflush(stdout);
	}
	hvac_response_free(response);
	return left;
}

int main(int argc, char **argv)
{
	bool once = argc == 5 && strcmp(argv[1], "--once") == 0;
	if (argc != 4 && !once) errx(2, "usage: pki_renew [--once] ROLE COMMON_NAME FILE");
	char **words = argv + once;
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	int64_t left = renew(client, words[1], words[2], words[3]);
	while (!once) {
		sleep(left > 0 ? (unsigned)left : RETRY_S);
		left = renew(client, words[1], words[2], words[3]);
	}
	hvac_client_free(client);
	hvac_config_free(config);
	return left < 0;
}
