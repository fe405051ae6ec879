/** The runtimes of the scripts that were asked for lately; a changed script or binding is another runtime. */
import * as http from "node:http";
import type { WorkerScript } from "../../../cloud/state";
import type { EdgeRequest, EdgeResponse } from "../exchange";
import { type RunningWorker, startWorker } from "./workerd";

/** Processes at a time: each has about 60 MB. */
const LIMIT = 4;
/** Milliseconds for a script to answer. */
const ANSWER_TIMEOUT = 30_000;
/** Headers of one connection, not of the message (RFC 9110 §7.6.1), and those that our own server writes. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "date"]);

export class WorkerPool {
  /** In order of use, oldest first. */
  readonly #workers = new Map<string, Promise<RunningWorker>>();

  async ask(script: WorkerScript, request: EdgeRequest): Promise<EdgeResponse> {
    const { port } = await this.#worker(script);
    return forward(port, request);
  }

  async close(): Promise<void> {
    const workers = [...this.#workers.values()];
    this.#workers.clear();
    await Promise.all(workers.map(stopQuietly));
  }

  #worker(script: WorkerScript): Promise<RunningWorker> {
    const { content, mainModule, compatibilityDate, bindings } = script;
    const key = JSON.stringify([content, mainModule, compatibilityDate, bindings]);
    const worker = this.#workers.get(key) ?? startWorker(script);
    this.#workers.delete(key);
    this.#workers.set(key, worker);
    worker.catch(() => this.#workers.delete(key)); // the next request tries again
    const [oldest] = this.#workers;
    if (this.#workers.size > LIMIT && oldest) {
      this.#workers.delete(oldest[0]);
      void stopQuietly(oldest[1]);
    }
    return worker;
  }
}

async function stopQuietly(worker: Promise<RunningWorker>): Promise<void> {
  const running = await worker.catch(() => undefined);
  await running?.stop();
}

function forward(port: number, request: EdgeRequest): Promise<EdgeResponse> {
  return new Promise((resolve, reject) => {
    const { method, path, query } = request;
    const headers = {
      ...request.headers,
      host: request.host,
      "x-forwarded-proto": request.secure ? "https" : "http",
      "cf-connecting-ip": "127.0.0.1",
      connection: "close",
    };
    const outgoing = http.request(
      { host: "127.0.0.1", port, method, path: path + query, headers, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
        answer.on("end", () => {
          const pairs = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name));
          const kept = pairs.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]);
          resolve({
            status: answer.statusCode ?? 500,
            headers: Object.fromEntries(kept) as Record<string, string>,
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    outgoing.setTimeout(ANSWER_TIMEOUT, () => outgoing.destroy(new Error("The Worker did not answer.")));
    outgoing.on("error", reject).end(request.body);
  });
}
