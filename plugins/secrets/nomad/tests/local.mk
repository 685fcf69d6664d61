# SPDX-License-Identifier: MIT
test_scripts += %D%/nomad_no_live_test
