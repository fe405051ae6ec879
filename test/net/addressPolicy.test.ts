import { addressRefusal } from "../../src/net/addressPolicy";
import { formatEndpoint, parseEndpoint } from "../../src/net/endpoint";
import { printable } from "../../src/net/printable";

test.each([
  "127.0.0.1",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1",
  "fc00::1",
  "fd00:ec2::254",
  "ff02::1",
  "::ffff:127.0.0.1",
  "::ffff:a9fe:a9fe",
  "64:ff9b::10.0.0.1",
  "2002:7f00:1::",
  "::7f00:1",
  "::127.0.0.1",
  "4000::1",
  "not an address",
])("%s is refused unless asked for", (address) => {
  expect(addressRefusal(address)).toBeDefined();
});

test.each(["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])("%s is public", (address) => {
  expect(addressRefusal(address)).toBeUndefined();
});

test("a private address is let through where asked for, a non-address never", () => {
  expect(addressRefusal("10.0.0.1", true)).toBeUndefined();
  expect(addressRefusal("ten", true)).toBe('"ten" is not an IP address');
});

test.each([
  ["127.0.0.1:5353", { host: "127.0.0.1", port: 5353 }],
  ["192.0.2.1", { host: "192.0.2.1", port: 53 }],
  ["::1", { host: "::1", port: 53 }],
  ["[::1]:99", { host: "::1", port: 99 }],
  ["d1.cloudfront.net:443", { host: "d1.cloudfront.net", port: 443 }],
  ["[127.0.0.1]:1", undefined],
  ["host:0", undefined],
  ["host:65536", undefined],
  ["a b", undefined],
  ["", undefined],
])("the endpoint %j is read as %j", (text, expected) => {
  expect(parseEndpoint(text, 53)).toEqual(expected);
  if (expected) expect(parseEndpoint(formatEndpoint(expected), 1)).toEqual(expected);
});

test("text from the network cannot steer a terminal", () => {
  expect(printable("a\u001b[31m\r\nb\u202ec\u2028")).toBe("a\\x1b[31m\\x0d\\x0ab\\u{202e}c\\u{2028}");
  expect(printable("x".repeat(300), 10)).toBe("xxxxxxxxxx…");
});
