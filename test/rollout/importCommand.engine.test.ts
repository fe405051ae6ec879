import { writeFileSync } from "node:fs";
import path from "node:path";
import { openProject } from "../../sandbox/engine/cliProject";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { importCommand, route53ImportId } from "../../src/rollout/importCommand";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ route53: [{ name: "example.com", id: "ZEXAMPLE" }] });
  sandbox.cloud.putRecord("ZEXAMPLE", { name: "_mta-sts.example.com", type: "TXT", values: ['"v=STSv1; id=1;"'] });
}, 600_000);
afterAll(() => sandbox.close());

const chain = "pulumi-mta-sts:index:MtaSts";
const id = route53ImportId("ZEXAMPLE", "_mta-sts.example.com", "TXT");

test.each([
  ["a component of the program", chain, ["MtaSts::mail"]],
  ["a component inside another one of the same name", `acme:index:Mail$${chain}`, ["Mail::mail", "MtaSts::mail"]],
])(
  "the printed command takes a record into a stack that holds nothing yet, as a child of %s",
  async (_name, types, components) => {
    const stack = `import${components.length}`;
    const urn = (type: string, name: string) => `urn:pulumi:${stack}::imports::${type}::${name}`;
    const ancestors =
      components.length === 1 ? [urn(chain, "mail")] : [urn("acme:index:Mail", "mail"), urn(types, "mail")];
    const command = importCommand({ urn: urn(`${types}$aws:route53/record:Record`, "mail-sts"), id }, ancestors);
    const [, json, args] = /^echo '(.*)' > import\.json && pulumi (.*)$/.exec(command) ?? [];
    const folder = sandbox.newFolder("import");
    const file = path.join(folder, "import.json");
    writeFileSync(file, json ?? "");
    const project = await openProject(sandbox, path.join(__dirname, "fixture"), stack);
    const words = (args ?? "").replace("import.json", file).split(" ");
    const result = await project.run([...words, "--yes", "--skip-preview"]);
    expect(result.text).toContain(`${components.length + 1} imported`);
    expect(result.code).toBe(0);
  },
  120_000,
);
