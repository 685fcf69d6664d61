/* SPDX-License-Identifier: MIT */
#include "torture.h"
const struct scenario transport_scenarios[] = { { 0 } };
