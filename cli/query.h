/* SPDX-License-Identifier: MIT */
/* Parameters of an address, as servers and browsers write them. */
#ifndef CLI_QUERY_H
#define CLI_QUERY_H

/* The first parameter of this name in the query of `url`, decoded: to be freed, by text_discard where it may be secret. NULL: there
 * is none, it is badly encoded or has a NUL within, or no memory. */
char *query_parameter(const char *url, const char *name);

#endif
