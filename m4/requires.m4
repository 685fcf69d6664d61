# SPDX-License-Identifier: MIT

# HVAC_ENGINE(ENGINE, NAME): adds it to hvac_engines, or to hvac_left_out when a module of pkg-config is missing which its
# folder's local.mk says it requires. autogen.sh defines HVAC_REQUIRES_NAME.
AC_DEFUN([HVAC_ENGINE], [
m4_ifdef([HVAC_REQUIRES_$2], [
PKG_CHECK_MODULES([$2], m4_dquote(m4_defn([HVAC_REQUIRES_$2])), [hvac_$2=yes], [hvac_$2=no])
AM_CONDITIONAL([HAVE_$2], [test "$hvac_$2" = yes])
AS_IF([test "$hvac_$2" = yes], [hvac_engines="${hvac_engines:+$hvac_engines }$1"],
	[hvac_left_out="${hvac_left_out:+$hvac_left_out, }$1 (m4_defn([HVAC_REQUIRES_$2]))"])
], [hvac_engines="${hvac_engines:+$hvac_engines }$1"])])
