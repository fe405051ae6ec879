import { connect, type Socket } from "node:net";
import type { Endpoint } from "./endpoint";

export type TcpResult = { ok: true; socket: Socket } | { ok: false; timedOut: boolean; code: string };

/** Opens a TCP connection to an address. Never rejects; ends within `timeoutMs` or when `signal` aborts. */
export function connectTcp({ host, port }: Endpoint, timeoutMs: number, signal?: AbortSignal): Promise<TcpResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (result: TcpResult) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const giveUp = () => {
      finish({ ok: false, timedOut: true, code: "ETIMEDOUT" });
    };
    const timer = setTimeout(giveUp, timeoutMs);
    signal?.addEventListener("abort", giveUp);
    socket.on("error", (error: Error & { code?: string }) => {
      finish({ ok: false, timedOut: error.code === "ETIMEDOUT", code: error.code ?? error.message });
    });
    socket.once("connect", () => {
      finish({ ok: true, socket });
    });
    if (signal?.aborted === true) giveUp();
  });
}
