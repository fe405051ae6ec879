/** How a deploy is done: by the component, or in one of the usual ways. */
export interface Habits {
  /** The id to announce, where it is not the hash of the policy. Called only where the policy's file changes. */
  idOf?: (deploy: { before: string | undefined; time: number; number: number }) => string;
  /** File and record are written at the same time, neither waiting for the other. */
  parallel: boolean;
  /** Whether the record waits until the file is served. */
  gate: boolean;
  /** Whether new MX hosts wait until resolvers have forgotten the old record. */
  waitsBeforeMx: boolean;
  /** Whether a pattern goes only once resolvers have forgotten the old MX records. */
  waitsBeforeDrop: boolean;
  /** Seconds for which the host's edges keep the file. */
  edgeTtl: number;
}

export const componentHabits: Habits = {
  parallel: false,
  gate: true,
  waitsBeforeMx: true,
  waitsBeforeDrop: true,
  edgeTtl: 0,
};
