# SPDX-License-Identifier: MIT
#
# The loader and its zoo. The plugins are modules that nobody installs; the tests copy them to where they are to be found.
EXTRA_DIST += %D%/abi-1.0

if ENABLE_PLUGINS
plugin_tests = \
	%D%/hooks \
	%D%/loader \
	%D%/locale \
	%D%/minor \
	%D%/threads \
	%D%/zoo
public_tests += $(plugin_tests)
thread_tests += %D%/threads
check_PROGRAMS += %D%/set_id

test_modules = \
	%D%/frozen.la \
	%D%/newer.la \
	%D%/unresolved.la \
	%D%/x_acme_licence.la \
	%D%/x_test_hooks.la \
	%D%/zoo_engines.la
check_LTLIBRARIES += $(test_modules)
test_module_ldflags = -module -avoid-version -shared -rpath /nowhere
%C%_frozen_la_SOURCES = %D%/frozen_plugin.c
%C%_frozen_la_CPPFLAGS = -I$(srcdir)/%D%/abi-1.0 $(LARGEFILE_CPPFLAGS) $(HARDENING_CPPFLAGS)
%C%_frozen_la_LDFLAGS = $(test_module_ldflags) $(engine_ldflags)
%C%_frozen_la_LIBADD = core/libhvac.la
%C%_newer_la_SOURCES = %D%/newer_plugin.c
%C%_newer_la_CPPFLAGS = $(public_cppflags)
%C%_newer_la_LDFLAGS = $(test_module_ldflags) $(engine_ldflags)
%C%_newer_la_LIBADD = core/libhvac.la
# what it lacks is only to be missed when it is loaded
%C%_unresolved_la_SOURCES = %D%/unresolved_plugin.c
%C%_unresolved_la_CPPFLAGS = $(public_cppflags)
%C%_unresolved_la_LDFLAGS = $(test_module_ldflags) $(AM_LDFLAGS)
%C%_unresolved_la_LIBADD = core/libhvac.la
%C%_x_acme_licence_la_CPPFLAGS = $(public_cppflags)
%C%_x_acme_licence_la_LDFLAGS = $(test_module_ldflags) $(engine_ldflags)
%C%_x_acme_licence_la_LIBADD = core/libhvac.la
%C%_x_test_hooks_la_CPPFLAGS = $(public_cppflags)
%C%_x_test_hooks_la_LDFLAGS = $(test_module_ldflags) $(engine_ldflags)
%C%_x_test_hooks_la_LIBADD = core/libhvac.la
%C%_zoo_engines_la_SOURCES = %D%/zoo_plugin.c
%C%_zoo_engines_la_CPPFLAGS = $(public_cppflags)
%C%_zoo_engines_la_LDFLAGS = $(test_module_ldflags) $(engine_ldflags)
%C%_zoo_engines_la_LIBADD = core/libhvac.la

# places and canned answers need what glibc adds
plugin_test_cppflags = -D_GNU_SOURCE=1 $(public_cppflags) $(CHECK_CFLAGS)
plugin_test_places = %D%/place.c %D%/place.h
plugin_test_answers = %D%/canned.c %D%/canned.h
%C%_hooks_SOURCES = %D%/hooks.c $(plugin_test_places) $(plugin_test_answers)
%C%_hooks_CPPFLAGS = $(plugin_test_cppflags)
%C%_hooks_LDFLAGS = $(public_test_ldflags)
%C%_hooks_LDADD = core/libhvac.la $(CHECK_LIBS)
%C%_loader_SOURCES = %D%/loader.c $(plugin_test_places)
%C%_loader_CPPFLAGS = $(plugin_test_cppflags)
%C%_loader_LDFLAGS = $(public_test_ldflags)
%C%_loader_LDADD = core/libhvac.la $(CHECK_LIBS) $(SYSTEM_LIBS)
%C%_locale_SOURCES = %D%/locale.c $(plugin_test_places)
%C%_locale_CPPFLAGS = $(plugin_test_cppflags)
%C%_locale_LDFLAGS = $(public_test_ldflags)
%C%_locale_LDADD = core/libhvac.la $(CHECK_LIBS)
%C%_minor_SOURCES = %D%/minor.c $(plugin_test_places) $(plugin_test_answers)
%C%_minor_CPPFLAGS = $(plugin_test_cppflags)
%C%_minor_LDFLAGS = $(public_test_ldflags)
%C%_minor_LDADD = core/libhvac.la $(CHECK_LIBS)
%C%_set_id_CPPFLAGS = -D_GNU_SOURCE=1 $(public_cppflags)
%C%_set_id_LDFLAGS = $(public_test_ldflags)
%C%_set_id_LDADD = core/libhvac.la
%C%_threads_SOURCES = %D%/threads.c $(plugin_test_places) $(plugin_test_answers)
%C%_threads_CPPFLAGS = $(plugin_test_cppflags)
%C%_threads_LDFLAGS = $(public_test_ldflags)
%C%_threads_LDADD = core/libhvac.la $(CHECK_LIBS) $(SYSTEM_LIBS)
%C%_zoo_SOURCES = %D%/zoo.c $(plugin_test_places)
%C%_zoo_CPPFLAGS = $(plugin_test_cppflags)
%C%_zoo_LDFLAGS = $(public_test_ldflags)
%C%_zoo_LDADD = core/libhvac.la $(CHECK_LIBS) $(SYSTEM_LIBS)
endif
