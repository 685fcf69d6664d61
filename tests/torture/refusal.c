/* SPDX-License-Identifier: MIT */
#include "torture.h"
const struct scenario refusal_scenarios[] = { { 0 } };
