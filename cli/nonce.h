/* SPDX-License-Identifier: MIT */
/* Text that nobody can guess. */
#ifndef CLI_NONCE_H
#define CLI_NONCE_H

/* To be freed by text_discard; NULL: no memory, or no random bytes. */
char *nonce_new(void);

#endif
