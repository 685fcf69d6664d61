# SPDX-License-Identifier: MIT
#
# Packages of distributions. Building and installing them takes root and some minutes: make check-packages does it.
test_scripts += %D%/lists
package_tests = \
	%D%/alpine \
	%D%/debian \
	%D%/rpm

check-packages:
	@$(MAKE) $(AM_MAKEFLAGS) dist >/dev/null
	@$(AM_TESTS_ENVIRONMENT) HVAC_TEST_SECONDS=1800; export HVAC_TEST_SECONDS; failed=; \
	for test in $(package_tests); do $(LOG_COMPILER) $(srcdir)/$$test || failed=yes; done; test -z "$$failed"
.PHONY: check-packages

EXTRA_DIST += $(package_tests)
