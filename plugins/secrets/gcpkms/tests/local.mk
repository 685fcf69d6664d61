# SPDX-License-Identifier: MIT
test_scripts += %D%/gcpkms_no_live_test
