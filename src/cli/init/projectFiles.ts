import { packageManifest } from "../packageVersion";
import { dnsHosts } from "./dnsHost";
import { importFile } from "./importFile";
import { programText } from "./programText";
import { readmeText } from "./readmeText";
import type { InitPlan } from "./runInit";

/** Every file of the project: name → content. */
export function projectFiles(plan: InitPlan): Record<string, string> {
  const imports = importFile(plan);
  return {
    "Pulumi.yaml": pulumiYaml(plan),
    "index.ts": programText(plan),
    "package.json": json(packageJson(plan)),
    "tsconfig.json": json({
      compilerOptions: {
        target: "ES2020",
        module: "commonjs",
        moduleResolution: "node",
        strict: true,
        skipLibCheck: true,
        esModuleInterop: true,
      },
      files: ["index.ts"],
    }),
    ".gitignore": "node_modules/\n",
    "README.md": readmeText(plan, imports !== undefined),
    ...(imports ? { "import.json": json(imports) } : {}),
  };
}

function pulumiYaml({ domain, dns, zoneId }: InitPlan): string {
  return [
    `name: mta-sts-${domain.replaceAll(".", "-").slice(0, 80)}`,
    `description: MTA-STS and TLS reporting for ${domain}`,
    "runtime: nodejs",
    "config:",
    "  zoneId:",
    "    type: string",
    `    description: The id of the ${dnsHosts[dns].title} zone that holds ${domain}`,
    ...(zoneId === undefined ? [] : [`    default: ${JSON.stringify(zoneId)}`]),
    "",
  ].join("\n");
}

/** The policy is hosted in AWS also where the zone is in Cloudflare. */
function packageJson({ domain, dns }: InitPlan): object {
  const { version, peerDependencies } = packageManifest();
  const peers = ["@pulumi/aws", ...(dns === "cloudflare" ? ["@pulumi/cloudflare"] : []), "@pulumi/pulumi"];
  return {
    name: `mta-sts-${domain}`,
    version: "0.0.0",
    private: true,
    main: "index.ts",
    dependencies: {
      ...Object.fromEntries(peers.map((peer) => [peer, peerDependencies[peer] ?? "*"])),
      "pulumi-mta-sts": `^${version}`,
    },
    devDependencies: { typescript: "~5.9.0" },
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
