/* SPDX-License-Identifier: MIT */
/* What is made of SRV records: their order, and what is no server. The resolver's part is the test's own. */
#include "clock.h"
#include "memory.h"
#include "scripted.h"
#include "srv.h"

#include <check.h>
#include <netdb.h>
#include <netinet/in.h>
#include <arpa/nameser.h>
#include <resolv.h>
#include <hvac/hvac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER 12u
#define MINE "https://vault.test/prefix"

/* The answer that the next questions get, and the questions. */
static struct {
	unsigned char bytes[NS_MAXMSG];
	size_t length;
	int why;                        /* not 0: there is none */
	char questions[1000];
} answer;

int res_nsearch(res_state resolver, const char *name, int class, int type, unsigned char *bytes, int room)
{
	size_t length = strlen(answer.questions);

	ck_assert_int_eq(class, ns_c_in);
	ck_assert_int_eq(type, ns_t_srv);
	snprintf(answer.questions + length, sizeof answer.questions - length, "%s ", name);
	resolver->res_h_errno = answer.why;
	if (answer.why)
		return -1;
	ck_assert_uint_le(answer.length, (size_t)room);
	memcpy(bytes, answer.bytes, answer.length);
	return (int)answer.length;
}

/* Building an answer */

static void put16(unsigned number)
{
	answer.bytes[answer.length++] = (unsigned char)(number >> 8);
	answer.bytes[answer.length++] = (unsigned char)number;
}

static void begin(void)
{
	memset(&answer, 0, sizeof answer);
	answer.length = HEADER;
}

static void end_record(size_t data)
{
	size_t length = answer.length - data;

	answer.bytes[data - 2] = (unsigned char)(length >> 8);
	answer.bytes[data - 1] = (unsigned char)length;
	answer.bytes[7]++;
}

/* Up to its data, whose place is returned. The root owns it, which says nothing of the answer. */
static size_t begin_record(unsigned type, unsigned class)
{
	answer.bytes[answer.length++] = 0;
	put16(type);
	put16(class);
	put16(0);
	put16(60);
	put16(0);
	return answer.length;
}

static size_t begin_server(unsigned priority, unsigned weight, unsigned port)
{
	size_t data = begin_record(ns_t_srv, ns_c_in);

	put16(priority);
	put16(weight);
	put16(port);
	return data;
}

static void put_name(const char *name)
{
	while (*name) {
		size_t length = strcspn(name, ".");

		answer.bytes[answer.length++] = (unsigned char)length;
		memcpy(answer.bytes + answer.length, name, length);
		answer.length += length;
		name += length + (name[length] == '.');
	}
	answer.bytes[answer.length++] = 0;
}

static void add(unsigned priority, unsigned weight, unsigned port, const char *host)
{
	size_t data = begin_server(priority, weight, port);

	put_name(host);
	end_record(data);
}

/* What comes of it */

static struct {
	struct addresses addresses;
	char *error, *log;
	size_t length;
	uint64_t chances[8];
	size_t next;
} found;

static int take_chance(void *context, void *bytes, size_t length)
{
	(void)context;
	if (found.next == sizeof found.chances / sizeof found.chances[0])
		return -1;
	memcpy(bytes, &found.chances[found.next++], length);
	return 0;
}

static void keep_line(void *context, hvac_log_level level, const char *line)
{
	fprintf(context, "%s %s\n", level == HVAC_LOG_WARNING ? "warning" : "info", line);
}

static hvac_status look_up(const char *text)
{
	const hvac_clock clock = { .random = take_chance };
	FILE *log = open_memstream(&found.log, &found.length);
	const struct logger logger = { .function = keep_line, .context = log, .level = HVAC_LOG_DEBUG };
	const char *phrase;
	hvac_status status;

	ck_assert_int_eq(addresses_parse(text, &found.addresses, &phrase), HVAC_OK);
	status = srv_look_up(&found.addresses, &clock, &logger, &found.error);
	fclose(log);
	return status;
}

/* The addresses, in their order. */
static void gives(const char *wanted)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	for (size_t i = 0; i < found.addresses.count; i++)
		fprintf(out, "%s%s%s", i ? " " : "", found.addresses.list[i].base, found.addresses.list[i].prefix);
	fclose(out);
	ck_assert_str_eq(text, wanted);
	free(text);
}

static void forget(void)
{
	addresses_free(&found.addresses);
	free(found.log);
	text_free(found.error);
	memset(&found, 0, sizeof found);
}

static void makes(const char *text, const char *wanted)
{
	ck_assert_int_eq(look_up(text), HVAC_OK);
	gives(wanted);
}

START_TEST(servers_come_by_priority_with_scheme_and_prefix_and_the_name_that_was_given)
{
	begin();
	add(20, 0, 8202, "two.test");
	add(10, 5, 8201, "ONE.test");
	add(300, 9, 8203, "three.test");
	makes(MINE, "https://one.test:8201/prefix https://two.test:8202/prefix https://three.test:8203/prefix");
	ck_assert_str_eq(addresses_name(&found.addresses, "https://two.test:8202"), "vault.test");
	ck_assert_str_eq(answer.questions, "_http._tcp.vault.test ");
	forget();
	makes("http://vault.test", "http://one.test:8201 http://two.test:8202 http://three.test:8203");
	forget();
}
END_TEST

/* Of weights 0, 10 and 90: what is drawn each time of 0 to the sum, and who comes then. */
static const struct draw {
	uint64_t chances[3];
	const char *order;
} draws[] = {
	{ { 0, 0, 0 }, "http://none:1 http://ten:2 http://ninety:3" },
	{ { 1, 0, 0 }, "http://ten:2 http://none:1 http://ninety:3" },
	{ { 10, 90, 0 }, "http://ten:2 http://ninety:3 http://none:1" },
	{ { 11, 10, 0 }, "http://ninety:3 http://ten:2 http://none:1" },
	{ { 100, 0, 0 }, "http://ninety:3 http://none:1 http://ten:2" },
	{ { 101, 0, 0 }, "http://none:1 http://ten:2 http://ninety:3" },
};

START_TEST(within_a_priority_chance_decides_by_weight)
{
	begin();
	add(7, 10, 2, "ten");
	add(7, 0, 1, "none");
	add(7, 90, 3, "ninety");
	memcpy(found.chances, draws[_i].chances, sizeof draws[_i].chances);
	makes("http://vault.test", draws[_i].order);
	forget();
}
END_TEST

START_TEST(without_chance_there_is_an_order_all_the_same)
{
	begin();
	add(7, 10, 2, "ten");
	add(7, 0, 1, "none");
	found.next = sizeof found.chances / sizeof found.chances[0];
	makes("http://vault.test", "http://none:1 http://ten:2");
	forget();
}
END_TEST

START_TEST(a_hundred_records_are_a_hundred_servers)
{
	begin();
	for (unsigned i = 0; i < 100; i++)
		add(100 - i, 1, 8000 + i, "host.test");
	ck_assert_int_eq(look_up(MINE), HVAC_OK);
	ck_assert_uint_eq(found.addresses.count, 100);
	ck_assert_str_eq(found.addresses.list[0].base, "https://host.test:8099");
	ck_assert_str_eq(found.addresses.list[99].base, "https://host.test:8000");
	forget();
}
END_TEST

START_TEST(only_names_without_a_port_are_looked_up)
{
	begin();
	add(1, 1, 8201, "one.test");
	makes("https://a.test:443,https://127.0.0.1,https://[::1],unix:///socket,https://b.test,http://c.test./x",
	      "https://a.test:443 https://127.0.0.1:443 https://[::1]:443 unix:///socket https://one.test:8201 http://one.test:8201/x");
	ck_assert_str_eq(answer.questions, "_http._tcp.b.test _http._tcp.c.test. ");
	forget();
}
END_TEST

START_TEST(an_address_that_was_given_goes_by_its_own_name_even_if_a_record_has_it)
{
	static const char *const lists[] = { "https://vault.test,https://one.test:8201", "https://one.test:8201,https://vault.test" };

	begin();
	add(1, 1, 8201, "one.test");
	add(2, 1, 8202, "two.test");
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		ck_assert_int_eq(look_up(lists[i]), HVAC_OK);
		ck_assert_ptr_null(addresses_name(&found.addresses, "https://one.test:8201"));
		ck_assert_str_eq(addresses_name(&found.addresses, "https://two.test:8202"), "vault.test");
		ck_assert_ptr_null(addresses_name(&found.addresses, "https://three.test:8203"));
		forget();
	}
}
END_TEST

START_TEST(an_adapter_of_a_programs_own_is_given_the_address_as_it_is)
{
	static const struct scripted_answer script[] = { { .http_status = 200, .body = "{}" } };
	struct scripted *scripted = scripted_new(script, 1);
	hvac_config *config = hvac_config_new();
	hvac_client *client;
	hvac_response *response;

	begin();
	hvac_config_set(config, "address", "https://vault.test");
	hvac_config_set(config, "srv_lookup", "true");
	hvac_config_adapter(config, &scripted->adapter);
	ck_assert_int_eq(hvac_client_new(config, &client), HVAC_OK);
	ck_assert_int_eq(hvac_read(client, "x", &response), HVAC_OK);
	ck_assert_str_eq(scripted_seen(scripted, 0, "/base"), "https://vault.test:443");
	ck_assert_str_eq(answer.questions, "");
	hvac_response_free(response);
	hvac_client_free(client);
	hvac_config_free(config);
	scripted_free(scripted);
}
END_TEST

/* What is no server */

static const char *const bad_hosts[] = {
	"a b.test", "a/b", "user@host", "-option.test", "host:80", "a\\.test", "a\001.test", "\303\244.test", "127.0.0.1", "10.1", "0x7f000001", "[::1]", "a?b", "a#b", "%41.test",
};

START_TEST(a_record_without_a_hosts_name_is_passed_over)
{
	begin();
	add(1, 1, 8201, bad_hosts[_i]);
	add(2, 1, 8202, "two.test");
	makes("https://vault.test", "https://two.test:8202");
	ck_assert_ptr_nonnull(strstr(found.log, "warning of the SRV records of vault.test, 1 could not be used"));
	ck_assert_ptr_null(strstr(found.log, bad_hosts[_i]));
	forget();
}
END_TEST

START_TEST(other_records_and_broken_ones_are_passed_over)
{
	size_t data;

	begin();
	add(1, 1, 0, "port-of-nobody.test");
	data = begin_record(ns_t_cname, ns_c_in);
	put_name("alias.test");
	end_record(data);
	data = begin_record(ns_t_srv, ns_c_chaos);
	put16(1), put16(1), put16(1);
	put_name("chaos.test");
	end_record(data);
	end_record(begin_record(ns_t_srv, ns_c_in));
	end_record(begin_server(1, 1, 1));
	/* a name that points to itself, and one that points past the end */
	data = begin_server(1, 1, 1);
	put16(0xc000u + (unsigned)answer.length);
	end_record(data);
	data = begin_server(1, 1, 1);
	put16(0xffff);
	end_record(data);
	/* more than a name */
	data = begin_server(1, 1, 1);
	put_name("longer.test");
	put16(0);
	end_record(data);
	add(2, 1, 8202, "two.test");
	makes("https://vault.test", "https://two.test:8202");
	ck_assert_ptr_nonnull(strstr(found.log, " 6 could not be used"));
	forget();
}
END_TEST

START_TEST(a_name_without_servers_stays_itself_and_a_line_says_so)
{
	static const struct { int why; const char *line; } cases[] = {
		{ HOST_NOT_FOUND, "info vault.test has no SRV record: asking https://vault.test:443 itself" },
		{ NO_DATA, "info vault.test has no SRV record: asking https://vault.test:443 itself" },
		{ TRY_AGAIN, "warning the SRV records of vault.test could not be looked up: asking https://vault.test:443 itself" },
		{ NO_RECOVERY, "warning the SRV records of vault.test could not be looked up: asking https://vault.test:443 itself" },
		{ 0, "info vault.test has no SRV record: asking https://vault.test:443 itself" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		begin();
		answer.why = cases[i].why;
		makes(MINE, "https://vault.test:443/prefix");
		ck_assert_ptr_null(addresses_name(&found.addresses, "https://vault.test:443"));
		ck_assert_msg(strstr(found.log, cases[i].line), "%s", found.log);
		forget();
	}
}
END_TEST

START_TEST(a_name_that_says_that_it_has_no_server_is_an_error_unless_there_is_another)
{
	begin();
	add(0, 0, 0, "");
	ck_assert_int_eq(look_up(MINE), HVAC_CONFIG_ERROR);
	ck_assert_str_eq(found.error, "option srv_lookup: the SRV records of vault.test say that there is no server");
	forget();
	makes("https://vault.test,https://other.test:8200", "https://other.test:8200");
	forget();
}
END_TEST

/* Any answer: a status, never more servers than records, and each of them an address. */
static void is_survived(void)
{
	hvac_status status = look_up("https://vault.test");

	ck_assert(status == HVAC_OK || status == HVAC_CONFIG_ERROR);
	ck_assert_uint_ge(found.addresses.count, 1);
	for (size_t i = 0; i < found.addresses.count; i++)
		ck_assert(!strncmp(found.addresses.list[i].base, "https://", 8));
	forget();
}

START_TEST(an_answer_that_is_cut_or_changed_anywhere_is_survived)
{
	unsigned char whole[200];
	uint64_t state = 1;
	size_t length;

	begin();
	add(1, 1, 8201, "one.test");
	add(2, 1, 8202, "two.test");
	length = answer.length;
	memcpy(whole, answer.bytes, length);
	for (size_t cut = 0; cut < length; cut++) {
		answer.length = cut;
		is_survived();
	}
	answer.length = length;
	for (size_t i = 0; i < (getenv("HVAC_TEST_SHORT") ? 2000 : 20000); i++) {
		memcpy(answer.bytes, whole, length);
		for (int n = 0; n < 3; n++) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			answer.bytes[(state >> 33) % length] = (unsigned char)(state >> 56);
		}
		answer.questions[0] = '\0';
		is_survived();
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("srv");
	TCase *tests = tcase_create("srv");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_test(tests, servers_come_by_priority_with_scheme_and_prefix_and_the_name_that_was_given);
	tcase_add_loop_test(tests, within_a_priority_chance_decides_by_weight, 0, sizeof draws / sizeof draws[0]);
	tcase_add_test(tests, without_chance_there_is_an_order_all_the_same);
	tcase_add_test(tests, a_hundred_records_are_a_hundred_servers);
	tcase_add_test(tests, only_names_without_a_port_are_looked_up);
	tcase_add_test(tests, an_address_that_was_given_goes_by_its_own_name_even_if_a_record_has_it);
	tcase_add_test(tests, an_adapter_of_a_programs_own_is_given_the_address_as_it_is);
	tcase_add_loop_test(tests, a_record_without_a_hosts_name_is_passed_over, 0, sizeof bad_hosts / sizeof bad_hosts[0]);
	tcase_add_test(tests, other_records_and_broken_ones_are_passed_over);
	tcase_add_test(tests, a_name_without_servers_stays_itself_and_a_line_says_so);
	tcase_add_test(tests, a_name_that_says_that_it_has_no_server_is_an_error_unless_there_is_another);
	tcase_add_test(tests, an_answer_that_is_cut_or_changed_anywhere_is_survived);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
