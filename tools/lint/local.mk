# SPDX-License-Identifier: MIT
noinst_PROGRAMS += %D%/hvac-lint
%C%_hvac_lint_SOURCES = \
	%D%/flag.c \
	%D%/help.c \
	%D%/lint.h \
	%D%/load.c \
	%D%/load.h \
	%D%/main.c \
	%D%/name.c \
	%D%/names.c \
	%D%/names.h \
	%D%/rules.c \
	%D%/secret.c \
	%D%/table.c \
	%D%/value.c \
	%D%/words.c \
	%D%/words.h
# _GNU_SOURCE for getopt_long and asprintf
%C%_hvac_lint_CPPFLAGS = -D_GNU_SOURCE=1 -DHVAC_NAMES='"$(pkgdatadir)/hvac-names.json"' $(public_cppflags)
%C%_hvac_lint_LDFLAGS = $(tool_ldflags)
%C%_hvac_lint_LDADD = core/libhvac.la $(SYSTEM_LIBS)
bin_PROGRAMS += %D%/installed/hvac-lint
%C%_installed_hvac_lint_SOURCES =
%C%_installed_hvac_lint_LDADD = $(%C%_hvac_lint_OBJECTS) $(%C%_hvac_lint_LDADD)
%C%_installed_hvac_lint_DEPENDENCIES = %D%/hvac-lint$(EXEEXT)
dist_pkgdata_DATA = %D%/hvac-names.json
EXTRA_DIST += %D%/make-names
