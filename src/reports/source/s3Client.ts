/** The part of `@aws-sdk/client-s3` 3 that is used here. */
export interface S3Module {
  S3Client: new (config: Record<string, unknown>) => S3Client;
  ListObjectsV2Command: new (input: Record<string, unknown>) => Command<ObjectPage>;
  GetObjectCommand: new (input: Record<string, unknown>) => Command<ObjectAnswer>;
}

export interface S3Client {
  send<Output>(command: Command<Output>): Promise<Output>;
  destroy(): void;
}

/** `output` exists in the type only: what the service answers. */
export interface Command<Output> {
  readonly output?: Output;
}

interface ObjectPage {
  Contents?: { Key?: string; Size?: number }[];
  IsTruncated?: boolean;
  NextContinuationToken?: string;
}

interface ObjectAnswer {
  Body?: AsyncIterable<Uint8Array>;
}
