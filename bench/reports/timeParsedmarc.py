"""Seconds that parsedmarc needs for the mails of a folder: the peer of bench:reports."""
import json
import pathlib
import sys
import time

import parsedmarc

# From the file on, as the other side of the comparison reads them.
mails = [str(path) for path in sorted(pathlib.Path(sys.argv[1]).iterdir())[: int(sys.argv[2])]]
started = time.perf_counter()
for mail in mails:
    parsedmarc.parse_report_file(mail, offline=True)
print(json.dumps({"milliseconds": (time.perf_counter() - started) * 1000 / len(mails)}))
