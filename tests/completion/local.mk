# SPDX-License-Identifier: MIT
#
# Completion: what the command offers, and what each shell makes of it.
test_scripts += \
	%D%/candidates \
	%D%/shells
