/* SPDX-License-Identifier: MIT */
#include "login.h"
#include "arena.h"

#include <stdlib.h>
#include <string.h>

/* What the argument points to becomes the arena's; values are copied as trees. */
static bool copy_argument(struct arena *arena, const hvac_argument *from, hvac_argument *to)
{
	*to = *from;
	if (!from->name)
		return true;
	to->name = arena_copy(arena, from->name, strlen(from->name));
	switch (from->kind) {
	case HVAC_ARGUMENT_STRING:
	case HVAC_ARGUMENT_BYTES:
	case HVAC_ARGUMENT_JSON:
	case HVAC_ARGUMENT_FILE:
	case HVAC_ARGUMENT_TYPED:
		to->content.text.start = arena_copy(arena, from->content.text.start, from->content.text.length);
		return to->name && to->content.text.start;
	case HVAC_ARGUMENT_VALUE:
		to->content.value = hvac_value_copy(from->content.value);
		return to->name && to->content.value;
	default:
		return to->name;
	}
}

struct stored_login *stored_login_new(const char *engine, const char *operation, const hvac_argument *arguments)
{
	struct stored_login *login = calloc(1, sizeof *login);
	size_t count = 0;

	if (!login)
		return NULL;
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
	stored_login_free(login);
	return NULL;
}

void stored_login_free(struct stored_login *login)
{
	if (!login)
		return;
	for (hvac_argument *argument = login->arguments; argument && argument->kind != HVAC_ARGUMENT_END; argument++)
		if (argument->kind == HVAC_ARGUMENT_VALUE && argument->name)
			hvac_value_free((hvac_value *)(uintptr_t)argument->content.value);
	arena_free(&login->arena);
	free(login);
}
