# SPDX-License-Identifier: MIT
test_scripts += %D%/kmip_no_live_test
EXTRA_DIST += %D%/catalogue.py
