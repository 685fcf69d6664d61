# SPDX-License-Identifier: MIT
test_scripts += %D%/scep_no_live_test
