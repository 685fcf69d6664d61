/* SPDX-License-Identifier: MIT */
/* hvac operator raft list, for people as one row a member. */
#include <string.h>
#include "connect.h"
#include "failure.h"
#include "member.h"
#include "operator.h"
#include "output.h"
#include "table.h"

static void add_member(struct table *table, const hvac_value *member)
{
	const char *id = member_string(member, "node_id"), *address = member_string(member, "address");
	bool leads = member_is_true(member, "leader");
	table_add_string(table, id ? id : "");
	table_add_string(table, address ? address : "");
	table_add_styled(table, leads ? STYLE_GOOD : STYLE_PLAIN, leads ? "leader" : "follower");
	table_add_string(table, member_is_true(member, "voter") ? "votes" : "does not vote");
}

static int print(const struct command_line *line, const hvac_value *members)
{
	struct table table;
	table_begin(&table, 4, 0);
	for (size_t i = 0; i < hvac_value_count(members); i++)
		add_member(&table, hvac_value_item(members, i));
	return output_rows(line, &table);
}

int operator_list_members(const struct command_line *line, const struct part *part)
{
	hvac_client *client = NULL;
	hvac_response *response = NULL;
	if (line->n_words > 0 || line->format != FORMAT_TABLE || (line->flags & ~(unsigned)(FLAG_FORMAT | FLAG_SETTINGS)))
		return operator_call(line, part);
	int code = connect_client(line, false, &client);
	if (code == EXIT_OK && hvac_call(client, OPERATOR_ENGINE, part->operation, NULL, &response) == HVAC_OK)
		code = hvac_response_wrap_info(response) ? output_response(line, response) : print(line, hvac_response_value(response, "config/servers"));
	else if (code == EXIT_OK)
		code = failure_of_response(line, response);
	hvac_response_free(response);
	hvac_client_free(client);
	return code;
}
