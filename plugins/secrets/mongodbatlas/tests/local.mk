# SPDX-License-Identifier: MIT
test_scripts += %D%/mongodbatlas_no_live_test
