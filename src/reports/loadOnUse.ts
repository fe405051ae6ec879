/* eslint-disable @typescript-eslint/no-require-imports -- what a run does not need is not loaded: most never see a ZIP */
import { codeOf } from "./errorText";
import { ReadError } from "./read/options";
import type { S3Module } from "./source/s3Client";

/** The reader of ZIP directories. */
export function loadYauzl(): typeof import("yauzl") {
  return require("yauzl") as typeof import("yauzl");
}

/** The general MIME parser. */
export function loadPostalMime(): typeof import("postal-mime") {
  return require("postal-mime") as typeof import("postal-mime");
}

/**
 * The AWS SDK, an optional peer: most users have no need of it.
 *
 * @throws ReadError with the command that installs it.
 */
export function loadS3(): S3Module {
  return loadPeer("@aws-sdk/client-s3", "3", "reading a bucket") as S3Module;
}

/** Loads an optional peer, or says how to get it. The name is no literal, so that the compiler does not look for it. */
export function loadPeer(name: string, version: string, purpose: string, path = name): unknown {
  try {
    return require(path);
  } catch (error) {
    const isMissing = codeOf(error) === "MODULE_NOT_FOUND";
    if (!isMissing) throw error;
    throw new ReadError(`${purpose} needs the package ${name}: npm install ${name}@${version}`);
  }
}
