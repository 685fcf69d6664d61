# SPDX-License-Identifier: MIT
#
# The command as a person meets it, on a pseudo-terminal of 80 columns. Each script brings up what it needs.
test_scripts += \
	%D%/answers \
	%D%/exec \
	%D%/help \
	%D%/login \
	%D%/operator \
	%D%/status \
	%D%/watch
