"""checkdmarc's verdicts on the MTA-STS and TLS-RPT of a domain, given as the only argument; the answer is JSON."""

import json
import os
import sys

import dns.nameserver
from checkdmarc.mta_sts import check_mta_sts
from checkdmarc.smtp_tls_reporting import check_smtp_tls_reporting

host, port = os.environ["SANDBOX_DNS"].split(":")
servers = [dns.nameserver.Do53Nameserver(host, int(port))]
domain = sys.argv[1]
verdicts = {
    "mtaSts": check_mta_sts(domain, nameservers=servers),
    "tlsRpt": check_smtp_tls_reporting(domain, nameservers=servers),
}
print(json.dumps(verdicts, default=str))
