/** @type {import("jest").Config} */
const shared = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tsconfig.json", diagnostics: false }] },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/examples/"],
};

module.exports = {
  // The default leaves a core free, which is half of a small machine; engine tests wait for other processes anyway.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/test/support/slowestFirst.js",
  // Each suite loads the SDKs anew: a worker that has grown is replaced.
  workerIdleMemoryLimit: "1500MB",
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "\\.engine\\.test\\.ts$"],
    },
    {
      ...shared,
      displayName: "engine",
      // Finds or builds the engine before any test's clock starts.
      globalSetup: "<rootDir>/test/support/engineSetup.ts",
      testMatch: ["<rootDir>/test/**/*.engine.test.ts"],
    },
  ],
};
