/* SPDX-License-Identifier: MIT */
/* What hvac-gen makes: each prints to standard output, whose errors main sees at the end. */
#ifndef GEN_H
#define GEN_H

#include <time.h>
#include "description.h"

struct request {
	struct engine engine;
	const char *text;        /* of the page: the hand-written part, mdoc; NULL: none */
	struct tm date;          /* of the page */
};

/* Whether the header could be made; if not, the reason has been told and nothing printed. */
bool print_header(const struct request *request);
bool print_page(const struct request *request);
bool print_completion(const struct request *request);
bool print_json(const struct request *request);

/* Tells on standard error why something cannot be made. */
HVAC_FORMAT(1, 2)
void complain(const char *format, ...);

#endif
