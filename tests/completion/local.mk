# SPDX-License-Identifier: MIT
#
# Completion: what the command offers, and what each shell makes of it.
test_scripts += %D%/candidates
once_scripts += %D%/shells
