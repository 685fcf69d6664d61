# SPDX-License-Identifier: MIT
#
# The library from outside, by whatever a program is built with.
test_scripts += %D%/builds
