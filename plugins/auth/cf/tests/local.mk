# SPDX-License-Identifier: MIT
test_scripts += %D%/cf_no_live_test
