# SPDX-License-Identifier: MIT
#
# The library from outside, by whatever a program is built with.
once_scripts += %D%/builds
