/* SPDX-License-Identifier: MIT */
/*
 * People who sign in with a browser at a SAML 2.0 provider. The table follows the page "SAML auth method (HTTP API)". A login is
 * two operations, since somebody has to open the address that the first one gives.
 */
#include "poll.h"
#include "signing.h"

#define MOUNT HVAC_MOUNT("saml")
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "Name of the role")
#define CONFIG "/auth/{mount_point}/config"
#define ROLE(below) "/auth/{mount_point}/role" below

#define POLL_INTERVAL_MAX 3600
#define VERIFIER_BYTES 32

struct begun {
	const char *verifier;            /* NULL: the caller keeps it */
};

/* The server is shown a digest first and the text itself at the end, so that nobody else can fetch the token. */
static const char *challenge_of(struct hvac_task *task, const char *verifier)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	size_t length;

	if (!EVP_Q_digest(NULL, "SHA256", NULL, verifier, strlen(verifier), digest, &length))
		return NULL;
	return text_base64(task, digest, length);
}

static int begin_login(struct hvac_task *task, void *state)
{
	struct begun *begun = state;
	unsigned char bytes[VERIFIER_BYTES];
	const char *challenge;

	if (hvac_task_string(task, "client_challenge"))
		return HVAC_HOOK_AGAIN;
	begun->verifier = hvac_task_string(task, "client_verifier");
	if (!begun->verifier && hvac_task_random(task, bytes, sizeof bytes) < 0)
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "there are no random bytes for a client_verifier");
	if (!begun->verifier)
		begun->verifier = text_hex(task, bytes, sizeof bytes);
	OPENSSL_cleanse(bytes, sizeof bytes);
	challenge = challenge_of(task, begun->verifier);
	if (!challenge)
		return hvac_task_fail(task, HVAC_UNEXPECTED_ERROR, "OpenSSL refuses to make a digest with SHA-256");
	if (hvac_value_adopt_member(hvac_request_body(task), "client_challenge", hvac_value_new_string(challenge)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

static int finish_begin(struct hvac_task *task, void *state, const hvac_response *response)
{
	const hvac_value *data = hvac_response_data(response);
	const struct begun *begun = state;
	hvac_value *answer;
	bool complete;

	if (!begun->verifier || hvac_response_status(response) != HVAC_OK)
		return HVAC_HOOK_DONE;
	if (hvac_value_kind(data) != HVAC_KIND_MAP)
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "the server's answer has no data");
	answer = hvac_value_copy(data);
	complete = hvac_value_adopt_member(answer, "client_verifier", hvac_value_new_string(begun->verifier)) == HVAC_OK;
	if (complete)
		hvac_task_answer(task, answer);
	hvac_value_free(answer);
	return complete ? HVAC_HOOK_DONE : hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
}

static int prepare_login(struct hvac_task *task, void *state)
{
	return poll_begin(task, state, POLL_INTERVAL_MAX);
}

/* 401 means that nobody has signed in yet. */
static int finish_login(struct hvac_task *task, void *state, const hvac_response *response)
{
	return hvac_response_http_status(response) == 401 ? poll_again(task, state) : HVAC_HOOK_DONE;
}

static const struct hvac_operation operations[] = {
	{ .name = "configure", .verb = HVAC_POST, .path = CONFIG, .help = "Say which provider vouches for people, by its metadata or by its certificate, entity and address",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(
	    HVAC_BODY("entity_id", STRING, .flags = HVAC_REQUIRED, .help = "As what the provider knows the server: https://vault.example.com/v1/auth/saml"),
	    HVAC_BODY("acs_urls", LIST, .flags = HVAC_REQUIRED, .help = "Where the provider may send the browser back to: https://vault.example.com/v1/auth/saml/callback"),
	    HVAC_BODY("idp_metadata_url", STRING, .help = "Address of the provider's metadata; in place of idp_sso_url, idp_entity_id and idp_cert"),
	    HVAC_BODY("idp_sso_url", STRING, .help = "The provider's address to sign in at"),
	    HVAC_BODY("idp_entity_id", STRING, .help = "What the provider calls itself"),
	    HVAC_BODY("idp_cert", STRING, .help = "The provider's certificate (PEM), which its signatures are checked with"),
	    HVAC_BODY("default_role", STRING, .help = "Role of a login that names none"),
	    HVAC_BODY("validate_assertion_signature", BOOLEAN, .help = "Whether assertions must be signed; false by default: assertion or response must"),
	    HVAC_BODY("validate_response_signature", BOOLEAN, .help = "Whether responses must be signed; false by default: assertion or response must"),
	    HVAC_BODY("verbose_logging", BOOLEAN, .help = "Whether the server's debug log shows assertions: for a moment's search only; false by default"),
	    MOUNT) },

	{ .name = "read_config", .verb = HVAC_GET, .path = CONFIG, .help = "Read which provider vouches for people",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "create_or_update_role", .verb = HVAC_POST, .path = ROLE("/{name}"), .help = "Say whom a role is for and what it gives, or change the settings given and leave the others",
	  .flags = HVAC_IDEMPOTENT,
	  HVAC_PARAMETERS(NAME,
	    HVAC_BODY("bound_subjects", LIST, .help = "Subjects that may log in: *@example.com; any by default"),
	    HVAC_BODY("bound_subjects_type", STRING, .values = "string glob", .help = "How bound_subjects are read; glob: * stands for anything; string by default"),
	    HVAC_BODY("bound_attributes", MAP, .help = "Attributes that an assertion must have, each with its values separated by commas: {\"group\": \"ops,dev\"}"),
	    HVAC_BODY("bound_attributes_type", STRING, .values = "string glob", .help = "How bound_attributes are read; glob: * stands for anything; string by default"),
	    HVAC_BODY("groups_attribute", STRING, .help = "Attribute whose values name the person's groups"),
	    MOUNT, HVAC_TOKEN_OPTIONS) },

	{ .name = "list_roles", .verb = HVAC_LIST, .path = ROLE(""), .help = "List the names that people can log in by",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(MOUNT) },

	{ .name = "read_role", .verb = HVAC_GET, .path = ROLE("/{name}"), .help = "Read whom a role is for and what it gives",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "delete_role", .verb = HVAC_DELETE, .path = ROLE("/{name}"), .help = "Remove a role; tokens from earlier logins live on until their time is up",
	  .flags = HVAC_IDEMPOTENT, HVAC_PARAMETERS(NAME, MOUNT) },

	{ .name = "sso_service_url_request", .verb = HVAC_POST, .path = "/auth/{mount_point}/sso_service_url", .help = "Begin a login: ask for the address where the person signs in (sso_service_url)",
	  .flags = HVAC_NO_TOKEN | HVAC_UNWRAPPED, .state_size = sizeof(struct begun), .prepare = begin_login, .finish = finish_begin,
	  HVAC_PARAMETERS(
	    HVAC_BODY("role", STRING, .flags = HVAC_REQUIRED, .help = "Role to log in as; empty: the mount's default_role"),
	    HVAC_LOCAL("client_verifier", STRING, .flags = HVAC_SECRET, .help = "Random text that only this client knows; made anew by default, and then in the answer"),
	    HVAC_BODY("client_challenge", STRING, .help = "SHA-256 of client_verifier in base64, for who keeps that to himself"),
	    HVAC_BODY("acs_url", STRING, .help = "Which of the configured acs_urls the browser comes back to; needed where there are several"),
	    HVAC_BODY("client_type", STRING, .values = "cli browser", .help = "What the browser shows at the end: cli, a page that says so, the default; browser, nothing: its window is to close"),
	    MOUNT) },

	{ .name = "login", .verb = HVAC_POST, .path = "/auth/{mount_point}/token", .help = "End a login: ask until the person has signed in",
	  .flags = HVAC_LOGIN, .state_size = sizeof(struct poll), .prepare = prepare_login, .finish = finish_login,
	  HVAC_PARAMETERS(
	    HVAC_BODY("token_poll_id", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "What names this login: beside sso_service_url in the answer"),
	    HVAC_BODY("client_verifier", STRING, .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The one that the login began with"),
	    HVAC_LOCAL("poll_interval", INTEGER, .dflt = "1", .help = "Seconds from one question to the next, 1 to 3600"),
	    HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether the client keeps the token"),
	    MOUNT) },

	{ .name = "callback", .verb = HVAC_POST, .path = "/auth/{mount_point}/callback", .help = "Hand over the form that the provider gave the browser, as its page does; the answer is a page",
	  .flags = HVAC_NO_TOKEN | HVAC_RAW | HVAC_SINGLE_USE,
	  HVAC_PARAMETERS(
	    HVAC_BODY("saml_response", STRING, .wire = "SAMLResponse", .flags = HVAC_REQUIRED | HVAC_SECRET, .help = "The provider's signed answer (XML in base64)"),
	    HVAC_BODY("relay_state", STRING, .wire = "RelayState", .flags = HVAC_REQUIRED, .help = "What the server gave the provider to tell logins apart"),
	    MOUNT) },
};

HVAC_PLUGIN_OF(auth, saml, operations, .version = "1.0", .help = "Logins of people by browser, at a SAML 2.0 provider (Vault Enterprise)",
	.reference = "SAML auth method (HTTP API)",
	.example =
		"umask 077\n"
		"head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \\n' >verifier\n"
		"hvac call auth/saml create_or_update_role name=people \\\n"
		"\tbound_subjects='*@example.com' bound_subjects_type=glob --dry-run\n"
		"hvac call auth/saml sso_service_url_request role=people \\\n"
		"\tclient_verifier=@verifier --dry-run\n"
		"# poll_id: the answer's token_poll_id; waits while somebody signs in\n"
		"echo 4fe2ec01-1f56-b665-0ba2-09c7bca10ae8 >poll_id\n"
		"hvac login saml --operation login token_poll_id=@poll_id client_verifier=@verifier \\\n"
		"\t--deadline 5m --dry-run\n");
