"""Asks postfix-mta-sts-resolver for a domain as Postfix does over its socket map; question and answer are JSON.

{"domain": "example.com", "known": {"ts": 0, "id": "1", "policy": {"mode": "testing", "mx": ["a"], "max_age": 1}}}
"""

import asyncio
import json
import os
import sys

import aiodns
from postfix_mta_sts_resolver.base_cache import CacheEntry
from postfix_mta_sts_resolver.responder import STSSocketmapResponder

ZONE = {"strict_testing": True, "timeout": 4, "require_sni": True, "tlsrpt": False}
# A grace of zero: each question looks at the TXT record, however fresh the cached policy is.
CONFIG = {
    "host": "127.0.0.1",
    "port": 0,
    "reuse_port": False,
    "shutdown_timeout": 1,
    "cache_grace": 0,
    "default_zone": ZONE,
    "zones": {},
}


class OneEntry:
    """A cache that holds what the sender knows of this one domain."""

    def __init__(self, entry):
        self.entry = entry

    async def get(self, _domain):
        return self.entry

    async def safe_set(self, _domain, entry, _logger):
        self.entry = entry


async def main():
    question = json.load(sys.stdin)
    known = question.get("known")
    cache = OneEntry(known and CacheEntry(known["ts"], known["id"], known["policy"]))
    loop = asyncio.get_running_loop()
    responder = STSSocketmapResponder(CONFIG, loop, cache)
    resolver = responder._default_zone.resolver
    host, port = os.environ["SANDBOX_DNS"].split(":")
    resolver._resolver = aiodns.DNSResolver(
        loop=loop, timeout=4, nameservers=[host], udp_port=int(port), tcp_port=int(port)
    )
    seen = []
    resolve = resolver.resolve

    async def watch(*arguments):
        result = await resolve(*arguments)
        seen.append(result[0].name)
        return result

    resolver.resolve = watch
    answer = await responder.process_request(b"postfix " + question["domain"].encode())
    entry = cache.entry
    # The answer is a netstring: its length, a colon, the text, a comma.
    reply = {"status": seen[0] if seen else "CACHED", "map": answer.split(b":", 1)[1][:-1].decode()}
    if entry is not None:
        reply["known"] = {"ts": entry.ts, "id": entry.pol_id, "policy": entry.pol_body}
    print(json.dumps(reply))


asyncio.run(main())
