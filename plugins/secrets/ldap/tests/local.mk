# SPDX-License-Identifier: MIT
test_scripts += %D%/ldap
EXTRA_DIST += %D%/catalogue.py
