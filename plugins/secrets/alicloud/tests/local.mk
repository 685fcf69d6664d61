# SPDX-License-Identifier: MIT
test_scripts += %D%/alicloud_no_live_test
