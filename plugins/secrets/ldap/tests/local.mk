# SPDX-License-Identifier: MIT
test_scripts += %D%/ldap
