import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { exitCode, startNode } from "./processes";
import { projectModule } from "./projectModule";
import { runtimeOptions } from "./runtimeOptions";

/** The SDK's runner exits so when it has already told the user what went wrong. */
const ALREADY_REPORTED = 32;

/** Runs a Pulumi program with the SDK's own runner, and tells the engine how it ended. */
export async function runProgram(request: RunRequest, engineAddress: string): Promise<RunResponse> {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const { typescript, tsconfig, nodeargs } = runtimeOptions(info);
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    "root-directory": info?.getRootDirectory() ?? folder,
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const args = [
    ...nodeargs,
    projectModule("@pulumi/pulumi/cmd/run", folder),
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    (info?.getEntryPoint() ?? request.getProgram()) || ".",
    ...request.getArgsList(),
  ];
  const config = Object.fromEntries(request.getConfigMap().entries());
  const env = {
    ...process.env,
    PULUMI_NODEJS_TYPESCRIPT: String(typescript),
    ...(tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig } : {}),
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  // The engine shows what this process prints after its port: the program's output needs no detour.
  const code = await exitCode(startNode(args, { cwd: request.getPwd(), env, stdio: ["ignore", "inherit", "inherit"] }));
  const response = new RunResponse();
  if (code === ALREADY_REPORTED) response.setBail(true);
  else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
  return response;
}
