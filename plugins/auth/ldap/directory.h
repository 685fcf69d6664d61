/* SPDX-License-Identifier: MIT */
/*
 * How the server finds people and their groups in a directory: settings of auth/ldap, and of auth/kerberos for the groups.
 * They follow the order of Python hvac.
 */
#ifndef HVAC_AUTH_LDAP_DIRECTORY_H
#define HVAC_AUTH_LDAP_DIRECTORY_H

#include <hvac/plugin.h>

#define TLS_VERSIONS "tls10 tls11 tls12 tls13"

/* `null_bind`: what is sent of deny_null_bind when it is not given. */
#define DIRECTORY(null_bind) \
	HVAC_BODY("userdn", STRING, .help = "Entry below which people are searched: ou=people,dc=example,dc=com"), \
	HVAC_BODY("groupdn", STRING, .help = "Entry below which groups are searched: ou=groups,dc=example,dc=com; without it nobody has any"), \
	HVAC_BODY("url", STRING, .help = "ldap://HOST[:PORT] or ldaps://...; several, separated by commas, are tried in turn; ldap://127.0.0.1 by default"), \
	HVAC_BODY("case_sensitive_names", BOOLEAN, .help = "Whether Ann and ann are two names in users and groups; false by default"), \
	HVAC_BODY("starttls", BOOLEAN, .help = "Whether to begin TLS on an ldap:// connection; false by default"), \
	HVAC_BODY("tls_min_version", STRING, .values = TLS_VERSIONS, .help = "Oldest TLS to speak; tls12 by default"), \
	HVAC_BODY("tls_max_version", STRING, .values = TLS_VERSIONS, .help = "Newest TLS to speak; tls12 by default"), \
	HVAC_BODY("insecure_tls", BOOLEAN, .help = "Whether the directory's certificate goes unchecked; false by default"), \
	HVAC_BODY("certificate", STRING, .help = "CA to check the directory's certificate with, PEM; the system's by default"), \
	HVAC_BODY("binddn", STRING, .help = "Entry to search as: cn=vault,dc=example,dc=com; anonymous by default"), \
	HVAC_BODY("bindpass", STRING, .flags = HVAC_SECRET, .help = "Password of binddn"), \
	HVAC_BODY("userattr", STRING, .help = "Attribute that holds the username: uid, samaccountname; cn by default"), \
	HVAC_BODY("discoverdn", BOOLEAN, .help = "Whether to search anonymously for the entry of who logs in; false by default"), \
	HVAC_BODY("deny_null_bind", BOOLEAN, .dflt = null_bind, .help = "Whether an empty password is refused, which many directories take for anonymous; true by default"), \
	HVAC_BODY("upndomain", STRING, .help = "Domain to log in with as USERNAME@DOMAIN, as Active Directory wants it"), \
	HVAC_BODY("groupfilter", STRING, .help = "Filter (Go template of .Username, .UserDN) that finds someone's groups; by memberUid, member and uniqueMember by default"), \
	HVAC_BODY("groupattr", STRING, .help = "Attribute that names a group; memberOf where groupfilter finds people instead; cn by default"), \
	HVAC_BODY("use_token_groups", BOOLEAN, .help = "Whether to take all groups, nested ones too, from Active Directory's tokenGroups; false by default"), \
	HVAC_BODY("anonymous_group_search", BOOLEAN, .help = "Whether groups are searched without logging in; false by default"), \
	HVAC_BODY("client_tls_cert", STRING, .help = "Certificate to show to the directory, PEM"), \
	HVAC_BODY("client_tls_key", STRING, .flags = HVAC_SECRET, .help = "Private key of client_tls_cert, PEM"), \
	HVAC_BODY("connection_timeout", DURATION, .help = "How long to wait for one directory before the next is tried: 30, \"30s\"; 30s by default"), \
	HVAC_BODY("dereference_aliases", STRING, .values = "never finding searching always", .help = "When an alias stands for its entry; never by default"), \
	HVAC_BODY("max_page_size", INTEGER, .help = "Entries to ask for in one part of a search; 0: not in parts, the default"), \
	HVAC_BODY("request_timeout", DURATION, .help = "How long the directory may take for one answer: 90, \"90s\"; 90s by default"), \
	HVAC_BODY("userfilter", STRING, .help = "Filter (Go template of .UserAttr, .Username) that finds who logs in; ({{.UserAttr}}={{.Username}}) by default"), \
	HVAC_BODY("username_as_alias", BOOLEAN, .help = "Whether the entity's alias is the name typed, not the attribute's; false by default"), \
	HVAC_BODY("use_pre111_group_cn_behavior", BOOLEAN, .help = "Whether groups' names are compared as Vault before 1.1.1 did, for policies from that time; false by default"), \
	HVAC_BODY("schema", STRING, .values = "openldap ad racf", .help = "Kind of directory; openldap by default (Vault 2.1 and later)"), \
	HVAC_BODY("enable_samaccountname_login", BOOLEAN, .help = "Whether sAMAccountName logs in besides upndomain; false by default (Vault 2.1 and later)")

#endif
