"""The peer of bench:reports: for each line of input it parses the mails of a folder once, and prints how long that took."""
import json
import pathlib
import sys
import time

import parsedmarc

# From the file on, as the other side of the comparison reads them.
mails = [str(path) for path in sorted(pathlib.Path(sys.argv[1]).iterdir())[: int(sys.argv[2])]]
for _ in sys.stdin:
    clock, cpu = time.perf_counter(), time.process_time()
    for mail in mails:
        parsedmarc.parse_report_file(mail, offline=True)
    cpu = (time.process_time() - cpu) * 1000
    print(json.dumps({"clock": (time.perf_counter() - clock) * 1000, "cpu": cpu, "busiest": cpu}), flush=True)
