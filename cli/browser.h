/* SPDX-License-Identifier: MIT */
/* The person's browser, where there is one. */
#ifndef CLI_BROWSER_H
#define CLI_BROWSER_H

/* Has it show an address: the program that BROWSER names (none if that is empty), else xdg-open in a graphical session. That it does
 * not come up is no failure: the address is to be printed too. */
void browser_open(const char *url);

#endif
