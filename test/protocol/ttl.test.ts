import { parseTtl, type TtlRange } from "../../src/protocol";

const cloudflare: TtlRange = { min: 60, max: 86400, rule: "Cloudflare takes 60 to 86400 seconds" };

test.each<[unknown, TtlRange | undefined, number]>([
  [300, undefined, 300],
  [0, undefined, 0],
  [-0, undefined, 0],
  [2147483647, undefined, 2147483647],
  [60, cloudflare, 60],
  [86400, cloudflare, 86400],
])("parseTtl reads %p within %j", (value, range, expected) => {
  expect(parseTtl(value, "ttl", range)).toEqual({ ok: true, value: expected });
});

test.each<[unknown, TtlRange | undefined, string, string]>([
  [-1, undefined, "ttl-range", "a TTL is from 0 to 2147483647 seconds (RFC 2181 §8)"],
  [2147483648, undefined, "ttl-range", "a TTL is from 0 to 2147483647 seconds (RFC 2181 §8)"],
  [59, cloudflare, "ttl-range", "Cloudflare takes 60 to 86400 seconds"],
  [86401, cloudflare, "ttl-range", "Cloudflare takes 60 to 86400 seconds"],
  [0.5, undefined, "ttl-integer", "a TTL is a whole number of seconds (RFC 2181 §8)"],
  ["300", undefined, "ttl-integer", "a TTL is a whole number of seconds (RFC 2181 §8)"],
  [NaN, undefined, "ttl-integer", "a TTL is a whole number of seconds (RFC 2181 §8)"],
  [null, cloudflare, "ttl-integer", "a TTL is a whole number of seconds (RFC 2181 §8)"],
])("parseTtl refuses %p within %j for %s", (value, range, code, rule) => {
  const read = parseTtl(value, "ttl", range);
  expect(read.ok ? [] : read.problems).toMatchObject([{ path: "ttl", code, rule }]);
});
