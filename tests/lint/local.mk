# SPDX-License-Identifier: MIT
# hvac-lint: that each rule of it fires, and that the engines here give it nothing to say.
EXTRA_DIST += %D%/names.json
test_scripts += %D%/names

if ENABLE_PLUGINS
test_scripts += \
	%D%/engines \
	%D%/rules
check_LTLIBRARIES += %D%/zoo.la
%C%_zoo_la_CPPFLAGS = $(public_cppflags)
%C%_zoo_la_LDFLAGS = $(test_module_ldflags) $(engine_ldflags)
%C%_zoo_la_LIBADD = core/libhvac.la
endif
