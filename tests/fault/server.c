/* SPDX-License-Identifier: MIT */
#include "server.h"
#include "connection.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 256

struct listener {
	const struct part *part;
	struct post post;
	int handle;
	uint16_t port;
	char *url;
	size_t resets;          /* connections that were reset, unread */
	pthread_t thread;
	bool runs;
	struct connection *connections; /* the latest first */
};

struct server {
	struct script script;
	struct listener *listeners;
	struct identity authority;
	char *authority_text;
	int stop;
};

static struct listener *find(const struct server *server, const char *name)
{
	for (size_t i = 0; server->listeners && i < server->script.count; i++)
		if (!strcmp(server->script.parts[i].name, name))
			return &server->listeners[i];
	return NULL;
}

/* Beginning */

static const char *host_of(const struct listener *listener)
{
	return listener->part->beside ? "127.0.0.2" : "127.0.0.1";
}

static bool open_port(struct server *server, struct listener *listener)
{
	const struct listener *beside = listener->part->beside ? find(server, listener->part->beside) : NULL;
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(beside ? INADDR_LOOPBACK + 1 : INADDR_LOOPBACK),
	                               .sin_port = beside ? htons(beside->port) : 0 };
	socklen_t length = sizeof address;

	if (listener->part->beside && !beside)
		return false;
	listener->handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (listener->handle < 0 || bind(listener->handle, (const struct sockaddr *)&address, sizeof address) != 0 ||
	    getsockname(listener->handle, (struct sockaddr *)&address, &length) != 0)
		return false;
	listener->port = ntohs(address.sin_port);
	return asprintf(&listener->url, "http%s://%s:%u", listener->part->tls ? "s" : "", host_of(listener), listener->port) >= 0;
}

static char *name_of(void *context, const char *name, const char *suffix)
{
	const struct listener *listener = find(context, name);
	char *text = NULL;

	if (!listener || !listener->url)
		return NULL;
	if (!strcmp(suffix, ".port"))
		return asprintf(&text, "%u", listener->port) < 0 ? NULL : text;
	return strdup(*suffix ? strstr(listener->url, "://") + 3 : listener->url);
}

static char *nested_body(size_t depth, size_t *length)
{
	char *body = NULL;
	FILE *out = open_memstream(&body, length);

	for (size_t i = 0; out && i + 1 < depth; i++)
		fputs("{\"a\":", out);
	for (size_t i = 0; out && i < depth; i++)
		fputs(i ? "}" : "{}", out);
	if (out)
		fclose(out);
	return body;
}

/* The head with a length, unless it tells one itself or there is none. */
static bool make_head(struct server *server, struct message *message)
{
	const struct reply *reply = message->reply;
	bool framed = !reply->head || reply->times == UINT64_MAX || strcasestr(reply->head, "\\r\\nContent-Length:") ||
	              strcasestr(reply->head, "\\r\\nTransfer-Encoding:") || strstr(reply->head, "HTTP/1.1 204") == reply->head;
	char *text = NULL;
	int made = !reply->head ? asprintf(&text, "%s", "")
	         : framed       ? asprintf(&text, "%s\\r\\n", reply->head)
	                        : asprintf(&text, "%sContent-Length: %llu\\r\\n\\r\\n", reply->head, (unsigned long long)(message->body_length * reply->times));

	message->head = made < 0 ? NULL : script_bytes(text, name_of, server, &message->head_length);
	free(text);
	return message->head;
}

static bool make_messages(struct server *server, struct listener *listener)
{
	const struct part *part = listener->part;
	struct post *post = &listener->post;

	post->messages = calloc(part->n_replies, sizeof *post->messages);
	for (size_t i = 0; post->messages && i < part->n_replies; i++) {
		const struct reply *reply = &part->replies[i];
		struct message *message = &post->messages[post->n_messages++];

		message->reply = reply;
		message->body = reply->nested ? nested_body(reply->nested, &message->body_length)
		                              : script_bytes(reply->body, name_of, server, &message->body_length);
		if (!message->body || !make_head(server, message))
			return false;
	}
	return post->messages;
}

/* Sessions are resumed, too: with the identity that they began with. */
static bool ask_for_certificates(const struct server *server, SSL_CTX *tls)
{
	static const unsigned char context[] = "fault";

	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	return X509_STORE_add_cert(SSL_CTX_get_cert_store(tls), server->authority.certificate) == 1 &&
	       SSL_CTX_set_session_id_context(tls, context, sizeof context) == 1;
}

static bool make_tls(struct server *server, struct listener *listener)
{
	struct identity identity;
	bool made;

	if (!listener->part->tls)
		return true;
	identity = identity_new(&server->authority, listener->part->identity);
	listener->post.tls = SSL_CTX_new(TLS_server_method());
	made = identity.key && listener->post.tls && SSL_CTX_use_certificate(listener->post.tls, identity.certificate) == 1 &&
	       SSL_CTX_use_PrivateKey(listener->post.tls, identity.key) == 1 && (!listener->part->mutual || ask_for_certificates(server, listener->post.tls));
	identity_free(&identity);
	return made;
}

/* Serving */

static void take(struct listener *listener, int handle)
{
	const struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	struct connection *connection;
	int on = 1;

	if (listener->part->manner == MANNER_RESETS) {
		setsockopt(handle, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
		close(handle);
		listener->resets++;
		return;
	}
	setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	connection = connection_new(&listener->post, handle);
	if (connection) {
		connection->next = listener->connections;
		listener->connections = connection;
	}
}

/* Takes every connection that was made before the server's end. */
static void *listen_on(void *context)
{
	struct listener *listener = context;
	struct pollfd waiting[] = { { .fd = listener->handle, .events = POLLIN }, { .fd = listener->post.stop, .events = POLLIN } };

	for (;;) {
		int handle = accept4(listener->handle, NULL, NULL, SOCK_CLOEXEC);

		if (handle >= 0)
			take(listener, handle);
		else if (waiting[1].revents)
			return NULL;
		else
			poll(waiting, 2, -1);
	}
}

static bool begin(struct listener *listener, int stop)
{
	listener->post.stop = stop;
	listener->post.silent = listener->part->manner == MANNER_SILENT;
	listener->post.breaks = listener->part->manner == MANNER_BREAKS;
	if (listener->part->manner == MANNER_REFUSES)
		return true;
	listener->runs = listen(listener->handle, BACKLOG) == 0 && pthread_create(&listener->thread, NULL, listen_on, listener) == 0;
	return listener->runs;
}

/* The threads take no signal: SIGPIPE of a client that has gone is theirs alone. */
static bool begin_all(struct server *server)
{
	sigset_t all, before;
	bool begun = true;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (size_t i = 0; begun && i < server->script.count; i++)
		begun = begin(&server->listeners[i], server->stop);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return begun;
}

static bool prepare(struct server *server)
{
	bool ready = server->listeners && server->stop >= 0 && server->authority.key;

	for (size_t i = 0; ready && i < server->script.count; i++) {
		server->listeners[i].part = &server->script.parts[i];
		server->listeners[i].handle = -1;
	}
	server->authority_text = ready ? identity_text(&server->authority) : NULL;
	ready = server->authority_text;
	for (size_t i = 0; ready && i < server->script.count; i++)
		ready = open_port(server, &server->listeners[i]);
	for (size_t i = 0; ready && i < server->script.count; i++)
		ready = make_messages(server, &server->listeners[i]) && make_tls(server, &server->listeners[i]);
	return ready;
}

struct server *server_start(const char *script, const char **why)
{
	static char reason[64];
	struct server *server = calloc(1, sizeof *server);
	size_t line = 0;

	*why = "memory ran out";
	if (!server)
		return NULL;
	if (!script_read(script, &server->script, &line)) {
		snprintf(reason, sizeof reason, "line %zu of the script cannot be read", line);
		*why = reason;
		free(server);
		return NULL;
	}
	server->listeners = calloc(server->script.count, sizeof *server->listeners);
	server->stop = eventfd(0, EFD_CLOEXEC);
	server->authority = authority_new("the authority");
	if (prepare(server) && begin_all(server))
		return server;
	*why = "a listener cannot be made: is each name that the script uses one of its own?";
	server_finish(server);
	server_free(server);
	return NULL;
}

const char *server_url(const struct server *server, const char *name)
{
	const struct listener *listener = find(server, name);

	return listener ? listener->url : NULL;
}

const char *server_name_at(const struct server *server, size_t index)
{
	return index < server->script.count ? server->script.parts[index].name : NULL;
}

const char *server_authority(const struct server *server)
{
	return server->authority_text;
}

/* The end, and what is looked at behind it */

void server_finish(struct server *server)
{
	eventfd_write(server->stop, 1);
	for (size_t i = 0; server->listeners && i < server->script.count; i++) {
		struct listener *listener = &server->listeners[i];

		if (listener->runs)
			pthread_join(listener->thread, NULL);
		for (struct connection *one = listener->connections; one; one = one->next)
			connection_finish(one);
		if (listener->handle > 0)
			close(listener->handle);
	}
}

static bool is_meant(const struct listener *listener, const char *name)
{
	return !name || !strcmp(listener->part->name, name);
}

size_t server_connections(const struct server *server, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < server->script.count; i++)
		if (is_meant(&server->listeners[i], name)) {
			count += server->listeners[i].resets;
			for (const struct connection *one = server->listeners[i].connections; one; one = one->next)
				count++;
		}
	return count;
}

size_t server_requests(const struct server *server, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < server->script.count; i++)
		if (is_meant(&server->listeners[i], name))
			count += atomic_load(&server->listeners[i].post.requests);
	return count;
}

static size_t sightings(const struct connection *connection, const char *bytes)
{
	const char *end = connection->sent + connection->length;
	size_t count = 0;

	for (const char *at = connection->sent; (at = memmem(at, (size_t)(end - at), bytes, strlen(bytes))); at += strlen(bytes))
		count++;
	return count;
}

size_t server_sightings(const struct server *server, const char *name, const char *bytes)
{
	size_t count = 0;

	for (size_t i = 0; i < server->script.count; i++)
		if (is_meant(&server->listeners[i], name))
			for (const struct connection *one = server->listeners[i].connections; one; one = one->next)
				count += sightings(one, bytes);
	return count;
}

bool server_admit(const struct server *server, const char *name, char **certificate, char **key)
{
	struct identity identity = identity_new_client(&server->authority, name);

	*certificate = identity.key ? identity_text(&identity) : NULL;
	*key = identity.key ? identity_key_text(&identity) : NULL;
	identity_free(&identity);
	return *certificate && *key;
}

void server_each(const struct server *server, const char *name, server_caller *caller, void *context)
{
	for (const struct connection *one = find(server, name)->connections; one; one = one->next)
		caller(context, one->peer, one->sent);
}

static bool save(const struct connection *connection, const char *folder, const char *name, size_t number)
{
	bool saved = false;
	char *path = NULL;
	FILE *file = asprintf(&path, "%s/%s.%zu", folder, name, number) < 0 ? NULL : fopen(path, "we");

	if (file) {
		saved = fwrite(connection->sent, 1, connection->length, file) == connection->length;
		saved = fclose(file) == 0 && saved;
	}
	free(path);
	return saved;
}

bool server_save(const struct server *server, const char *folder)
{
	bool saved = true;

	for (size_t i = 0; i < server->script.count; i++) {
		const struct listener *listener = &server->listeners[i];
		size_t number = server_connections(server, listener->part->name) - listener->resets;

		for (const struct connection *one = listener->connections; one; one = one->next)
			saved = save(one, folder, listener->part->name, --number) && saved;
	}
	return saved;
}

void server_free(struct server *server)
{
	for (size_t i = 0; server->listeners && i < server->script.count; i++) {
		struct listener *listener = &server->listeners[i];

		while (listener->connections) {
			struct connection *one = listener->connections;

			listener->connections = one->next;
			connection_free(one);
		}
		for (size_t n = 0; n < listener->post.n_messages; n++) {
			free(listener->post.messages[n].head);
			free(listener->post.messages[n].body);
		}
		free(listener->post.messages);
		SSL_CTX_free(listener->post.tls);
		free(listener->url);
	}
	free(server->listeners);
	identity_free(&server->authority);
	free(server->authority_text);
	if (server->stop >= 0)
		close(server->stop);
	script_free(&server->script);
	free(server);
}
