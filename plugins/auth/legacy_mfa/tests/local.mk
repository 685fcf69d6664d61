# SPDX-License-Identifier: MIT
test_scripts += %D%/legacy_mfa_no_live_test
EXTRA_DIST += %D%/catalogue.py
