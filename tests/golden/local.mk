# SPDX-License-Identifier: MIT
# What is sent and what is made of answers, at the socket: the command under test against servers of the tests' own.
test_scripts += \
	%D%/catalogue \
	%D%/facade \
	%D%/vectors \
	%D%/wire \
	%D%/answers \
	%D%/repeats \
	%D%/streams \
	%D%/snapshot
