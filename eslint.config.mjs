import js from "@eslint/js";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

// Imports point one way: a folder may import only the folders named beside it (see README, "Architecture").
const layers = {
  protocol: [],
  net: ["protocol"],
  reports: ["protocol"],
  checks: ["protocol", "net"],
  input: ["protocol"],
  rollout: ["protocol", "net", "reports", "input"],
  resources: [],
  dns: ["protocol", "input", "rollout", "resources"],
  hosting: ["protocol", "input", "rollout", "resources", "dns"],
  policyPack: ["protocol"],
  cli: ["protocol", "net", "reports", "checks"],
};
const zones = Object.entries(layers).flatMap(([folder, below]) => [
  { target: `./src/${folder}`, from: "./src", except: [folder, ...below].map((name) => `./${name}`) },
  { target: `./src/${folder}`, from: ["./sandbox", "./test", "./bench", "./examples", "./tools"] },
]);

export default tseslint.config(
  { ignores: ["dist/", "docs/api/", "**/node_modules/", "coverage/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".js"] } } },
    rules: {
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    // These start in milliseconds and run without an engine: the SDK alone costs 0.4 s.
    files: ["src/protocol/**", "src/net/**", "src/reports/**", "src/checks/**", "src/cli/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["@pulumi/*"] }] },
  },
  {
    files: ["**/*.js", "**/*.cjs", "**/*.mjs"],
    languageOptions: {
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
      },
    },
  },
);
