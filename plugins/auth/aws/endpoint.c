/* SPDX-License-Identifier: MIT */
/* Where STS listens in each of Amazon's partitions; the rules are those of the SDKs' endpoints.json. */
#include "endpoint.h"
#include "signing.h"

/* By how their regions' names begin; the last is Amazon's main one. */
static const struct partition {
	const char *region, *domain, *fips;
} partitions[] = {
	{ "cn-", "amazonaws.com.cn", "sts-fips" },
	{ "us-gov-", "amazonaws.com", "sts" },
	{ "us-iso-", "c2s.ic.gov", "sts-fips" },
	{ "us-isob-", "sc2s.sgov.gov", "sts-fips" },
	{ "us-isof-", "csp.hci.ic.gov", "sts-fips" },
	{ "eu-isoe-", "cloud.adc-e.uk", "sts-fips" },
	{ "eusc-", "amazonaws.eu", "sts-fips" },
	{ "", "amazonaws.com", "sts-fips" },
};

const char *aws_endpoint_host(struct hvac_task *task, const char *region, bool fips)
{
	const struct partition *partition = partitions;

	while (strncmp(region, partition->region, strlen(partition->region)) != 0)
		partition++;
	if (!fips && !strcmp(region, "us-east-1"))
		return "sts.amazonaws.com";
	return text_print(task, "%s.%s.%s", fips ? partition->fips : "sts", region, partition->domain);
}
