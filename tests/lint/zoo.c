/* SPDX-License-Identifier: MIT */
/*
 * A zoo of engines for hvac-lint, in one object: a copy of the file under an animal's name is that animal. All load; each
 * but the good ones breaks what tests/lint/rules says of it. Their hvac is names.json.
 */
#include <hvac/plugin.h>

/* each animal is a good one with something put over */
#pragma GCC diagnostic ignored "-Woverride-init"

#define DESCRIBE(animal, ...) \
	HVAC_PLUGIN_OF(secrets, x_zoo_##animal, animal##_rows, .version = "1.0", .help = "One of the zoo", \
	               .reference = "The zoo", .example = "true", __VA_ARGS__)
#define KEEP(animal, ...) \
	static const struct hvac_operation animal##_rows[] = { __VA_ARGS__ }; \
	DESCRIBE(animal, )
#define DESCRIBED(animal, ...) \
	static const struct hvac_operation animal##_rows[] = { ROW() }; \
	DESCRIBE(animal, __VA_ARGS__)
#define NAME HVAC_PATH("name", STRING, .flags = HVAC_REQUIRED, .help = "What the animal answers to")
#define ROW(...) { .name = "feed", .verb = HVAC_POST, .path = "/{mount_point}/thing/{name}", .help = "Give an animal what it likes", \
	HVAC_PARAMETERS(HVAC_MOUNT("zoo"), NAME), __VA_ARGS__ }
#define WITH(...) HVAC_PARAMETERS(HVAC_MOUNT("zoo"), NAME, __VA_ARGS__)
/* An animal with one more parameter. */
#define TAKES(animal, ...) KEEP(animal, ROW(WITH(__VA_ARGS__)))

static int hook(struct hvac_task *task, void *state)
{
	(void)task, (void)state;
	return HVAC_HOOK_AGAIN;
}

/* Nothing to say of these: what looks like a fault, and is none. */
KEEP(good,
	ROW(),
	ROW(.name = "read_meal", .verb = HVAC_GET, .help = "Tell what an animal was given last", .flags = HVAC_IDEMPOTENT),
	ROW(.name = "generate_meal", .verb = HVAC_GET, .help = "Let the kitchen choose, and tell what"),
	ROW(.name = "weigh", .when = "scales=old", .help = "Put an animal on the old scales", WITH(HVAC_LOCAL("scales", STRING, .help = "old or new", .values = "old new"))),
	ROW(.name = "weigh", .help = "Put an animal on the scales", WITH(HVAC_LOCAL("scales", STRING, .help = "The ones to put it on", .values = "old new"))),
	ROW(.name = "pet", .help = "Touch an animal", .prepare = hook, .state_size = 8, WITH(HVAC_LOCAL("hands", INTEGER, .dflt = "2", .help = "How many"))),
	ROW(.name = "call", .when = "name=leo", .help = "Shout for the lion", .flags = HVAC_MAY_BLOCK),
	ROW(.name = "call", .help = "Shout for an animal", .flags = HVAC_MAY_BLOCK, .prepare = hook),
	ROW(.name = "log_in", .help = "Come in by the visitors' door", .flags = HVAC_LOGIN, WITH(HVAC_LOCAL("use_token", BOOLEAN, .dflt = "true", .help = "Whether to keep the ticket"))));
KEEP(open_secrets, ROW(WITH(
	HVAC_BODY("token_ttl", DURATION, .help = "Life of the ticket"), HVAC_BODY("token_type", STRING, .help = "Sort of ticket"),
	HVAC_BODY("token_policies", LIST, .help = "What the ticket is good for"), HVAC_BODY("secret_id_num_uses", INTEGER, .help = "Entrances"),
	HVAC_BODY("secret_id_accessor", STRING, .help = "What finds the ticket"), HVAC_BODY("key_id", STRING, .help = "Number of the door"),
	HVAC_BODY("key_name", STRING, .help = "What is written on the door"), HVAC_BODY("public_key", STRING, .help = "For the guests' doors"),
	HVAC_BODY("pgp_keys", LIST, .help = "In base64"), HVAC_BODY("private_key_format", STRING, .help = "Iron rather than card"),
	HVAC_BODY("password_policy", STRING, .help = "Rules of invention"), HVAC_BODY("bind_secret_id", BOOLEAN, .help = "Whether it is asked for"),
	HVAC_BODY("max_pin", INTEGER, .help = "The highest"), HVAC_BODY("signing_key", STRING, .help = "Name of the one that signs"))));
KEEP(known,
	ROW(.name = "read_thing", .verb = HVAC_GET, .help = "Look at an animal", .flags = HVAC_IDEMPOTENT),
	ROW(.name = "get_wholes", .help = "Look at the animal as such", .flags = HVAC_IDEMPOTENT),
	ROW(.name = "create_thing", .help = "Breed an animal", WITH(HVAC_BODY("thing_type", STRING, .wire = "type", .help = "Its kind"),
		HVAC_BODY("template", STRING, .help = "What it shall look like"), HVAC_BODY("local", BOOLEAN, .dflt = "false", .help = "Whether it stays"))));

/* The descriptor */
DESCRIBED(without_reference, .reference = NULL);
DESCRIBED(without_example, .example = "");
DESCRIBED(long_engine, .help = "An engine that has so much to say of itself that no line of eighty characters can hold it");
HVAC_PLUGIN(secrets, stray, hvac_areas_of_x_zoo_without_example, .version = "1.0", .help = "From outside", .reference = "The zoo", .example = "true");

/* Help */
KEEP(silent, ROW(.help = ""));
KEEP(two_lines, ROW(.help = "Give an animal\nwhat it likes"));
KEEP(full_stop, ROW(.help = "Give an animal what it likes."));
KEEP(long_winded, ROW(.help = "Give an animal what it likes, and if there is nothing left of what it likes, then something else that it does not mind"));
TAKES(silent_parameter, HVAC_BODY("meal", STRING, .help = " "));
KEEP(echo, ROW(.name = "feed_hungry_animals", .help = "Feed the hungry animal"));
TAKES(echo_parameter, HVAC_BODY("first_meal", STRING, .help = "The first of the meals"));
KEEP(repeated, ROW(), ROW(.name = "stuff"));

KEEP(servers, ROW(.since = "vault-1.15.. openbao-2.6..2.6 openbao-..1"), ROW(.name = "stuff", .help = "Give it more", .since = "vault 1"),
	ROW(.name = "starve", .help = "Give it nothing", .since = "vault-.."));

/* Names */
KEEP(capital, ROW(.name = "feedAnimal"));
KEEP(underscores, ROW(.name = "feed__animal"));
TAKES(capital_parameter, HVAC_BODY("Meal", STRING, .help = "What there is"));
TAKES(keyword, HVAC_BODY("namespace", STRING, .help = "Which part of the zoo"));
KEEP(synonym, ROW(.name = "remove_animal"));
KEEP(synonym_path, { .name = "feed", .verb = HVAC_POST, .path = "/{mountpoint}/thing", .help = "Give an animal what it likes",
	HVAC_PARAMETERS(HVAC_PATH("mountpoint", STRING, .dflt = "\"zoo\"", .help = "Where the zoo is")) });
KEEP(spelling, ROW(.name = "create_things"));
KEEP(spelling_path, { .name = "feed", .verb = HVAC_POST, .path = "/{mount_point}/thing/{names}", .help = "Give an animal what it likes",
	HVAC_PARAMETERS(HVAC_MOUNT("zoo"), HVAC_PATH("names", STRING, .flags = HVAC_REQUIRED, .help = "What they answer to")) });
KEEP(versioned, ROW(.path = "/v1/{mount_point}/thing/{name}"));

/* Names of an engine that hvac has */
KEEP(other_name, ROW(.name = "look_at_thing", .verb = HVAC_GET, .flags = HVAC_IDEMPOTENT));
KEEP(other_path, { .name = "read_thing", .verb = HVAC_GET, .path = "/{mount_point}/thing/{thing}", .help = "Look at an animal", .flags = HVAC_IDEMPOTENT,
	HVAC_PARAMETERS(HVAC_MOUNT("zoo"), HVAC_PATH("thing", STRING, .flags = HVAC_REQUIRED, .help = "What the animal answers to")) });
KEEP(other_wire, ROW(.name = "create_thing", WITH(HVAC_BODY("type", STRING, .help = "Its kind"))));

/* Secrets */
TAKES(password, HVAC_BODY("password", STRING, .help = "Of the visitor"));
TAKES(wire_secret, HVAC_BODY("word", STRING, .wire = "login.passphrase", .help = "Of the visitor"));
TAKES(said_secret, HVAC_BODY("word", STRING, .help = "The visitor's password, or none"));
TAKES(private_key, HVAC_BODY("private_key_pem", STRING, .help = "Of the gate"));
TAKES(secret_access_key, HVAC_BODY("secret_access_key", STRING, .help = "Of the gate"));
TAKES(tokens, HVAC_BODY("tokens", LIST, .help = "Of the visitors"));
TAKES(secret_id, HVAC_BODY("secret_id", BYTES, .help = "Of the keeper"));

/* Values */
TAKES(default, HVAC_BODY("ttl", DURATION, .dflt = "\"1h\"", .help = "How long it lasts"));
TAKES(other_default, HVAC_BODY("size", STRING, .dflt = "\"huge\"", .values = "small large", .help = "How much"));
TAKES(typed_values, HVAC_BODY("hungry", BOOLEAN, .values = "true false", .help = "Whether it is"));
TAKES(twice, HVAC_BODY("size", STRING, .values = "small large small", .help = "How much"));
TAKES(said_values, HVAC_BODY("size", STRING, .help = "small, medium or large; small by default"));
TAKES(said_one_of, HVAC_BODY("size", STRING, .help = "How much, one of small, medium, or large"));
TAKES(unused, HVAC_LOCAL("mood", STRING, .help = "How it feels"));

/* Flags */
KEEP(twofold, ROW(.flags = HVAC_SINGLE_USE | HVAC_IDEMPOTENT));
KEEP(reader, ROW(.name = "read_meal", .verb = HVAC_GET));
KEEP(lister, ROW(.name = "meals", .verb = HVAC_LIST));
KEEP(patcher, ROW(.flags = HVAC_MERGE_PATCH));
KEEP(streamer, ROW(.flags = HVAC_STREAM_IN | HVAC_STREAM_OUT));
KEEP(sudoer, ROW(.flags = HVAC_SUDO | HVAC_NO_TOKEN));
KEEP(blocker, ROW(.flags = HVAC_MAY_BLOCK, .state_size = 8));
TAKES(pretty, HVAC_BODY("meal", MAP, .flags = HVAC_PRETTY, .help = "What there is"));
TAKES(comma, HVAC_BODY("meal", MAP, .flags = HVAC_COMMA, .help = "What there is"));
TAKES(comma_text, HVAC_BODY("meal", LIST, .flags = HVAC_COMMA | HVAC_TEXT, .help = "What there is"));
TAKES(text, HVAC_BODY("meals", INTEGER, .flags = HVAC_TEXT, .help = "How many"));
TAKES(slashes, HVAC_BODY("meal", STRING, .flags = HVAC_SLASHES, .help = "What there is"));
TAKES(required, HVAC_LOCAL("mood", STRING, .flags = HVAC_REQUIRED, .dflt = "\"good\"", .help = "How it feels"));
TAKES(wrapped, HVAC_BODY("meals", INTEGER, .wrapped_path = "/kitchen", .help = "How many"));

/* Refused by the loader */
KEEP(refused, ROW(.path = "thing"));
