/* SPDX-License-Identifier: MIT */
#include "torture.h"
const struct scenario engine_scenarios[] = { { 0 } };
