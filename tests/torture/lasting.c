/* SPDX-License-Identifier: MIT */
#include "torture.h"
const struct scenario lasting_scenarios[] = { { 0 } };
