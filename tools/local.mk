# SPDX-License-Identifier: MIT
noinst_PROGRAMS += %D%/hvac-gen
%C%_hvac_gen_SOURCES = \
	%D%/gen/comment.c \
	%D%/gen/comment.h \
	%D%/gen/completion.c \
	%D%/gen/description.c \
	%D%/gen/description.h \
	%D%/gen/gen.h \
	%D%/gen/header.c \
	%D%/gen/main.c \
	%D%/gen/names.c \
	%D%/gen/names.h \
	%D%/gen/page.c \
	%D%/gen/policy.c \
	%D%/gen/policy.h \
	%D%/gen/roff.c \
	%D%/gen/roff.h
%C%_hvac_gen_CPPFLAGS = $(public_cppflags)
%C%_hvac_gen_LDFLAGS = $(tool_ldflags)
%C%_hvac_gen_LDADD = core/libhvac.la
bin_PROGRAMS += %D%/installed/hvac-gen
%C%_installed_hvac_gen_SOURCES =
%C%_installed_hvac_gen_LDADD = $(%C%_hvac_gen_OBJECTS) $(%C%_hvac_gen_LDADD)
%C%_installed_hvac_gen_DEPENDENCIES = %D%/hvac-gen$(EXEEXT)

# The engines' typed headers and pages, whose rules autogen.sh writes. They are in the archive: a build for another machine, which
# cannot run hvac-gen, takes them from there.
if CROSS_COMPILING
generator =
generate = @echo >&2 'make: $@ is missing, and a build for another machine cannot make it: build from a release, or from an archive that "make dist" made in a build for this machine'; exit 1;
else
generator = %D%/hvac-gen$(EXEEXT)
generate = $(AM_V_GEN)$(SHELL) $(srcdir)/%D%/gen/generate $@ $(generator)
endif
generate_staged = $(generate) --path $(abs_builddir)/$(stage)
EXTRA_DIST += %D%/gen/generate

# What is in the archive is not to be cleaned away where that was unpacked.
clean-local: clean-generated
clean-generated:
	test "$(srcdir)" = . || rm -f $(generated)
MAINTAINERCLEANFILES += $(generated)
.PHONY: clean-generated

include tools/lint/local.mk
