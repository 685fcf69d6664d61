/* SPDX-License-Identifier: MIT */
#include "silent.h"
#include "fuzz.h"

static hvac_status refuse(hvac_adapter *adapter, void **lane, const char **detail)
{
	(void)adapter;
	(void)lane;
	(void)detail;
	demand_failed("opened", __FILE__, __LINE__);
}

static void leave(hvac_adapter *adapter)
{
	(void)adapter;
}

hvac_adapter *silent_adapter(void)
{
	static hvac_adapter adapter = { .size = sizeof adapter, .open = refuse, .free = leave };

	return &adapter;
}
