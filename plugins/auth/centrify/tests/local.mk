# SPDX-License-Identifier: MIT
test_scripts += %D%/centrify_no_live_test
