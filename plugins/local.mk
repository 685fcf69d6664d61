# SPDX-License-Identifier: MIT
#
# What all engines share. Engines see the public headers and nothing else of the tree.
plugindir = $(libdir)/hvac/$(HVAC_ABI_MAJOR)
# "exec" in the name makes automake install them by install-exec
authexecdir = $(plugindir)/auth
secretsexecdir = $(plugindir)/secrets
sysexecdir = $(plugindir)
authexec_LTLIBRARIES =
secretsexec_LTLIBRARIES =
sysexec_LTLIBRARIES =
builtin_engines =
generated =

# Each page of a table is copied when it is loaded, because of the addresses in it: rows with equal parameters share one array of
# them, where the compiler can do that.
engine_cppflags = $(public_cppflags) $(MERGE_CFLAGS) $(static_cppflags)
# Every engine needs libhvac, also one that is nothing but a table, which --as-needed would not bind to it. (libtool moves
# libraries before the linker's options, so the library is given as one.) What compilers add for constructors, which no engine
# has, would be looked for in every library of the process when one is loaded.
engine_ldflags = $(AM_LDFLAGS) $(DEFS_LDFLAGS) $(NEEDED_LDFLAGS) -Wl,core/.libs/libhvac.so -Wc,-nostartfiles

# The engines once more as they will be installed, for HVAC_PLUGIN_PATH=$(abs_builddir)/stage/hvac/1. The loader refuses
# files and directories that others may write to, whatever the umask here is.
stage = stage/hvac/$(HVAC_ABI_MAJOR)
staged_engines =
stage_engine = $(AM_V_GEN)$(SHELL) $(srcdir)/%D%/stage $@
EXTRA_DIST += %D%/stage

include plugins/engines.mk

all-local: $(staged_engines)
clean-local: clean-stage
clean-stage:
	rm -rf stage
.PHONY: clean-stage

# libtool links each engine anew when it installs it, against the installed library. (The name is in a variable because
# automake would take a plain rule for one that replaces its own.)
install_engines = install-authexecLTLIBRARIES install-secretsexecLTLIBRARIES install-sysexecLTLIBRARIES
$(install_engines): install-libLTLIBRARIES

# dlopen needs no .la files; without them libtool cannot uninstall
install-exec-hook:
	@for engine in $(authexec_LTLIBRARIES) $(secretsexec_LTLIBRARIES) $(sysexec_LTLIBRARIES); do \
		name=`basename $$engine`; \
		rm -f "$(DESTDIR)$(authexecdir)/$$name" "$(DESTDIR)$(secretsexecdir)/$$name" "$(DESTDIR)$(sysexecdir)/$$name"; \
	done
uninstall-hook:
	@for engine in $(staged_engines); do rm -f "$(DESTDIR)$(plugindir)/$${engine#$(stage)/}"; done
	@for folder in "$(authexecdir)" "$(secretsexecdir)" "$(plugindir)" "$(libdir)/hvac"; do \
		rmdir "$(DESTDIR)$$folder" 2>/dev/null || :; \
	done
