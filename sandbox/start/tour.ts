import path from "node:path";
import { CliError, type CliProject, openProject } from "../engine/cliProject";
import type { Sandbox } from "../sandbox";
import { fetchAsSender, type SenderView } from "../senders/plain";
import { CliOutput } from "./cliOutput";
import type { Terminal } from "./terminal";

const root = path.join(__dirname, "../..");
const domain = "example.com";
const presentMx = "*.mail.protection.outlook.com";
const addedMx = "relay.example.com";

/** Takes the root project through its first two deployments on the real engine, and looks at each as a sender does. */
export async function tour(sandbox: Sandbox, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const project = await openProject(sandbox, root);
  const pulumi = (shown: string, ...args: string[]): Promise<void> => run(project, terminal, signal, shown, args);

  terminal.heading(`1. What would be made for ${domain}`);
  await pulumi("pulumi preview", "preview", "--suppress-progress");

  terminal.heading("2. Make it");
  await pulumi("pulumi up --yes --skip-preview", "up", "--yes", "--skip-preview", "--suppress-progress");

  terminal.heading("3. What a mail server sees that sends to it");
  const before = await fetchAsSender(sandbox.servers, domain);
  showView(before, terminal);

  terminal.heading("4. Another host takes mail: what would change");
  await pulumi(`pulumi config set --path 'mx[0]' '${presentMx}'`, "config", "set", "--path", "mx[0]", presentMx);
  await pulumi(`pulumi config set --path 'mx[1]' ${addedMx}`, "config", "set", "--path", "mx[1]", addedMx);
  await pulumi("pulumi preview --diff", "preview", "--diff", "--suppress-progress");

  terminal.heading("5. Change it");
  await pulumi("pulumi up --yes --skip-preview", "up", "--yes", "--skip-preview", "--suppress-progress");

  terminal.heading("6. What the mail server sees now");
  const after = await fetchAsSender(sandbox.servers, domain);
  showView(after, terminal);
  check(before, after);
  terminal.text(`
The id went from ${before.id}
              to ${terminal.highlight(after.id!)}
in the same deployment as the policy. A mail server keeps a policy until it sees another id: it sees one now,
fetches the new policy and delivers to ${terminal.highlight(addedMx)} as well.`);
}

async function run(
  project: CliProject,
  terminal: Terminal,
  signal: AbortSignal,
  shown: string,
  args: string[],
): Promise<void> {
  terminal.command(shown);
  const output = new CliOutput((line) => {
    terminal.text(line);
  });
  const color = ["--color", terminal.color ? "always" : "never"];
  const onOutput = (text: string): void => {
    output.write(text);
  };
  const result = await project.run([...args, ...color], { onOutput, signal });
  output.end();
  signal.throwIfAborted();
  // What went wrong has just been shown.
  if (result.code !== 0) throw new CliError(args, { ...result, text: "" });
}

function showView(view: SenderView, terminal: Terminal): void {
  if (view.policy === undefined) throw new Error(`A sender gets no policy: ${view.problem ?? "and no reason"}`);
  const lines = view.policy.trimEnd().split("\r\n");
  terminal.text(`
_mta-sts.${domain} TXT
    ${terminal.highlight(view.txt.join("\n    "))}
https://mta-sts.${domain}/.well-known/mta-sts.txt
    ${terminal.dim(`${view.status} ${view.contentType}`)}
${lines.map((line) => `    ${line}`).join("\n")}`);
}

/** The demonstration must not claim what did not happen. */
function check(before: SenderView, after: SenderView): void {
  const problems = [
    ...(before.id === after.id ? ["the id did not change"] : []),
    ...(after.policy?.includes(`mx: ${addedMx}\r\n`) ? [] : [`the policy does not list ${addedMx}`]),
  ];
  if (problems.length > 0) throw new Error(`The second deployment went wrong: ${problems.join("; ")}`);
}
