import { formatVersion, isOlder, parseVersion } from "../../sandbox/engine/engineVersion";

test.each([
  ["v3.250.0", [3, 250, 0]],
  ["3.184.0-alpha.1a2b3c", [3, 184, 0]],
  [" v3.200.1\n", [3, 200, 1]],
  ["go1.25.11", [1, 25, 11]],
  ["go1.26", [1, 26, 0]],
  ["go1.27rc1", [1, 27, 0]],
  ["devel +abc", undefined],
  ["", undefined],
])("%j is read as %j", (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test.each([
  ["3.184.0", "3.184.0", false],
  ["3.183.9", "3.184.0", true],
  ["3.184.1", "3.184.0", false],
  ["2.999.0", "3.0.0", true],
  ["4.0.0", "3.184.0", false],
  ["1.9.0", "1.10.0", true],
])("is %s older than %s? %s", (version, than, older) => {
  expect(isOlder(parseVersion(version)!, parseVersion(than)!)).toBe(older);
});

test("a version is written as it is read", () => {
  expect(formatVersion([3, 184, 0])).toBe("3.184.0");
});
