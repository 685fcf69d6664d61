# SPDX-License-Identifier: MIT
test_scripts += %D%/consul_no_live_test
