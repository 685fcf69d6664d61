# SPDX-License-Identifier: MIT
test_scripts += %D%/active_directory_no_live_test
EXTRA_DIST += %D%/catalogue.py
