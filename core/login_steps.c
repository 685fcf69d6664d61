/* SPDX-License-Identifier: MIT */
#include "login_steps.h"
#include "answer.h"
#include "failure.h"
#include "login.h"
#include "memory.h"
#include "task.h"

#include <string.h>

const struct hvac_parameter login_parameters[LOGIN_PARAMETERS] = {
	[LOGIN_MFA] = HVAC_HEADER("mfa", STRING, .wire = "X-Vault-MFA", .flags = HVAC_SECRET,
		.help = "Second factor that is sent at once: METHOD-ID:PASSCODE, or METHOD-ID alone for a push"),
	[LOGIN_MFA_METHOD] = HVAC_LOCAL("mfa_method", STRING,
		.help = "Which second factor to use where the server allows several: a method's id, name or type (totp, okta, duo, pingid)"),
	[LOGIN_MFA_PASSCODE] = HVAC_LOCAL("mfa_passcode", STRING, .flags = HVAC_SECRET,
		.help = "Passcode of the second factor, for when the server asks for one: a file is read, a callback asked only then"),
	[LOGIN_UNWRAP] = HVAC_LOCAL("unwrap", STRING,
		.help = "Name of the argument that is given as a wrapping token, which is checked and unwrapped first: secret_id"),
};

/* The library's own requests; what they carry is put in by hand. */
#define STEP(n, p, f, ...) static const struct hvac_operation n##_operation = { .name = #n, .verb = HVAC_POST, .path = (p), .help = "", .flags = (f), __VA_ARGS__ }; \
	static const struct row n##_row = { .operation = &n##_operation }
STEP(lookup, "/sys/wrapping/lookup", HVAC_NO_TOKEN | HVAC_IDEMPOTENT | HVAC_UNWRAPPED, .answer = "/data");
STEP(unwrap, "/sys/wrapping/unwrap", HVAC_NO_TOKEN | HVAC_SINGLE_USE | HVAC_UNWRAPPED, .answer = "/data");
STEP(validate, "/sys/mfa/validate", HVAC_NO_TOKEN | HVAC_SINGLE_USE, .answer = "/auth");

static void use(struct hvac_task *task, enum login_step step, const struct row *row)
{
	task->login_step = step;
	draft_fill(&task->draft, &task->binding, row);
}

/* The argument that `unwrap` names. */
static struct bound *wrapped_argument(struct hvac_task *task)
{
	const char *name = hvac_task_string(task, login_parameters[LOGIN_UNWRAP].name);

	return name ? binding_given(&task->binding, name) : NULL;
}

hvac_status login_read(struct hvac_task *task, const char **error)
{
	struct bound *unwrap = binding_given(&task->binding, login_parameters[LOGIN_UNWRAP].name), *wrapped;
	const char *text = NULL;
	hvac_status status = unwrap ? bound_read(&task->arena, unwrap, &task->binding.way, error) : HVAC_OK;
	bool gone;

	wrapped = status == HVAC_OK ? wrapped_argument(task) : NULL;
	if (!wrapped || !bound_is_pending(wrapped))
		return status;
	status = bound_read(&task->arena, wrapped, &task->binding.way, error);
	gone = status == HVAC_OK ? !wrapped->length : status == HVAC_PARAM_VALIDATION_ERROR && bound_is_pending(wrapped);
	if (gone && task->stored && !token_used_up(task->client->slot, task->stored, &task->arena, &text))
		return HVAC_NO_MEMORY;
	if (!text)
		return status;
	wrapped->kind = BOUND_TEXT;
	wrapped->text = text;
	wrapped->length = strlen(text);
	return HVAC_OK;
}

static void set_unwrapped(struct hvac_task *task, struct bound *wrapped, const char *text, size_t length)
{
	const char *copy = arena_copy(&task->arena, text, length);

	/* before anything else can end the login */
	if (!copy || (task->stored && !token_keep_unwrapped(task->client->slot, task->stored, wrapped->text, copy))) {
		task->no_memory = true;
		return;
	}
	json_free(wrapped->tree);
	wrapped->tree = NULL;
	/* false [analyzer-null-dereference]: login_prepare() has refused a login without it */
	wrapped->length = length;
	wrapped->text = copy;
	use(task, LOGIN_ITSELF, task->binding.row);
}

/* A login that is tried again with the wrapping token of the last time goes on with what that one wrapped. */
static bool was_unwrapped(struct hvac_task *task, struct bound *wrapped)
{
	const char *text = NULL;

	if (task->stored && !token_unwrapped(task->client->slot, task->stored, wrapped->text, &task->arena, &text))
		task->no_memory = true;
	if (text)
		set_unwrapped(task, wrapped, text, strlen(text));
	return text || task->no_memory;
}

int login_prepare(struct hvac_task *task)
{
	const char *name = hvac_task_string(task, login_parameters[LOGIN_UNWRAP].name);
	struct bound *wrapped = wrapped_argument(task);

	if (!name)
		return hook_prepare(task);
	/* mistaken for the place of the token, it is not repeated */
	if (name[identifier_span(name)])
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument unwrap must be the name of the argument that is given as a wrapping token");
	if (!wrapped || wrapped->kind != BOUND_TEXT)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument unwrap names %.64s, which is not given", name);
	if (!wrapped->parameter || !wrapped->parameter->wrapped_path)
		return hvac_task_fail(task, HVAC_PARAM_VALIDATION_ERROR, "argument %s cannot be given as a wrapping token", wrapped->name);
	if (was_unwrapped(task, wrapped))
		return hook_prepare(task);
	use(task, LOGIN_LOOKS_UP, &lookup_row);
	if (hvac_value_adopt_member(hvac_request_body(task), "token", hvac_value_new_text(wrapped->text, wrapped->length)) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

/* What follows in a path behind an argument, whose slashes at the ends and doubled ones are not sent; NULL: it is another. */
static const char *behind_argument(const char *path, const char *value, size_t length)
{
	const char *begin = path;

	for (size_t i = 0; i < length; i++) {
		if (value[i] == '/' && (path == begin || i + 1 == length || value[i + 1] == '/'))
			continue;
		if (*path++ != value[i])
			return NULL;
	}
	return path;
}

/* The value of the argument whose {name} a pattern begins with, and the pattern behind it. NULL: there is none. */
static const char *argument_of(struct hvac_task *task, const char **pattern, size_t *length)
{
	const char *end = *pattern + strcspn(*pattern, "}");
	char *name = arena_copy(&task->arena, *pattern + 1, (size_t)(end - *pattern - 1));

	*length = 0;
	*pattern = *end ? end + 1 : end;
	task->no_memory = task->no_memory || !name;
	return name ? hvac_task_bytes(task, name, length) : NULL;
}

/* Whether a path is of the shape of a pattern, in which "+" stands for one segment, "*" for one or more, and {name} for an
 * argument's value. The pattern ends with a blank or the text. */
static bool is_of_shape(struct hvac_task *task, const char *pattern, const char *path)
{
	while (*pattern && *pattern != ' ' && *path) {
		const char *value;
		size_t length;

		if (*pattern == '+') {
			pattern++;
			path += strcspn(path, "/");
		} else if (*pattern == '*') {
			path += strcspn(path, "/");
			if (is_of_shape(task, pattern + 1, path))
				return true;
			path += *path == '/';
		} else if (*pattern == '{') {
			value = argument_of(task, &pattern, &length);
			path = value ? behind_argument(path, value, length) : NULL;
			if (!path)
				return false;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return (!*pattern || *pattern == ' ') && !*path;
}

static bool is_of_a_shape(struct hvac_task *task, const char *patterns, const char *path)
{
	while (!is_of_shape(task, patterns + (*patterns == '/'), path)) {
		patterns += strcspn(patterns, " ");
		if (!*patterns++)
			return false;
	}
	return true;
}

/* The patterns for people, the arguments in their places. NULL: memory ran out. */
static char *shown_shapes(struct hvac_task *task, const char *patterns)
{
	struct buffer text = { 0 };

	while (*patterns) {
		size_t length = strcspn(patterns, "{ ");

		buffer_append(&text, patterns, length);
		patterns += length;
		if (*patterns == '{') {
			const char *value = argument_of(task, &patterns, &length);

			buffer_append(&text, value ? value : "", value ? length : 0);
		} else if (*patterns) {
			buffer_text(&text, " or ");
			patterns++;
		}
	}
	return buffer_take(&text);
}

/* A wrapping token that somebody else made may wrap anything: it must come from where such credentials are made. */
static int check_wrapping(struct hvac_task *task, const hvac_response *response)
{
	const struct bound *wrapped = wrapped_argument(task);
	/* false [analyzer-null-dereference]: login_prepare() has refused a login without it */
	const char *patterns = wrapped->parameter->wrapped_path, *name = wrapped->name, *made_at = hvac_response_string(response, "creation_path");
	char *shapes;
	int failed;

	if (response->status == HVAC_INVALID_REQUEST || response->status == HVAC_FORBIDDEN)
		return hvac_task_fail(task, response->status, "the wrapping token given for %s is not valid: it has expired, or somebody has used it before",
		                      name);
	/* any other refusal tells nothing of the token, and a dry run has no answer to go by */
	if (response->status != HVAC_OK || task->dry)
		return HVAC_HOOK_DONE;
	if (!made_at || !is_of_a_shape(task, patterns, made_at)) {
		shapes = shown_shapes(task, patterns);
		failed = hvac_task_fail(task, shapes ? HVAC_PARAM_VALIDATION_ERROR : HVAC_NO_MEMORY,
		                        "the wrapping token given for %s was made at %s, not at %s: it is not what it seems to be", name,
		                        made_at ? failure_shown(task, made_at) : "no path", shapes ? shapes : "");
		text_free(shapes);
		return failed;
	}
	use(task, LOGIN_UNWRAPS, &unwrap_row);
	draft_add_header(&task->draft, &task->arena, "X-Vault-Token", wrapped->text, wrapped->length);
	return HVAC_HOOK_AGAIN;
}

/* What was wrapped takes the place of its wrapping token, and the login begins. */
static int take_unwrapped(struct hvac_task *task, const hvac_response *response)
{
	struct bound *wrapped = wrapped_argument(task);
	/* false [analyzer-null-dereference]: login_prepare() has refused a login without it */
	const char *wire = wrapped->parameter->wire ? wrapped->parameter->wire : wrapped->name, *text;
	size_t length;

	if (response->status != HVAC_OK)
		return hvac_task_fail(task, response->status, "the wrapping token given for %s cannot be unwrapped", wrapped->name);
	text = hvac_value_string(hvac_value_member(hvac_response_answer(response), wire), &length);
	/* a token that was made, or a login */
	if (!text)
		text = hvac_value_string(hvac_value_member(hvac_response_auth(response), "client_token"), &length);
	if (!text)
		return hvac_task_fail(task, HVAC_MALFORMED_ANSWER, "what was wrapped has no %s", wire);
	set_unwrapped(task, wrapped, text, length);
	return hook_prepare(task);
}

static bool is_method(const hvac_value *method, const char *name)
{
	static const char *const members[] = { "id", "name", "type" };

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		const char *text = hvac_value_string(hvac_value_member(method, members[i]), NULL);

		if (text && !strcmp(text, name))
			return true;
	}
	return false;
}

static bool needs_passcode(const hvac_value *method)
{
	bool needs = false;

	hvac_value_boolean(hvac_value_member(method, "uses_passcode"), &needs);
	return needs;
}

/* Of the methods that one constraint allows: the one that was asked for, else the first for which there is what it needs. */
static const hvac_value *choose_method(const hvac_value *any, const char *name, bool passcode)
{
	for (size_t i = 0; i < hvac_value_count(any); i++) {
		const hvac_value *method = hvac_value_item(any, i);

		if (name ? is_method(method, name) : needs_passcode(method) == passcode)
			return method;
	}
	return name ? NULL : hvac_value_item(any, 0);
}

/* The answers to the constraints, while they are collected. */
struct factors {
	struct hvac_task *task;
	struct bound *passcode;         /* NULL: none was given */
	hvac_value *payload;            /* "mfa_payload" */
	int result;                     /* what the hook returns where it fails */
};

static int read_passcode(struct factors *factors)
{
	struct hvac_task *task = factors->task;
	const char *error = NULL;
	hvac_status status = bound_read(&task->arena, factors->passcode, &task->binding.way, &error);

	return status == HVAC_OK ? HVAC_HOOK_AGAIN : hvac_task_fail(task, status, "%s", error ? error : "memory ran out");
}

static int refuse(struct factors *factors, const hvac_value *method, const char *why)
{
	const char *type = hvac_value_string(hvac_value_member(method, "type"), NULL), *id = hvac_value_string(hvac_value_member(method, "id"), NULL);

	return hvac_task_fail(factors->task, HVAC_UNAUTHORIZED, "the login needs a second factor (%s, method %s): %s",
	                      type ? failure_shown(factors->task, type) : "of any type", id ? failure_shown(factors->task, id) : "unknown", why);
}

static bool add_factor(const char *name, const hvac_value *constraint, void *context)
{
	struct factors *factors = context;
	const char *wanted = hvac_task_string(factors->task, login_parameters[LOGIN_MFA_METHOD].name), *id;
	const hvac_value *any = hvac_value_member(constraint, "any"), *method = choose_method(any, wanted, factors->passcode);
	hvac_value *codes;

	(void)name;
	id = hvac_value_string(hvac_value_member(method, "id"), NULL);
	if (!id) {
		factors->result = refuse(factors, hvac_value_item(any, 0), wanted ? "mfa_method is none of those that it allows" : "it names no method");
		return false;
	}
	if (needs_passcode(method) && !factors->passcode) {
		factors->result = refuse(factors, method, "give mfa_passcode, or use sys/mfa/validate with the answer of use_token=false");
		return false;
	}
	codes = hvac_value_new_list();
	if (codes && needs_passcode(method)) {
		factors->result = read_passcode(factors);
		if (factors->result == HVAC_HOOK_AGAIN &&
		    hvac_value_adopt_item(codes, hvac_value_new_text(factors->passcode->text, factors->passcode->length)) != HVAC_OK)
			factors->task->no_memory = true;
	}
	if (hvac_value_adopt_member(factors->payload, id, codes) != HVAC_OK)
		factors->task->no_memory = true;
	return factors->result == HVAC_HOOK_AGAIN && !factors->task->no_memory;
}

static int give_second_factor(struct hvac_task *task, const hvac_value *requirement)
{
	const char *id = hvac_value_string(hvac_value_member(requirement, "mfa_request_id"), NULL);
	const hvac_value *constraints = hvac_value_member(requirement, "mfa_constraints");
	struct factors factors = {
		.task = task,
		.passcode = binding_given(&task->binding, login_parameters[LOGIN_MFA_PASSCODE].name),
		.payload = hvac_value_new_map(),
		.result = HVAC_HOOK_AGAIN,
	};

	if (!hvac_value_count(constraints))
		factors.result = hvac_task_fail(task, HVAC_UNAUTHORIZED, "the login needs a second factor, and the server does not say which");
	hvac_value_each(constraints, add_factor, &factors);
	if (factors.result != HVAC_HOOK_AGAIN) {
		hvac_value_free(factors.payload);
		return factors.result;
	}
	use(task, LOGIN_GIVES_FACTOR, &validate_row);
	if (hvac_value_adopt_member(hvac_request_body(task), "mfa_payload", factors.payload) != HVAC_OK ||
	    hvac_value_adopt_member(hvac_request_body(task), "mfa_request_id", hvac_value_new_string(id ? id : "")) != HVAC_OK)
		return hvac_task_fail(task, HVAC_NO_MEMORY, "memory ran out");
	return HVAC_HOOK_AGAIN;
}

/* With use_token=false the answer is the caller's to go on with, unless a factor was given. */
static bool wants_second_factor(struct hvac_task *task)
{
	return answer_wants_token(task) || binding_given(&task->binding, login_parameters[LOGIN_MFA_PASSCODE].name);
}

static int finish_login(struct hvac_task *task, const hvac_response *response)
{
	const hvac_value *requirement = hvac_value_member(hvac_response_auth(response), "mfa_requirement");
	int result = hook_finish(task, response);

	if (result != HVAC_HOOK_DONE || response->status != HVAC_OK || hvac_value_kind(requirement) != HVAC_KIND_MAP || !wants_second_factor(task))
		return result;
	return give_second_factor(task, requirement);
}

int login_finish(struct hvac_task *task, const hvac_response *response)
{
	switch (task->login_step) {
	case LOGIN_LOOKS_UP: return check_wrapping(task, response);
	case LOGIN_UNWRAPS: return take_unwrapped(task, response);
	case LOGIN_GIVES_FACTOR: return HVAC_HOOK_DONE;
	case LOGIN_ITSELF: break;
	}
	return finish_login(task, response);
}
