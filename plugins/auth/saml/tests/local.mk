# SPDX-License-Identifier: MIT
test_scripts += %D%/saml_no_live_test
EXTRA_DIST += %D%/catalogue.py
