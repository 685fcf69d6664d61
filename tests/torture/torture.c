/* SPDX-License-Identifier: MIT */
/*
 * Runs each scenario once to count, and then once for each allocation that fails, for each from which on all fail, for each call into
 * the system or a library that fails, and for each exchange that ends otherwise. Demanded of each: the right status or a whole success,
 * nothing left, no secret in what was freed, no secret told, and that the same succeeds right after.
 *
 *     torture [SCENARIO [KIND NUMBER]]   all, one, or one point of it: "memory", "shortage", "call", "outcome"
 *
 * HVAC_TORTURE_SEED    which points are taken where not all are (default: 1)
 * HVAC_TORTURE_POINTS  how many of each kind at most; 0: all (default: 300)
 */
#include "torture.h"
#include "callers.h"
#include "ledger.h"
#include "outage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define POINTS 300
#define FINDINGS_MAX 8
#define PATIENCE_S 60

enum kind { MEMORY, SHORTAGE, CALL, OUTCOME, KINDS };
static const char *const kind_names[KINDS] = { "memory", "shortage", "call", "outcome" };

struct count {
	unsigned long there, tried;
};

/* What a scenario's process tells, also when it has died. */
struct report {
	struct count counts[KINDS];
	enum kind kind;
	unsigned long number;           /* the point that it was at */
	unsigned findings;
};

/* The last is made when it is its turn: engines stay loaded from there on. */
static const struct scenario *groups[] = {
	client_scenarios, call_scenarios, engine_scenarios, lasting_scenarios, refusal_scenarios, value_scenarios, transport_scenarios, NULL,
};
static struct report *report;
static uint64_t seed = 1, chance;
static unsigned long points = POINTS;
static bool warms_up;                   /* what is made then may stay */

/* splitmix64 */
static uint64_t draw(void)
{
	uint64_t z = chance += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static void find(const struct scenario *scenario, const char *what, const char *more)
{
	report->findings++;
	printf("# torture \"%s\" %s %lu: %s%s%s\n", scenario->name, kind_names[report->kind], report->number, what, *more ? ": " : "", more);
	if (ledger_failed())
		printf("#   the allocation that failed first was asked for by %s\n", caller_name(ledger_failed_at()));
	if (outage_of())
		printf("#   %s had failed\n", outage_of()->name);
	fflush(stdout);
}

/* What its end says, whatever failed. */
static void judge(const struct scenario *scenario, hvac_status status)
{
	const struct call *call = outage_of();
	uint64_t right = 0;
	char text[1200];

	if (ledger_failed())
		right |= UINT64_C(1) << HVAC_NO_MEMORY;
	else if (call)
		right |= call->statuses;
	else if (stage.spoil && !stage.spoiled_at)
		right |= stage.spoil->statuses;
	/* libcurl has other words for it at times */
	if (!ledger_failed() || caller_of(ledger_failed_at()) == CALLER_CURL)
		right |= scenario->also;
	if (stage.wrong)
		find(scenario, stage.wrong, stage.sentence);
	snprintf(text, sizeof text, "%s: \"%s\"", hvac_status_name(status), stage.sentence);
	if (status != HVAC_OK && !(right & UINT64_C(1) << status))
		find(scenario, "it ends with", text);
	else if (status != HVAC_OK && status != HVAC_NO_MEMORY && call && call->says && !strstr(stage.sentence, call->says))
		find(scenario, "what failed is not named", text);
}

static void arm(enum kind kind, unsigned long number)
{
	ledger_arm(kind <= SHORTAGE ? number : 0, kind == SHORTAGE);
	outage_arm(kind == CALL ? number : 0);
	if (kind == OUTCOME && number) {
		stage.spoil = &spoils[(number - 1) % spoils_count()];
		stage.spoiled_at = (unsigned)((number - 1) / spoils_count()) + 1;
	}
}

static void disarm(struct report *sum)
{
	unsigned long allocations = ledger_disarm(), calls = outage_disarm();

	if (!sum)
		return;
	sum->counts[MEMORY].there = sum->counts[SHORTAGE].there = allocations;
	sum->counts[CALL].there = calls;
	sum->counts[OUTCOME].there = stage.exchanges * spoils_count();
}

static void look_for_rest(const struct scenario *scenario, size_t live, unsigned long since)
{
	const void *by = ledger_secret();
	size_t size = 0;
	char text[400];

	if (by)
		find(scenario, "a secret is left in a block made by", caller_name(by));
	if (warms_up || scenario->flags & (SCENARIO_FRESH | SCENARIO_LOOSE))
		return;
	by = ledger_left(since, &size);
	if (ledger_live() > live && by) {
		snprintf(text, sizeof text, "%zu bytes, made by %s", size, caller_name(by));
		find(scenario, "memory is left", text);
	}
}

/* One point: the scenario with the failure, and once more without. Number 0: nothing fails. */
static void play(const struct scenario *scenario, enum kind kind, unsigned long number, struct report *sum)
{
	size_t live = ledger_live();
	unsigned long since = ledger_made();
	hvac_status status;

	report->kind = kind;
	report->number = number;
	alarm(PATIENCE_S);
	if (scenario->flags & SCENARIO_BARE)
		stage = (struct stage){ 0 };
	else
		stage_open(scenario->lines, scenario->options);
	stage.context = scenario->context;
	stage_rewind();
	if (scenario->before)
		scenario->before();
	arm(kind, number);
	status = scenario->run();
	disarm(sum);
	judge(scenario, status);
	stage.spoil = NULL;
	stage.wrong = NULL;
	if (number && !(scenario->flags & SCENARIO_FRESH && status == HVAC_OK)) {
		stage_rewind();
		status = scenario->run();
		if (status != HVAC_OK || stage.wrong)
			find(scenario, "afterwards it does not succeed", stage.wrong ? stage.wrong : hvac_status_name(status));
	}
	if (scenario->after)
		scenario->after();
	stage_close();
	look_for_rest(scenario, live, since);
	alarm(0);
}

/* What is made once and stays: engines, OpenSSL's own. */
static void warm_up(const struct scenario *scenario)
{
	warms_up = true;
	play(scenario, MEMORY, 0, NULL);
	warms_up = false;
}

/* In a process of its own: how that ended, for a person; NULL: well. */
static const char *apart(void (*function)(const struct scenario *, enum kind, unsigned long), const struct scenario *scenario, enum kind kind, unsigned long number)
{
	static char text[200];
	unsigned before = report->findings;
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		function(scenario, kind, number);
		/* where a sanitizer looks for leaks */
		exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return "it cannot be run";
	if (WIFSIGNALED(status) || WEXITSTATUS(status)) {
		snprintf(text, sizeof text, "%s %lu: ended by %s %d", kind_names[report->kind], report->number,
		         WIFSIGNALED(status) ? "signal" : "status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		return text;
	}
	return report->findings != before ? "see above" : NULL;
}

static void play_one(const struct scenario *scenario, enum kind kind, unsigned long number)
{
	play(scenario, kind, number, NULL);
}

static void count(const struct scenario *scenario, enum kind kind, unsigned long number)
{
	if (!(scenario->flags & SCENARIO_FRESH))
		warm_up(scenario);
	play(scenario, kind, number, report);
}

static void play_kind(const struct scenario *scenario, enum kind kind)
{
	struct count *sum = &report->counts[kind];
	unsigned long part = scenario->flags & SCENARIO_SLOW ? 5 : scenario->flags & SCENARIO_ALIKE ? 15 : 1;
	unsigned long most = (points + part - 1) / part, taken = most && sum->there > most ? most : sum->there;
	const char *why;

	for (unsigned long i = 0; i < taken && report->findings < FINDINGS_MAX; i++) {
		unsigned long number = i;

		/* one out of each of so many equal parts */
		if (taken < sum->there)
			number = (unsigned long)(((double)i + (double)(draw() >> 11) / 9007199254740992.0) * (double)sum->there / (double)taken);
		if (!(scenario->flags & SCENARIO_FRESH))
			play(scenario, kind, number + 1, NULL);
		else if ((why = apart(play_one, scenario, kind, number + 1)))
			find(scenario, "its process", why);
		sum->tried++;
	}
}

static void play_all(const struct scenario *scenario, enum kind kind, unsigned long number)
{
	const char *why = NULL;

	if (scenario->flags & SCENARIO_FRESH)
		why = apart(count, scenario, kind, number);
	else
		count(scenario, kind, number);
	if (why)
		find(scenario, "the counting process", why);
	chance = seed;
	for (unsigned i = MEMORY; i < KINDS; i++)
		play_kind(scenario, (enum kind)i);
}

/* What the command line asked for and there is not. */
static int refuse(const char *what, const char *name)
{
	fprintf(stderr, "torture: %s \"%s\"\n", what, name);
	return 2;
}

/* One line of TAP. */
static bool torture(const struct scenario *scenario, unsigned number, struct count *sum)
{
	const struct count *counts = report->counts;
	const char *why;

	memset(report, 0, sizeof *report);
	why = apart(play_all, scenario, MEMORY, 0);
	if (why)
		printf("# torture \"%s\": %s\n", scenario->name, why);
	printf("%sok %u - %s: %lu of %lu allocations, %lu of %lu from there on, %lu of %lu calls, %lu of %lu outcomes\n", why ? "not " : "", number,
	       scenario->name, counts[MEMORY].tried, counts[MEMORY].there, counts[SHORTAGE].tried, counts[SHORTAGE].there,
	       counts[CALL].tried, counts[CALL].there, counts[OUTCOME].tried, counts[OUTCOME].there);
	for (unsigned i = 0; i < KINDS; i++) {
		sum->there += counts[i].there;
		sum->tried += counts[i].tried;
	}
	return !why;
}

static int torture_point(const struct scenario *scenario, const char *name, const char *number)
{
	unsigned kind = MEMORY;

	while (kind < KINDS && strcmp(name, kind_names[kind]) != 0)
		kind++;
	if (kind == KINDS || !strtoul(number, NULL, 10))
		return refuse("no point", name);
	if (!(scenario->flags & SCENARIO_FRESH))
		warm_up(scenario);
	play(scenario, (enum kind)kind, strtoul(number, NULL, 10), NULL);
	return report->findings ? 1 : 0;
}

static void read_environment(void)
{
	const char *text = getenv("HVAC_TORTURE_SEED");

	if (text)
		seed = strtoull(text, NULL, 10);
	text = getenv("HVAC_TORTURE_POINTS");
	if (text)
		points = strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
	unsigned number = 0;
	struct count sum = { 0, 0 };
	int status = 0;

	report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (report == MAP_FAILED)
		return 2;
	read_environment();
	setenv("HVAC_TORTURE_ENGINES", getenv("HVAC_PLUGIN_PATH") ? getenv("HVAC_PLUGIN_PATH") : "", 1);
	callers_learn(false);
	ledger_never(MARK, false);
	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
		if (!groups[i])
			groups[i] = operation_scenarios();
		for (const struct scenario *scenario = groups[i]; scenario->name; scenario++) {
			if (argc > 1 && strcmp(argv[1], scenario->name) != 0)
				continue;
			if (argc > 3)
				return torture_point(scenario, argv[2], argv[3]);
			if (!torture(scenario, ++number, &sum))
				status = 1;
		}
	}
	if (!number)
		return refuse("no scenario", argv[1]);
	printf("ok %u - seed %" PRIu64 ": %lu of %lu points\n1..%u\n", number + 1, seed, sum.tried, sum.there, number + 1);
	return status;
}
