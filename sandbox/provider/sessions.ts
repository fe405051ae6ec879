import { noSettings, Settings } from "./settings";

/** One provider instance of the engine: each dials its own connection. */
export interface Session {
  settings: Settings;
  /** Aborted by the engine's Cancel; a later operation gets a new one. */
  abort: AbortController;
}

/** Sessions by the peer address of their connection, for several instances share this server. */
export class Sessions {
  private readonly byPeer = new Map<string, Session>();

  get(peer: string): Session {
    const existing = this.byPeer.get(peer);
    if (existing) return existing;
    const created = { settings: noSettings, abort: new AbortController() };
    this.byPeer.set(peer, created);
    return created;
  }

  /** For a new connection: its address may have been another's. */
  open(peer: string): void {
    this.byPeer.delete(peer);
  }

  cancel(peer: string): void {
    const session = this.get(peer);
    session.abort.abort();
    session.abort = new AbortController();
  }

  cancelAll(): void {
    for (const peer of this.byPeer.keys()) this.cancel(peer);
  }
}
