import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { languageRuntime } from "./languageRuntime";
import { exitWithParent } from "./processes";

/**
 * Pulumi's language host for Node.js, for an engine that was built without one. The engine starts it with its own
 * address as the last argument and reads the port from the first line of the output; all later output is the program's.
 */
function main(): void {
  const engineAddress = process.argv
    .slice(2)
    .filter((argument) => !argument.startsWith("-"))
    .at(-1);
  const server = new Server();
  server.addService(LanguageRuntimeService, languageRuntime(engineAddress ?? ""));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      process.stderr.write(`the Node.js language host cannot listen: ${error.message}\n`);
      process.exitCode = 1;
      return;
    }
    process.stdout.write(`${port}\n`);
  });
  exitWithParent();
}

main();
