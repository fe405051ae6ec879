"""Has tlsrpt-reporter write reports as it does for real, from session data, and "send" them as mail into a folder.

usage: generate.py <folder> <days>; prints the sums that the reports must tell, as JSON.
"""

import gzip
import json
import pathlib
import random
import sqlite3
import sys
import types

from tlsrpt_reporter import tlsrpt

folder = pathlib.Path(sys.argv[1])
days = int(sys.argv[2])
random.seed(20260318)
CODES = {201: "starttls-not-supported", 202: "certificate-host-mismatch", 203: "certificate-not-trusted", 204: "certificate-expired", 205: "validation-failure"}

reporter = object.__new__(tlsrpt.TLSRPTReportd)
reporter.con = sqlite3.connect(":memory:")
reporter.con.executescript(
    "CREATE TABLE reports (r_id INTEGER PRIMARY KEY, day, domain, uniqid, report);"
    "CREATE TABLE destinations (destination, d_r_id, retries, status, nexttry);"
    "CREATE TABLE reportdata (day, domain, data, fetcherindex, status);"
)
reporter.destination_map = types.SimpleNamespace(map_destination=lambda domain, ruas, logger: ruas)
reporter.schedule_report_delivery = lambda: None
reporter.cfg = types.SimpleNamespace(
    organization_name="Independent Sender GmbH",
    contact_info="tlsrpt@sender.example",
    sender_address="tlsrpt@sender.example",
    debug_send_mail_dest="",
    debug_send_file_dest="",
    sendmail_timeout=10,
    compression_level=6,
)
sums = {"reports": 0, "successes": 0, "failures": 0, "types": {}}
for number in range(1, days + 1):
    day = f"2026-03-{number:02d}"
    policy = json.dumps({
        "policy-type": 2,
        "policy-string": ["version: STSv1", "mode: testing", "mx: mx1.example.com", "mx: mx2.example.com", "max_age: 86400"],
        "policy-domain": "example.com",
        "mx-host": ["mx1.example.com", "mx2.example.com"],
    })
    failures = {}
    for _ in range(random.randrange(6)):
        code = random.choice(list(CODES))
        mx = random.choice(["mx1.example.com", "mx2.example.com"])
        key = json.dumps({"c": code, "n": mx, "r": "198.51.100.7", "s": "2001:db8::25", "f": "why \u00e9"}, sort_keys=True)
        failures[key] = failures.get(key, 0) + random.randrange(1, 9)
    failed = sum(failures.values())
    total = failed + random.randrange(10, 500)
    for key, count in failures.items():
        name = CODES[json.loads(key)["c"]]
        sums["types"][name] = sums["types"].get(name, 0) + count
    sums["reports"] += 1
    sums["successes"] += total - failed
    sums["failures"] += failed
    data = {"v=TLSRPTv1;rua=mailto:reports@example.com": {policy: {"cntrtotal": total, "cntrfailure": failed, "failures": failures}}}
    reporter.con.execute("INSERT INTO reportdata VALUES (?,?,?,0,'fetched')", (day, "example.com", json.dumps(data)))
    reporter.create_report_for(day, "example.com")
for r_id, day, uniqid, report in reporter.con.execute("SELECT r_id, day, uniqid, report FROM reports").fetchall():
    packed = gzip.compress(report.encode())
    (folder / f"{day}.json.gz").write_bytes(packed)
    reporter.cfg.sendmail_script = f"cat > '{folder}/{day}.eml'"
    reporter.send_out_report_to_mail(day, "example.com", r_id, uniqid, "mailto:reports@example.com", packed)
print(json.dumps(sums))
