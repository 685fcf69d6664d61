/* SPDX-License-Identifier: MIT */
/* From libcurl's result to what adapters report; decides nothing. */
#include "exchange.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* TLS 1.3 tells of a client certificate only after the handshake: what looks like a lost connection is the server's refusal. */
static bool is_alert(const struct exchange *exchange, CURLcode code)
{
	return (code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR) && strstr(exchange->detail, "SSL routines") &&
	       strstr(exchange->detail, " alert ");
}

/* The connection broke within the handshake: nobody refused anything. What else libcurl says may be in the host's own language. */
static bool was_cut(const struct exchange *exchange)
{
	static const char *const signs[] = { "Recv failure", "Send failure", "SSL_ERROR_SYSCALL", "unexpected eof" };

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (strstr(exchange->detail, signs[i]))
			return true;
	return false;
}

static hvac_outcome_kind kind_of(const struct exchange *exchange, CURLcode code, bool sent)
{
	if (exchange->too_large)
		return HVAC_OUTCOME_TOO_LARGE;
	if (exchange->no_memory)
		return HVAC_OUTCOME_NO_MEMORY;
	if (exchange->stream_failure)
		return HVAC_OUTCOME_STREAM;
	if (exchange->malformed)
		return HVAC_OUTCOME_MALFORMED;
	if (is_alert(exchange, code))
		return HVAC_OUTCOME_TLS;
	switch (code) {
	case CURLE_OK:
		/* libcurl is content with a head that breaks off */
		return exchange->complete ? HVAC_OUTCOME_ANSWER : HVAC_OUTCOME_MAYBE_SENT;
	case CURLE_OPERATION_TIMEDOUT:
		return HVAC_OUTCOME_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_CLIENTCERT:
		/* the request went over a kept connection, which broke, and libcurl failed to make another */
		if (exchange->sendings)
			return HVAC_OUTCOME_MAYBE_SENT;
		return code == CURLE_SSL_CONNECT_ERROR && was_cut(exchange) ? HVAC_OUTCOME_NOT_SENT : HVAC_OUTCOME_TLS;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_BAD_CONTENT_ENCODING:
		return HVAC_OUTCOME_MALFORMED;
#if LIBCURL_VERSION_NUM >= 0x080600
	case CURLE_TOO_LARGE:
		return HVAC_OUTCOME_TOO_LARGE;
#endif
	case CURLE_OUT_OF_MEMORY:
		/* so it calls a header line that is longer than it takes */
		return sent && exchange->status && !exchange->complete ? HVAC_OUTCOME_TOO_LARGE : HVAC_OUTCOME_NO_MEMORY;
	default:
		return sent ? HVAC_OUTCOME_MAYBE_SENT : HVAC_OUTCOME_NOT_SENT;
	}
}

/* On the way to the proxy: it has not been asked for the server yet. */
static bool is_of_proxy(const struct exchange *exchange, CURLcode code)
{
	long answer = 0;

	if (!exchange->proxied || code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_PROXY)
		return exchange->proxied;
	return !strncasecmp(exchange->settings->proxy, "https:", 6) && curl_easy_getinfo(exchange->easy, CURLINFO_HTTP_CONNECTCODE, &answer) == CURLE_OK && !answer;
}

static const char *advice_on_proxy(const struct exchange *exchange, CURLcode code)
{
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return strstr(exchange->detail, "subject name") ? " (the proxy's certificate is of another name)"
		                                                : " (the option ca_cert names the certificates to trust, the proxy's too)";
	if (strstr(exchange->detail, "wrong version number"))
		return " (https where the proxy speaks http?)";
	if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_PROXY)
		return " (is the option http_proxy or proxy_address right, and the proxy up?)";
	return NULL;
}

static void name_unread(struct exchange *exchange)
{
	const struct settings *settings = exchange->settings;
	const char *file = settings->ca_cert ? settings->ca_cert : "the system's file";
	const char *text = exchange->request->ca_cert ? "the call's argument" : settings->ca_cert_bytes ? "the option ca_cert_bytes" : NULL;

	snprintf(exchange->detail, sizeof exchange->detail, "the certificates to trust cannot be read from %.128s%s", text ? text : file,
	         text ? "" : " (the option ca_cert)");
}

/* OpenSSL takes one that is not there for one without certificates. */
static const char *advice_on_trust(const struct settings *settings)
{
	struct stat about;

	if (settings->ca_path && (stat(settings->ca_path, &about) < 0 || !S_ISDIR(about.st_mode)))
		return " (the option ca_path names no directory)";
	return " (the option ca_cert names the certificates to trust)";
}

/* libcurl's own words, and what to do about those that are mostly a matter of configuration. */
static void explain(struct exchange *exchange, CURLcode code, hvac_outcome_kind kind)
{
	const char *advice = NULL;
	size_t length = strlen(exchange->detail);

	if (code == CURLE_SSL_CACERT_BADFILE && !exchange->request->external) {
		name_unread(exchange);
		return;
	}
	/* it would go on with the address, and the password that is in it */
	if (!strncmp(exchange->detail, "Unsupported proxy", strlen("Unsupported proxy")))
		advice = "libcurl cannot ask this kind of proxy";
	else if (kind == HVAC_OUTCOME_TOO_LARGE)
		advice = "the answer is larger than the options body_max and headers_max allow";
	else if (kind == HVAC_OUTCOME_STREAM)
		advice = exchange->stream_failure;
	else if (exchange->malformed)
		advice = "its first header begins with a blank, as one does that goes on from another";
	else if (code == CURLE_OK)
		advice = "the answer broke off within its headers";
	else if (exchange->sendings > 1 && exchange->request->once)
		advice = "the connection was lost before an answer";
	else if (!length)
		advice = curl_easy_strerror(code);
	if (advice) {
		snprintf(exchange->detail, sizeof exchange->detail, "%s", advice);
		return;
	}
	/* the options are about the server */
	if (exchange->request->external)
		return;
	if (is_of_proxy(exchange, code))
		advice = advice_on_proxy(exchange, code);
	else if (code == CURLE_PEER_FAILED_VERIFICATION)
		advice = strstr(exchange->detail, "subject name") ? " (the option tls_server_name says which name to expect)"
		                                                 : advice_on_trust(exchange->settings);
	else if (is_alert(exchange, code))
		advice = " (the options client_cert and client_key say who we are)";
	else if (code == CURLE_SSL_CERTPROBLEM)
		advice = " (are the options client_cert, client_key and client_key_passphrase_file right?)";
	else if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST)
		advice = " (is the option address right, and the server up?)";
	else if (code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL || strstr(exchange->detail, "wrong version number"))
		advice = " (https where the server speaks http, or the other way round?)";
	if (advice)
		snprintf(exchange->detail + length, sizeof exchange->detail - length, "%s", advice);
}

hvac_outcome exchange_outcome(struct exchange *exchange, CURLcode code)
{
	hvac_outcome outcome = { .size = sizeof outcome, .http_status = exchange->status };

	/* not CURLINFO_REQUEST_SIZE: it counts how a proxy was asked for the server, too */
	outcome.sent = exchange->sendings;
	outcome.kind = kind_of(exchange, code, outcome.sent);
	if (outcome.kind != HVAC_OUTCOME_ANSWER) {
		explain(exchange, code, outcome.kind);
		outcome.detail = exchange->detail;
		outcome.http_status = 0;
		buffer_free(&exchange->head);
		buffer_free(&exchange->body);
		return outcome;
	}
	outcome.headers_length = exchange->head.length;
	outcome.headers = buffer_take(&exchange->head);
	outcome.body_length = exchange->body.length;
	outcome.body = buffer_take(&exchange->body);
	if (!outcome.headers || !outcome.body)
		outcome.kind = HVAC_OUTCOME_NO_MEMORY;
	return outcome;
}
