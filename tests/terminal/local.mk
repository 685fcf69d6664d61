# SPDX-License-Identifier: MIT
#
# The command as a person meets it, on a pseudo-terminal of 80 columns. Each script brings up what it needs.
once_scripts += %D%/help
test_scripts += \
	%D%/answers \
	%D%/exec \
	%D%/first_process \
	%D%/login \
	%D%/operator \
	%D%/status \
	%D%/watch
