# SPDX-License-Identifier: MIT
test_scripts += %D%/pki_external_ca_no_live_test
EXTRA_DIST += %D%/catalogue.py
