# SPDX-License-Identifier: MIT
test_scripts += %D%/azure_no_live_test
