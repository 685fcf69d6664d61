# SPDX-License-Identifier: MIT
#
# Several servers as one: what becomes of calls when the one that leads dies.
once_scripts += %D%/leaders

if ENABLE_TESTS
check_PROGRAMS += %D%/traffic
endif
%C%_traffic_CPPFLAGS = -D_GNU_SOURCE=1 $(public_cppflags)
%C%_traffic_LDFLAGS = $(public_test_ldflags)
%C%_traffic_LDADD = core/libhvac.la $(SYSTEM_LIBS)
