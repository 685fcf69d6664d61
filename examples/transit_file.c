/* SPDX-License-Identifier: MIT */
/* Encrypts a file of any size with a data key, which the server made and alone can open again:
 *     transit_file encrypt KEY <order.pdf >order.sealed          transit_file decrypt KEY <order.sealed >order.pdf
 * KEY is a key of the transit engine, VAULT_ADDR and VAULT_TOKEN say where. Whatever was written before a failure is no file.
 *
 * The format: "HVACENC1", the length of what follows in 2 bytes (big-endian), the data key as the server encrypted it
 * (vault:v1:...); then chunks of 65,536 bytes and a last one of fewer, perhaps none, each encrypted by AES-256-GCM with its tag
 * of 16 bytes behind it. The nonce is the chunk's number from 0 in 11 bytes (big-endian) and 1 for the last chunk, 0 for
 * the others, so that none can be moved, dropped or cut off; the associated data is all that stands before the chunks. */
#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <hvac/hvac.h>
#include <hvac/secrets/transit.h>

enum { MAGIC = 8, KEY = 32, NONCE = 12, TAG = 16, CHUNK = 65536 };

struct header {
	unsigned char bytes[MAGIC + 2 + UINT16_MAX + 1];        /* with a NUL behind the key */
	size_t length;
};

static void read_exactly(void *bytes, size_t length)
{
	if (fread(bytes, 1, length, stdin) != length) errx(1, "this is no encrypted file");
}

static size_t read_chunk(unsigned char *bytes, size_t room)
{
	size_t length = fread(bytes, 1, room, stdin);
	if (ferror(stdin)) err(1, "cannot read");
	return length;
}

static void write_all(const unsigned char *bytes, size_t length)
{
	if (fwrite(bytes, 1, length, stdout) != length) err(1, "cannot write");
}

/* Encrypts or decrypts one chunk; `tag` is set or read. */
static bool do_chunk(EVP_CIPHER_CTX *cipher, const struct header *header, uint64_t number, bool last, unsigned char *bytes, size_t length,
                     unsigned char *tag)
{
	unsigned char nonce[NONCE] = { 0 };
	int n, encrypts = EVP_CIPHER_CTX_is_encrypting(cipher);

	for (int i = 0; i < 8; i++)
		nonce[NONCE - 2 - i] = (unsigned char)(number >> 8 * i);
	nonce[NONCE - 1] = last;
	return EVP_CipherInit_ex(cipher, NULL, NULL, NULL, nonce, -1) == 1 &&
	       EVP_CipherUpdate(cipher, NULL, &n, header->bytes, (int)header->length) == 1 &&
	       EVP_CipherUpdate(cipher, bytes, &n, bytes, (int)length) == 1 &&
	       (encrypts || EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, TAG, tag) == 1) &&
	       EVP_CipherFinal_ex(cipher, bytes + n, &n) == 1 &&
	       (!encrypts || EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG, tag) == 1);
}

static void encrypt_chunks(EVP_CIPHER_CTX *cipher, const struct header *header, unsigned char *chunk)
{
	size_t length = CHUNK;
	write_all(header->bytes, header->length);
	for (uint64_t number = 0; length == CHUNK; number++) {
		length = read_chunk(chunk, CHUNK);
		if (!do_chunk(cipher, header, number, length < CHUNK, chunk, length, chunk + length)) errx(1, "cannot encrypt");
		write_all(chunk, length + TAG);
	}
}

static void decrypt_chunks(EVP_CIPHER_CTX *cipher, const struct header *header, unsigned char *chunk)
{
	size_t length = CHUNK;
	for (uint64_t number = 0; length == CHUNK; number++) {
		length = read_chunk(chunk, CHUNK + TAG);
		if (length < TAG) errx(1, "the file is cut off");
		length -= TAG;
		if (!do_chunk(cipher, header, number, length < CHUNK, chunk, length, chunk + length))
			errx(1, "the file is cut off, changed, or of another key");
		write_all(chunk, length);
	}
}

/* The data key of a new file, and its header; or the one of a file by its header. */
static hvac_response *make_key(hvac_client *client, const char *name, struct header *header)
{
	hvac_response *response;
	if (hvac_secrets_transit_generate_data_key(client, &response, .name = name, .key_type = "plaintext") != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	const char *sealed = hvac_response_string(response, "ciphertext");
	size_t length = sealed ? strlen(sealed) : 0;
	if (!length || length > UINT16_MAX) errx(1, "the server gave no data key");
	memcpy(header->bytes, "HVACENC1", MAGIC);
	header->bytes[MAGIC] = (unsigned char)(length >> 8);
	header->bytes[MAGIC + 1] = (unsigned char)length;
	memcpy(header->bytes + MAGIC + 2, sealed, length);
	header->length = MAGIC + 2 + length;
	return response;
}

static hvac_response *open_key(hvac_client *client, const char *name, struct header *header)
{
	hvac_response *response;
	read_exactly(header->bytes, MAGIC + 2);
	if (memcmp(header->bytes, "HVACENC1", MAGIC) != 0) errx(1, "this is no encrypted file");
	header->length = MAGIC + 2 + (size_t)(header->bytes[MAGIC] << 8 | header->bytes[MAGIC + 1]);
	read_exactly(header->bytes + MAGIC + 2, header->length - MAGIC - 2);
	if (hvac_secrets_transit_decrypt_data(client, &response, .name = name, .ciphertext = (const char *)header->bytes + MAGIC + 2) != HVAC_OK)
		errx(1, "%s", hvac_response_message(response));
	return response;
}

int main(int argc, char **argv)
{
	static struct header header;
	static unsigned char chunk[CHUNK + TAG];
	bool encrypts = argc == 3 && strcmp(argv[1], "encrypt") == 0;
	if (!encrypts && (argc != 3 || strcmp(argv[1], "decrypt") != 0)) errx(2, "usage: transit_file encrypt|decrypt KEY <FILE >FILE");
	hvac_config *config = hvac_config_new();
	hvac_config_from_env(config);
	hvac_client *client;
	if (hvac_client_new(config, &client) != HVAC_OK) errx(1, "%s", hvac_config_error(config));

	hvac_response *response = encrypts ? make_key(client, argv[2], &header) : open_key(client, argv[2], &header);
	size_t length;
	const unsigned char *key = hvac_response_bytes(response, "plaintext", &length);
	if (!key || length != KEY) errx(1, "the data key is not of 256 bits");
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	if (!cipher || EVP_CipherInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, NULL, encrypts) != 1) errx(1, "OpenSSL has no AES-256-GCM");
	hvac_response_free(response);

	if (encrypts)
		encrypt_chunks(cipher, &header, chunk);
	else
		decrypt_chunks(cipher, &header, chunk);
	if (fflush(stdout) != 0) err(1, "cannot write");
	OPENSSL_cleanse(chunk, sizeof chunk);
	EVP_CIPHER_CTX_free(cipher);
	hvac_client_free(client);
	hvac_config_free(config);
}
