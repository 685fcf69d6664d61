# SPDX-License-Identifier: MIT
#
# `make check` runs what is in TESTS, each through tests/run, and sums up what they counted. To add a unit test write
# tests/unit/NAME.c and add tests/unit/NAME to the list: it is linked with the whole core, hidden functions included.
# Scripts print TAP.
unit_tests =

# through the public interface alone: each also needs
#	tests_x_CPPFLAGS = $(public_cppflags) $(CHECK_CFLAGS)
#	tests_x_LDFLAGS = $(public_test_ldflags)
#	tests_x_LDADD = core/libhvac.la $(CHECK_LIBS)
public_tests =
public_test_ldflags = $(AM_LDFLAGS) -no-install

test_scripts = \
	%D%/check-exports \
	%D%/check-headers \
	%D%/check-largefile

# those that say under sanitizers nothing that others do not: they are of thousands of processes, or read and compile
once_scripts =

# those that valgrind is spared, and AddressSanitizer not: the engines' own, in their folders, against the real server
live_tests =

# the ones that are worth a run under the thread sanitizer
thread_tests =

# the folders' own lists
include tests/unit/local.mk
include tests/golden/local.mk
include tests/plugins/local.mk
include tests/lint/local.mk
include tests/live/local.mk
include tests/engines/local.mk
include tests/fault/local.mk
include tests/fuzz/local.mk
include tests/completion/local.mk
include tests/consumers/local.mk
include tests/pages/local.mk
include tests/terminal/local.mk
include tests/torture/local.mk
include tests/typed/local.mk
include tests/differential/local.mk
include tests/cluster/local.mk
include tests/abi/local.mk
include tests/packages/local.mk
include tests/soak/local.mk

TEST_EXTENSIONS =
LOG_DRIVER = $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
# its exit status says nothing that its TAP does not
AM_LOG_DRIVER_FLAGS = --ignore-exit
LOG_COMPILER = $(PYTHON3) $(srcdir)/%D%/run
AM_TESTS_ENVIRONMENT = \
	HVAC_SOURCE='$(abs_srcdir)'; export HVAC_SOURCE; \
	HVAC_BUILD='$(abs_builddir)'; export HVAC_BUILD; \
	HVAC='$(abs_builddir)/cli/hvac'; export HVAC; \
	HVAC_PLUGIN_PATH='$(abs_builddir)/$(stage)'; export HVAC_PLUGIN_PATH; \
	CC='$(CC)'; export CC; \
	CXX='$(CXX)'; export CXX; \
	CFLAGS='$(CFLAGS)'; export CFLAGS; \
	LDFLAGS='$(LDFLAGS)'; export LDFLAGS; \
	NM='$(NM)'; export NM;

LDADD = core/libcore.la $(CHECK_LIBS) $(COVERAGE_LIBS)
if ENABLE_TESTS
check_PROGRAMS += $(unit_tests) $(public_tests) $(live_tests)
# what takes longest first: nothing is left to wait for alone at the end
TESTS += $(test_scripts) $(once_scripts) $(public_tests) $(live_tests) $(unit_tests)
else
check-local:
	@echo 'configured with --disable-tests: nothing was tested'
endif

# make check-unit: the tests that need no server and no other program, as packages run them
check-unit:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(unit_tests)' check_PROGRAMS='$(unit_tests)' check_LTLIBRARIES=
# make check-valgrind: the compiled tests again, of the engines one pass over all; of a build with --enable-sanitizers,
# make check-sanitizers: all tests but once_scripts, and of one with =thread, make check-threads: those with threads; of one with
# --enable-builtin, make check-builtin: those that see where an engine comes from
VALGRIND = valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible \
	--show-leak-kinds=definite,indirect,possible --trace-children=no
under_valgrind = HVAC_TEST_WRAPPER='$(VALGRIND)' HVAC_TEST_SHORT=yes CK_TIMEOUT_MULTIPLIER=10
check-valgrind:
	$(under_valgrind) CK_FORK=no $(MAKE) $(AM_MAKEFLAGS) check TESTS='$(one_process_tests)'
	$(under_valgrind) $(MAKE) $(AM_MAKEFLAGS) check TESTS='$(filter-out $(one_process_tests),$(public_tests) $(unit_tests))'
check-sanitizers:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(test_scripts) $(public_tests) $(live_tests) $(unit_tests)'
check-threads:
	CK_TIMEOUT_MULTIPLIER=10 $(MAKE) $(AM_MAKEFLAGS) check TESTS='$(thread_tests)' check_PROGRAMS='$(thread_tests)'
check-builtin:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(builtin_scripts) $(public_tests)'
builtin_scripts = \
	%D%/completion/shells \
	%D%/consumers/builds \
	%D%/golden/catalogue \
	%D%/golden/vectors \
	%D%/live/examples
# make check-analysis: what the analyzers find in core, cli and plugins
check-analysis:
	@$(AM_TESTS_ENVIRONMENT) HVAC_TEST_SECONDS=1800 nice $(LOG_COMPILER) $(srcdir)/scripts/analyze $(abs_builddir)
# make check-coverage (of a build by clang with --enable-coverage): those that have to do with the core, and which lines of it they
# leave out
coverage_tests = $(unit_tests) $(public_tests) $(live_tests) \
	$(filter tests/golden/% tests/fault/% tests/differential/% plugins/sys/tests/tenants,$(test_scripts) $(once_scripts))
check-coverage:
	rm -rf profiles
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(coverage_tests)'
	$(MAKE) $(AM_MAKEFLAGS) check-torture
	$(LOG_COMPILER) $(srcdir)/scripts/coverage
.PHONY: check-unit check-analysis check-valgrind check-sanitizers check-threads check-builtin check-coverage
clean-local: clean-results
clean-results:
	rm -rf profiles %D%/results
.PHONY: clean-results

EXTRA_DIST += %D%/requirements.txt %D%/run %D%/python $(test_scripts) $(once_scripts) %D%/data
