/** What the shell sees. */
export const ExitCode = {
  Ok: 0,
  /** The check, file or report shows failures. */
  Failed: 1,
  /** Nothing is known: look-ups failed, a file cannot be read, or the command was not understood. */
  CouldNotCheck: 2,
} as const;
