import { findEngine } from "../../sandbox/engine/findEngine";

/**
 * Jest's global set-up of the engine tests: builds the engine before the first test starts its clock, with progress. An
 * `EngineMissingError` ends the run with what to install.
 */
export default async function engineSetup(): Promise<void> {
  await findEngine();
}
