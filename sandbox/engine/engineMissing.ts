import { formatVersion, OLDEST_ENGINE } from "./engineVersion";
import type { EngineModule } from "./engineModule";

/** Neither a usable `pulumi` nor a way to build one: says what was looked at and how to get one. */
export class EngineMissingError extends Error {
  constructor(findings: readonly string[], module: EngineModule, cacheFolder: string) {
    super(
      [
        "No usable Pulumi CLI, and none can be built here:",
        ...findings.map((finding) => `  - ${finding}`),
        "",
        "Do one of these, then run the command again:",
        `  1. Install the Pulumi CLI, ${formatVersion(OLDEST_ENGINE)} or later:`,
        "       curl -fsSL https://get.pulumi.com | sh      (Linux, macOS)",
        "       brew install pulumi/tap/pulumi              (macOS)",
        "       winget install pulumi                       (Windows)",
        "     and put it on your PATH: https://www.pulumi.com/docs/iac/download-install/",
        `  2. Install Go ${module.goVersion} or later: https://go.dev/doc/install`,
        `     Pulumi ${module.version} is then built once (about four minutes on two cores) and kept in`,
        `     ${cacheFolder}`,
      ].join("\n"),
    );
    this.name = "EngineMissingError";
    // What a user can act on is in the message: frames of ours would only bury it.
    this.stack = `${this.name}: ${this.message}`;
  }
}
