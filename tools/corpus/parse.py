"""Sums that parsedmarc reads from the mails or JSON files of a folder, as JSON. usage: parse.py <folder>"""

import gzip
import json
import pathlib
import sys

import parsedmarc

sums = {"reports": 0, "successes": 0, "failures": 0, "types": {}}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if path.suffix == ".eml":
        report = parsedmarc.parse_report_email(path.read_bytes(), offline=True)["report"]
    else:
        report = parsedmarc.parse_smtp_tls_report_json(gzip.decompress(path.read_bytes()).decode())
    sums["reports"] += 1
    for policy in report["policies"]:
        sums["successes"] += policy["successful_session_count"]
        sums["failures"] += policy["failed_session_count"]
        for detail in policy.get("failure_details", []):
            name = detail["result_type"]
            sums["types"][name] = sums["types"].get(name, 0) + detail["failed_session_count"]
print(json.dumps(sums))
