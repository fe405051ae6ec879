import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** The options under `runtime:` in Pulumi.yaml that this host knows. */
export interface RuntimeOptions {
  /** Compile TypeScript while loading; default true. */
  typescript: boolean;
  /** Path of a tsconfig.json; default the one in the project. */
  tsconfig?: string;
  /** Arguments for node, separated by blanks. */
  nodeargs: string[];
}

export function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
  const options = info?.getOptions()?.toJavaScript() ?? {};
  const { typescript, tsconfig, nodeargs } = options;
  return {
    typescript: typescript !== false && typescript !== "false",
    ...(typeof tsconfig === "string" ? { tsconfig } : {}),
    nodeargs: typeof nodeargs === "string" ? nodeargs.split(/\s+/).filter(Boolean) : [],
  };
}
