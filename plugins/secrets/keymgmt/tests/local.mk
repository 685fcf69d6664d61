# SPDX-License-Identifier: MIT
test_scripts += %D%/keymgmt_no_live_test
