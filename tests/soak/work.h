/* SPDX-License-Identifier: MIT */
/* Who makes the calls. Each begins and ends what it needs; ending waits until the last call has ended. */
#ifndef SOAK_WORK_H
#define SOAK_WORK_H

void threads_begin(void);
void threads_end(void);

/* Two processes that live on, and one after the other that makes a few calls. */
void children_begin(void);
void children_end(void);

void queue_begin(void);
void queue_end(void);

/* One with a thread of its own, one driven by a loop. */
void watchers_begin(void);
void watchers_end(void);

#endif
