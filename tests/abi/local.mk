# SPDX-License-Identifier: MIT
#
# The public headers as they were when a release promised them. `make freeze-abi` is for the release of a new minor version, and
# for nothing else: docs/versions.md.
once_scripts += %D%/check
EXTRA_DIST += %D%/frozen

# a program of then
check_PROGRAMS += %D%/replay
%C%_replay_SOURCES = examples/replay.c
%C%_replay_CPPFLAGS = -I$(srcdir)/%D%/frozen $(LARGEFILE_CPPFLAGS) $(HARDENING_CPPFLAGS)
%C%_replay_LDFLAGS = $(public_test_ldflags)
%C%_replay_LDADD = core/libhvac.la

freeze-abi:
	rm -rf $(srcdir)/%D%/frozen
	$(MKDIR_P) $(srcdir)/%D%/frozen/hvac
	cd $(srcdir) && cp core/libhvac.map %D%/frozen && cp $(hvacinclude_HEADERS) %D%/frozen/hvac
	cp $(nodist_hvacinclude_HEADERS) $(srcdir)/%D%/frozen/hvac
.PHONY: freeze-abi
