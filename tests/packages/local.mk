# SPDX-License-Identifier: MIT
#
# Packages of distributions. Building and installing them takes root and some minutes: make check-packages does it.
once_scripts += %D%/lists
package_tests = \
	%D%/alpine \
	%D%/debian \
	%D%/rpm

check-packages:
	@$(MAKE) $(AM_MAKEFLAGS) dist >/dev/null
	@$(AM_TESTS_ENVIRONMENT) HVAC_TEST_SECONDS=1800; export HVAC_TEST_SECONDS; \
	printf '%s\n' $(package_tests) | xargs -I '{}' -P 2 $(LOG_COMPILER) '$(srcdir)/{}'
.PHONY: check-packages

EXTRA_DIST += $(package_tests)
