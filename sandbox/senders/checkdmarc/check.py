"""checkdmarc's verdicts on the MTA-STS and TLS-RPT of the domains given as arguments; the answer is a JSON list."""

import json
import os
import sys

import dns.nameserver
from checkdmarc.mta_sts import check_mta_sts
from checkdmarc.smtp_tls_reporting import check_smtp_tls_reporting

host, port = os.environ["SANDBOX_DNS"].split(":")
servers = [dns.nameserver.Do53Nameserver(host, int(port))]
verdicts = [
    {
        "mtaSts": check_mta_sts(domain, nameservers=servers),
        "tlsRpt": check_smtp_tls_reporting(domain, nameservers=servers),
    }
    for domain in sys.argv[1:]
]
print(json.dumps(verdicts, default=str))
