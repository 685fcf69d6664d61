/* SPDX-License-Identifier: MIT */
/* Inline functions of the C library would stand in the way of these. */
#undef _FORTIFY_SOURCE
#include "outage.h"
#include "callers.h"

#include <curl/curl.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <netdb.h>
#include <netinet/in.h>
#include <arpa/nameser.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <resolv.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <hvac/status.h>
#ifdef WITH_KERBEROS
#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <krb5.h>
#endif

static atomic_bool armed;
static atomic_ulong counted;
static unsigned long wanted;
static const struct call *_Atomic failed;

static bool fails(const struct call *call, const void *by)
{
	unsigned long number;

	if (!atomic_load(&armed) || caller_of(by) != CALLER_HVAC)
		return false;
	number = atomic_fetch_add(&counted, 1) + 1;
	if (number != wanted)
		return false;
	atomic_store(&failed, call);
	if (call->error)
		errno = call->error;
	return true;
}

static void *next(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (!function) {
		static const char text[] = "a function that is stood in front of is not there\n";

		if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
			_exit(126);
		_exit(125);
	}
	return function;
}

#define OF(status) (UINT64_C(1) << HVAC_##status)
#define NO_MEMORY OF(NO_MEMORY)
/* reading a file: an argument's, the token's, a plugin */
#define BY_FILE (NO_MEMORY | OF(PARAM_VALIDATION_ERROR) | OF(CONFIG_ERROR) | OF(PLUGIN_REFUSED) | OF(PLUGIN_NOT_FOUND))
#define BY_CONNECTION (NO_MEMORY | OF(CONNECTION_ERROR) | OF(CONFIG_ERROR) | OF(TLS_ERROR))

#define STAND_BEFORE(name_, result, failure, errno_, statuses_, says_, parameters, arguments) \
	HVAC_API result name_ parameters; \
	HVAC_API result name_ parameters \
	{ \
		static const struct call call = { .name = #name_, .error = (errno_), .statuses = (statuses_), .says = (says_) }; \
		static result(*real) parameters; \
		if (fails(&call, __builtin_return_address(0))) \
			return failure; \
		if (!real) \
			*(void **)&real = next(#name_); \
		return real arguments; \
	}

STAND_BEFORE(read, ssize_t, -1, EIO, BY_FILE, "Input/output error", (int descriptor, void *bytes, size_t size), (descriptor, bytes, size))
STAND_BEFORE(poll, int, -1, ENOMEM, BY_FILE, "Cannot allocate memory", (struct pollfd *descriptors, nfds_t count, int ms), (descriptors, count, ms))
STAND_BEFORE(pread, ssize_t, -1, EIO, BY_FILE, NULL, (int descriptor, void *bytes, size_t size, off_t at), (descriptor, bytes, size, at))
STAND_BEFORE(pwrite, ssize_t, -1, ENOSPC, BY_FILE | OF(STREAM_ERROR), NULL, (int descriptor, const void *bytes, size_t size, off_t at), (descriptor, bytes, size, at))
STAND_BEFORE(ftruncate, int, -1, EIO, BY_FILE | OF(STREAM_ERROR), NULL, (int descriptor, off_t length), (descriptor, length))
STAND_BEFORE(fchmod, int, -1, EPERM, BY_FILE, "Operation not permitted", (int descriptor, mode_t mode), (descriptor, mode))
STAND_BEFORE(fstat, int, -1, EIO, BY_FILE, "Input/output error", (int descriptor, struct stat *about), (descriptor, about))
STAND_BEFORE(stat, int, -1, EACCES, BY_FILE | BY_CONNECTION, NULL, (const char *path, struct stat *about), (path, about))
STAND_BEFORE(lstat, int, -1, EACCES, BY_FILE, NULL, (const char *path, struct stat *about), (path, about))
STAND_BEFORE(access, int, -1, EACCES, BY_FILE, NULL, (const char *path, int mode), (path, mode))
STAND_BEFORE(opendir, DIR *, NULL, EMFILE, BY_FILE, NULL, (const char *path), (path))
STAND_BEFORE(mmap, void *, MAP_FAILED, ENOMEM, 0, NULL, (void *at, size_t length, int protection, int flags, int descriptor, off_t offset), (at, length, protection, flags, descriptor, offset))
STAND_BEFORE(madvise, int, -1, EINVAL, 0, NULL, (void *at, size_t length, int advice), (at, length, advice))
STAND_BEFORE(newlocale, locale_t, (locale_t)0, ENOMEM, NO_MEMORY, NULL, (int mask, const char *name, locale_t base), (mask, name, base))
STAND_BEFORE(vasprintf, int, -1, ENOMEM, NO_MEMORY, NULL, (char **text, const char *format, va_list list), (text, format, list))
STAND_BEFORE(__vasprintf_chk, int, -1, ENOMEM, NO_MEMORY, NULL, (char **text, int flag, const char *format, va_list list), (text, flag, format, list))

STAND_BEFORE(pthread_create, int, EAGAIN, 0, NO_MEMORY, NULL, (pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *context), (thread, attributes, run, context))
STAND_BEFORE(pthread_mutex_init, int, ENOMEM, 0, NO_MEMORY, NULL, (pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes), (mutex, attributes))
STAND_BEFORE(pthread_cond_init, int, ENOMEM, 0, NO_MEMORY, NULL, (pthread_cond_t *condition, const pthread_condattr_t *attributes), (condition, attributes))
STAND_BEFORE(pthread_condattr_init, int, ENOMEM, 0, NO_MEMORY, NULL, (pthread_condattr_t *attributes), (attributes))
STAND_BEFORE(pthread_condattr_setclock, int, EINVAL, 0, NO_MEMORY, NULL, (pthread_condattr_t *attributes, clockid_t clock), (attributes, clock))
STAND_BEFORE(socket, int, -1, EMFILE, BY_CONNECTION, NULL, (int domain, int type, int protocol), (domain, type, protocol))
STAND_BEFORE(epoll_create1, int, -1, EMFILE, BY_CONNECTION, NULL, (int flags), (flags))
STAND_BEFORE(epoll_ctl, int, -1, ENOSPC, BY_CONNECTION, NULL, (int epoll, int what, int descriptor, struct epoll_event *event), (epoll, what, descriptor, event))
STAND_BEFORE(eventfd, int, -1, EMFILE, BY_CONNECTION, NULL, (unsigned count, int flags), (count, flags))
STAND_BEFORE(timerfd_create, int, -1, EMFILE, BY_CONNECTION, NULL, (int clock, int flags), (clock, flags))

STAND_BEFORE(getentropy, int, -1, ENOSYS, OF(UNEXPECTED_ERROR), NULL, (void *bytes, size_t length), (bytes, length))
STAND_BEFORE(EVP_DecodeBlock, int, -1, 0, NO_MEMORY | OF(MALFORMED_ANSWER) | OF(PARAM_VALIDATION_ERROR), NULL, (unsigned char *to, const unsigned char *from, int length), (to, from, length))
STAND_BEFORE(EVP_MD_CTX_new, EVP_MD_CTX *, NULL, 0, NO_MEMORY, NULL, (void), ())
STAND_BEFORE(EVP_DigestSignInit_ex, int, 0, 0, NO_MEMORY | OF(PARAM_VALIDATION_ERROR) | OF(UNEXPECTED_ERROR), NULL, (EVP_MD_CTX *context, EVP_PKEY_CTX **key, const char *digest, OSSL_LIB_CTX *library, const char *properties, EVP_PKEY *pkey, const OSSL_PARAM *parameters), (context, key, digest, library, properties, pkey, parameters))
STAND_BEFORE(EVP_DigestSign, int, 0, 0, NO_MEMORY | OF(PARAM_VALIDATION_ERROR) | OF(UNEXPECTED_ERROR), NULL, (EVP_MD_CTX *context, unsigned char *signature, size_t *length, const unsigned char *bytes, size_t n), (context, signature, length, bytes, n))
STAND_BEFORE(EVP_Q_digest, int, 0, 0, NO_MEMORY | OF(UNEXPECTED_ERROR), NULL, (OSSL_LIB_CTX *library, const char *name, const char *properties, const void *bytes, size_t n, unsigned char *digest, size_t *length), (library, name, properties, bytes, n, digest, length))
STAND_BEFORE(EVP_Q_mac, unsigned char *, NULL, 0, NO_MEMORY | OF(UNEXPECTED_ERROR), NULL, (OSSL_LIB_CTX *library, const char *name, const char *properties, const char *sub, const OSSL_PARAM *parameters, const void *key, size_t key_length, const unsigned char *bytes, size_t n, unsigned char *out, size_t size, size_t *length), (library, name, properties, sub, parameters, key, key_length, bytes, n, out, size, length))
STAND_BEFORE(X509_STORE_new, X509_STORE *, NULL, 0, BY_CONNECTION, NULL, (void), ())
STAND_BEFORE(X509_STORE_load_file, int, 0, 0, BY_CONNECTION, NULL, (X509_STORE *store, const char *path), (store, path))
STAND_BEFORE(X509_STORE_set_default_paths, int, 0, 0, BY_CONNECTION, NULL, (X509_STORE *store), (store))
STAND_BEFORE(X509_STORE_up_ref, int, 0, 0, BY_CONNECTION, NULL, (X509_STORE *store), (store))

STAND_BEFORE(curl_easy_init, CURL *, NULL, 0, NO_MEMORY, NULL, (void), ())
STAND_BEFORE(curl_multi_init, CURLM *, NULL, 0, NO_MEMORY, NULL, (void), ())
STAND_BEFORE(curl_url, CURLU *, NULL, 0, NO_MEMORY, NULL, (void), ())
STAND_BEFORE(curl_url_set, CURLUcode, CURLUE_OUT_OF_MEMORY, 0, NO_MEMORY, NULL, (CURLU *url, CURLUPart part, const char *text, unsigned flags), (url, part, text, flags))
STAND_BEFORE(curl_slist_append, struct curl_slist *, NULL, 0, NO_MEMORY, NULL, (struct curl_slist *list, const char *text), (list, text))
STAND_BEFORE(curl_easy_unescape, char *, NULL, 0, NO_MEMORY, NULL, (CURL *easy, const char *text, int length, int *out), (easy, text, length, out))
STAND_BEFORE(curl_multi_add_handle, CURLMcode, CURLM_OUT_OF_MEMORY, 0, NO_MEMORY, NULL, (CURLM *multi, CURL *easy), (multi, easy))
STAND_BEFORE(curl_multi_assign, CURLMcode, CURLM_OUT_OF_MEMORY, 0, BY_CONNECTION, NULL, (CURLM *multi, curl_socket_t socket, void *context), (multi, socket, context))

#ifdef WITH_KERBEROS
#define STAND_BEFORE_KERBEROS(name, parameters, arguments) STAND_BEFORE(name, krb5_error_code, ENOMEM, 0, NO_MEMORY, NULL, parameters, arguments)
#define STAND_BEFORE_GSSAPI(name, parameters, arguments) STAND_BEFORE(name, OM_uint32, (*minor = ENOMEM, GSS_S_FAILURE), 0, NO_MEMORY, NULL, parameters, arguments)
STAND_BEFORE_KERBEROS(krb5_init_context, (krb5_context *kerberos), (kerberos))
STAND_BEFORE_KERBEROS(krb5_parse_name, (krb5_context kerberos, const char *name, krb5_principal *principal), (kerberos, name, principal))
STAND_BEFORE_KERBEROS(krb5_kt_resolve, (krb5_context kerberos, const char *name, krb5_keytab *keytab), (kerberos, name, keytab))
STAND_BEFORE_KERBEROS(krb5_get_init_creds_password, (krb5_context kerberos, krb5_creds *tickets, krb5_principal client, const char *password, krb5_prompter_fct ask, void *context, krb5_deltat start, const char *service, krb5_get_init_creds_opt *options), (kerberos, tickets, client, password, ask, context, start, service, options))
STAND_BEFORE_KERBEROS(krb5_get_init_creds_keytab, (krb5_context kerberos, krb5_creds *tickets, krb5_principal client, krb5_keytab keytab, krb5_deltat start, const char *service, krb5_get_init_creds_opt *options), (kerberos, tickets, client, keytab, start, service, options))
STAND_BEFORE_KERBEROS(krb5_cc_new_unique, (krb5_context kerberos, const char *kind, const char *hint, krb5_ccache *cache), (kerberos, kind, hint, cache))
STAND_BEFORE_KERBEROS(krb5_cc_initialize, (krb5_context kerberos, krb5_ccache cache, krb5_principal client), (kerberos, cache, client))
STAND_BEFORE_KERBEROS(krb5_cc_store_cred, (krb5_context kerberos, krb5_ccache cache, krb5_creds *tickets), (kerberos, cache, tickets))
STAND_BEFORE_KERBEROS(krb5_cc_get_full_name, (krb5_context kerberos, krb5_ccache cache, char **name), (kerberos, cache, name))
STAND_BEFORE_GSSAPI(gss_acquire_cred_from, (OM_uint32 *minor, gss_name_t name, OM_uint32 seconds, gss_OID_set mechanisms, gss_cred_usage_t use, gss_const_key_value_set_t store, gss_cred_id_t *credential, gss_OID_set *actual, OM_uint32 *left), (minor, name, seconds, mechanisms, use, store, credential, actual, left))
STAND_BEFORE_GSSAPI(gss_import_name, (OM_uint32 *minor, gss_buffer_t text, gss_OID kind, gss_name_t *name), (minor, text, kind, name))
STAND_BEFORE_GSSAPI(gss_init_sec_context, (OM_uint32 *minor, gss_cred_id_t credential, gss_ctx_id_t *context, gss_name_t service, gss_OID mechanism, OM_uint32 flags, OM_uint32 seconds, gss_channel_bindings_t bindings, gss_buffer_t from, gss_OID *actual, gss_buffer_t to, OM_uint32 *actual_flags, OM_uint32 *left), (minor, credential, context, service, mechanism, flags, seconds, bindings, from, actual, to, actual_flags, left))
#endif

/* These take what they are given by its kind; a word holds each. */
#define STAND_BEFORE_OPTION(name_, handle, option, result, failure) \
	HVAC_API result(name_)(handle *to, option what, ...); \
	HVAC_API result(name_)(handle *to, option what, ...) \
	{ \
		static const struct call call = { .name = #name_, .statuses = BY_CONNECTION }; \
		static result (*real)(handle *, option, ...); \
		va_list list; \
		void *value; \
		if (fails(&call, __builtin_return_address(0))) \
			return failure; \
		if (!real) \
			*(void **)&real = next(#name_); \
		va_start(list, what); \
		value = va_arg(list, void *); \
		va_end(list); \
		return real(to, what, value); \
	}
STAND_BEFORE_OPTION(curl_easy_setopt, CURL, CURLoption, CURLcode, CURLE_OUT_OF_MEMORY)
STAND_BEFORE_OPTION(curl_multi_setopt, CURLM, CURLMoption, CURLMcode, CURLM_OUT_OF_MEMORY)

HVAC_API int open(const char *path, int flags, ...)
{
	static const struct call call = { .name = "open", .error = EMFILE, .statuses = BY_FILE, .says = "Too many open files" };
	static int (*real)(const char *, int, ...);
	mode_t mode = 0;

	if (fails(&call, __builtin_return_address(0)))
		return -1;
	if (!real)
		*(void **)&real = next("open");
	if (flags & O_CREAT) {
		va_list list;

		va_start(list, flags);
		mode = va_arg(list, mode_t);
		va_end(list);
	}
	return real(path, flags, mode);
}

/* The command's; libhvac has lists. */
#define STAND_BEFORE_TEXT(name_, parameters, real) \
	HVAC_API int name_ parameters; \
	HVAC_API int name_ parameters \
	{ \
		static const struct call call = { .name = #name_, .error = ENOMEM, .statuses = NO_MEMORY }; \
		va_list list; \
		int length; \
		if (fails(&call, __builtin_return_address(0))) \
			return -1; \
		va_start(list, format); \
		length = real; \
		va_end(list); \
		return length; \
	}
STAND_BEFORE_TEXT(asprintf, (char **text, const char *format, ...), vasprintf(text, format, list))
STAND_BEFORE_TEXT(__asprintf_chk, (char **text, int flag, const char *format, ...), __vasprintf_chk(text, flag, format, list))

/* The resolver: whatever it is asked for, there are two servers, of which the first is at work. */
STAND_BEFORE(__res_ninit, int, -1, 0, BY_CONNECTION, NULL, (res_state resolver), (resolver))

unsigned outage_port;

HVAC_API int res_nsearch(res_state resolver, const char *name, int class, int type, unsigned char *answer, int room)
{
	static const struct call call = { .name = "res_nsearch", .statuses = BY_CONNECTION };
	const unsigned char servers[] = {
		0, 0, 0x81, 0x80, 0, 0, 0, 2, 0, 0, 0, 0,
		0, 0, ns_t_srv, 0, ns_c_in, 0, 0, 0, 60, 0, 21, 0, 1, 0, 0, (unsigned char)(outage_port >> 8), (unsigned char)outage_port,
		3, 'o', 'n', 'e', 9, 'l', 'o', 'c', 'a', 'l', 'h', 'o', 's', 't', 0,
		0, 0, ns_t_srv, 0, ns_c_in, 0, 0, 0, 60, 0, 21, 0, 2, 0, 0, 0, 1,
		3, 't', 'w', 'o', 9, 'l', 'o', 'c', 'a', 'l', 'h', 'o', 's', 't', 0,
	};

	(void)name, (void)class, (void)type;
	resolver->res_h_errno = TRY_AGAIN;
	if (fails(&call, __builtin_return_address(0)) || room < (int)sizeof servers)
		return -1;
	memcpy(answer, servers, sizeof servers);
	return sizeof servers;
}

/* dlerror is to say something. */
HVAC_API void *dlopen(const char *path, int flags)
{
	static const struct call call = { .name = "dlopen", .statuses = OF(PLUGIN_REFUSED) | NO_MEMORY, .says = "is refused" };
	static void *(*real)(const char *, int);
	void *object;

	if (!real)
		*(void **)&real = next("dlopen");
	if (fails(&call, __builtin_return_address(0)))
		return real("/nowhere/at-all.so", flags);
	object = real(path, flags);
	if (object)
		callers_learn(false);
	return object;
}

void outage_arm(unsigned long number)
{
	wanted = number;
	atomic_store(&failed, NULL);
	atomic_store(&counted, 0);
	atomic_store(&armed, true);
}

unsigned long outage_disarm(void)
{
	atomic_store(&armed, false);
	return atomic_load(&counted);
}

const struct call *outage_of(void)
{
	return atomic_load(&failed);
}
