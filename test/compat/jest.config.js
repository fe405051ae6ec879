const { projects } = require("../../jest.config.js");
const { displayName, testMatch, ...unit } = projects[0];
const sdk = process.env.COMPAT_SDK;

/**
 * The unit tests with another `@pulumi/pulumi`, for this package and for the provider SDKs alike.
 * @type {import("jest").Config}
 */
module.exports = {
  ...unit,
  rootDir: "../..",
  displayName: `${displayName}-compat`,
  testMatch: [...testMatch, "<rootDir>/test/compat/*.check.ts"],
  moduleNameMapper: { "^@pulumi/pulumi$": sdk, "^@pulumi/pulumi/(.*)$": `${sdk}/$1` },
};
