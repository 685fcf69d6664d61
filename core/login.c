/* SPDX-License-Identifier: MIT */
#include "login.h"
#include "client.h"
#include "memory.h"
#include "plain.h"
#include "task.h"

#include <stdlib.h>
#include <string.h>

/* What the argument points to becomes the arena's; values are copied as trees. */
static bool copy_argument(struct arena *arena, const hvac_argument *from, hvac_argument *to)
{
	*to = *from;
	if (!from->name)
		return true;
	to->name = arena_copy(arena, from->name, strlen(from->name));
	if (!to->name)
		return false;
	switch (from->kind) {
	case HVAC_ARGUMENT_STRING:
	case HVAC_ARGUMENT_BYTES:
	case HVAC_ARGUMENT_JSON:
	case HVAC_ARGUMENT_FILE:
	case HVAC_ARGUMENT_TYPED:
		to->content.text.start = arena_copy(arena, from->content.text.start, from->content.text.length);
		return to->content.text.start;
	case HVAC_ARGUMENT_VALUE:
		to->content.value = hvac_value_copy(from->content.value);
		return to->content.value;
	default:
		return true;
	}
}

struct stored_login *stored_login_new(const hvac_client *client, const char *engine, const char *operation, const hvac_argument *arguments)
{
	struct stored_login *login = calloc(1, sizeof *login);
	size_t count = 0;

	if (!login)
		return NULL;
	atomic_init(&login->references, 1);
	login->settings = settings_ref(client->settings);
	login->transport = transport_ref(client->transport);
	engine = engine ? engine : "";
	operation = operation ? operation : "";
	while (arguments && arguments[count].kind != HVAC_ARGUMENT_END)
		count++;
	login->engine = arena_copy(&login->arena, engine, strlen(engine));
	login->operation = arena_copy(&login->arena, operation, strlen(operation));
	login->arguments = arena_alloc(&login->arena, (count + 1) * sizeof *login->arguments);
	if (!login->engine || !login->operation || !login->arguments)
		goto failed;
	for (size_t i = 0; i < count; i++)
		if (!copy_argument(&login->arena, &arguments[i], &login->arguments[i]))
			goto failed;
	return login;
failed:
	stored_login_unref(login);
	return NULL;
}

struct stored_login *stored_login_ref(struct stored_login *login)
{
	if (login)
		atomic_fetch_add(&login->references, 1);
	return login;
}

void stored_login_unref(struct stored_login *login)
{
	if (!login || atomic_fetch_sub(&login->references, 1) != 1)
		return;
	for (hvac_argument *argument = login->arguments; argument && argument->kind != HVAC_ARGUMENT_END; argument++)
		if (argument->kind == HVAC_ARGUMENT_VALUE && argument->name)
			hvac_value_free((hvac_value *)(uintptr_t)argument->content.value);
	arena_free(&login->arena);
	settings_unref(login->settings);
	transport_unref(login->transport);
	unwrapped_free(login->unwrapped);
	free(login);
}

void stored_login_give(struct stored_login *login, struct hvac_task *task)
{
	task->stored = login;
	task->binding.way.turn = atomic_exchange(&login->begun, true) ? FILE_AGAIN : FILE_ONCE;
}

hvac_status stored_login_task(struct stored_login *login, const hvac_client *client, struct token *replaces, struct hvac_task **task)
{
	hvac_client *alike = client_alike(client, login->settings, login->transport);
	hvac_status status = HVAC_NO_MEMORY;

	*task = NULL;
	if (alike)
		status = task_new_login(alike, login->engine, login->operation, login->arguments, task);
	client_unref(alike);
	if (*task) {
		stored_login_give(stored_login_ref(login), *task);
		(*task)->replaces = token_ref(replaces);
		(*task)->for_library = true;
	}
	return status;
}

hvac_status stored_login_ask(struct stored_login *login, const hvac_client *client, const char *method, const char *path, struct hvac_task **task)
{
	hvac_client *alike = client_alike(client, login->settings, login->transport);
	hvac_status status = HVAC_NO_MEMORY;

	*task = NULL;
	if (alike)
		status = task_new_own(alike, method, path, NULL, task);
	client_unref(alike);
	return status;
}

struct unwrapped *unwrapped_new(const char *wrapping, const char *wrapped)
{
	struct unwrapped *unwrapped = calloc(1, sizeof *unwrapped);

	if (!unwrapped)
		return NULL;
	unwrapped->wrapping = text_copy(wrapping, strlen(wrapping));
	unwrapped->wrapped = text_copy(wrapped, strlen(wrapped));
	if (unwrapped->wrapping && unwrapped->wrapped)
		return unwrapped;
	unwrapped_free(unwrapped);
	return NULL;
}

void unwrapped_free(struct unwrapped *unwrapped)
{
	if (!unwrapped)
		return;
	text_free(unwrapped->wrapping);
	text_free(unwrapped->wrapped);
	free(unwrapped);
}
