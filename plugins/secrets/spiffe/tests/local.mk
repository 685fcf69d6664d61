# SPDX-License-Identifier: MIT
test_scripts += %D%/spiffe_no_live_test
