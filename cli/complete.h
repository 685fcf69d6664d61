/* SPDX-License-Identifier: MIT */
/* What a shell may offer for the word at its cursor. */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

/* The first argument by which the scripts of `hvac completion` ask, instead of a command. */
#define COMPLETE "__complete"

/* Prints what the last of the words, which may be empty, can become; the others are those before it, without "hvac". One candidate a
 * line: the whole word, a tab, what it is. A line that begins with a tab asks the shell for names of files: behind the tab is what
 * stands in the word before the name. Makes no client and tells no failure. */
void complete(int n_words, char **words);

#endif
