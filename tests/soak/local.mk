# SPDX-License-Identifier: MIT
#
# Calls of all kinds while the server goes through whatever befalls servers. It takes minutes, as many as HVAC_SOAK_MINUTES says:
# make check-soak does it, or scripts/soak.
soak_test = %D%/endures

check-soak: all %D%/load
	@$(AM_TESTS_ENVIRONMENT) HVAC_TEST_SECONDS=$$(($${HVAC_SOAK_MINUTES:-2} * 60 + 1200)); export HVAC_TEST_SECONDS; \
	$(LOG_COMPILER) $(srcdir)/$(soak_test)
.PHONY: check-soak

if ENABLE_TESTS
check_PROGRAMS += %D%/load
endif
%C%_load_SOURCES = \
	%D%/calls.c \
	%D%/calls.h \
	%D%/children.c \
	%D%/journal.c \
	%D%/journal.h \
	%D%/load.c \
	%D%/queued.c \
	%D%/threads.c \
	%D%/watched.c \
	%D%/work.h
%C%_load_CPPFLAGS = -D_GNU_SOURCE=1 $(public_cppflags)
%C%_load_LDFLAGS = $(public_test_ldflags)
%C%_load_LDADD = core/libhvac.la $(SYSTEM_LIBS)

EXTRA_DIST += $(soak_test) %D%/races
