import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Where a stack's secrets are kept: the URL of its secrets provider, and the environment that the engine needs for it. */
export interface KeyService {
  secretsProvider: string;
  env: Record<string, string>;
}

let service: Promise<KeyService> | undefined;

/**
 * Stands in for a Vault server's transit engine, whose "encryption" here is the identity. With a passphrase each process
 * of the CLI hashes it a million times, which is a third of what an operation computes.
 */
export function keyService(): Promise<KeyService> {
  return (service ??= start());
}

async function start(): Promise<KeyService> {
  const server = createServer((request, response) => {
    void answer(request).then((data) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It ends with the process: stacks of any sandbox may ask it.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    secretsProvider: "hashivault://test",
    env: { VAULT_ADDR: `http://127.0.0.1:${port}`, VAULT_TOKEN: "test" },
  };
}

const prefix = "vault:v1:";

async function answer(request: IncomingMessage): Promise<Record<string, string>> {
  const { plaintext, ciphertext } = JSON.parse(await text(request)) as { plaintext?: string; ciphertext?: string };
  return plaintext === undefined
    ? { plaintext: (ciphertext ?? "").slice(prefix.length) }
    : { ciphertext: prefix + plaintext };
}
