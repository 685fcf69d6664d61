# SPDX-License-Identifier: MIT
test_scripts += %D%/terraform_no_live_test
