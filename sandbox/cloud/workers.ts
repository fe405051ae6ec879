import { CloudflareError } from "./errors";
import type { CloudState, WorkerScript } from "./state";

/** Bytes that the text of one binding may have. */
const bindingLimit = 5120;

/** Cloudflare Workers: the scripts. What leads to them is in workerDomains.ts and workerRoutes.ts. */
export class Workers {
  constructor(private readonly state: CloudState) {}

  /** Creates or replaces the script of that name. */
  putScript(script: Omit<WorkerScript, "createdOn" | "modifiedOn">): WorkerScript {
    const refuse = (code: number, detail: string): CloudflareError =>
      new CloudflareError("PUT", scriptPath(script.accountId, script.name), 400, code, detail);
    if (!/^[a-z0-9_][a-z0-9-_]{0,62}$/.test(script.name)) throw refuse(10016, "workers.api.error.invalid_script_name");
    if (script.content === "") throw refuse(10021, "Your Worker failed validation: No such module.");
    const { compatibilityDate = "" } = script;
    if (compatibilityDate > new Date().toISOString().slice(0, 10)) {
      throw refuse(10021, `Can't set compatibility date in the future: ${compatibilityDate}`);
    }
    const names = script.bindings.map(({ name }) => name);
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined)
      throw refuse(10021, `Binding name '${repeated}' already in use. Please use a different name and try again.`);
    const large = script.bindings.find(({ text }) => Buffer.byteLength(text ?? "") > bindingLimit);
    if (large) throw refuse(10054, `Text binding '${large.name}' is too large: the limit is 5 KB.`);
    const now = new Date().toISOString();
    const createdOn = this.state.workerScripts.get(script.name)?.createdOn ?? now;
    const stored = { ...script, createdOn, modifiedOn: now };
    this.state.workerScripts.set(script.name, stored);
    return stored;
  }

  getScript(accountId: string, name: string, method = "GET"): WorkerScript {
    const script = this.state.workerScripts.get(name);
    if (script?.accountId === accountId) return script;
    const detail = "This Worker does not exist on your account.";
    throw new CloudflareError(method, scriptPath(accountId, name), 404, 10007, detail);
  }

  /** Refused while a custom domain or route leads to it (the provider does not force). */
  deleteScript(accountId: string, name: string): void {
    this.getScript(accountId, name, "DELETE");
    const domains = [...this.state.workerCustomDomains.values()].filter(({ service }) => service === name);
    const routes = [...this.state.workerRoutes.values()].filter(({ script }) => script === name);
    const users = [...domains.map(({ hostname }) => hostname), ...routes.map(({ pattern }) => pattern)];
    if (users.length > 0) {
      const detail = `Cannot delete this Worker as it is still referenced by: ${users.join(", ")}.`;
      throw new CloudflareError("DELETE", scriptPath(accountId, name), 400, 10064, detail);
    }
    this.state.workerScripts.delete(name);
  }
}

function scriptPath(accountId: string, name: string): string {
  return `accounts/${accountId}/workers/scripts/${name}`;
}
