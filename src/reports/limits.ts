/**
 * Every bound of the reader, in one place. A report is written by a stranger: each of these numbers turns an attack
 * on memory or time into one line of the "could not be read" list. They lie far above what real reporters send.
 */
export const LIMITS = {
  /** Bytes of one report after decompression. The largest honest report measured is 48 MB. */
  reportBytes: 64 * 1024 * 1024,
  /** Bytes of one file or object that is read whole (a report, a mail, an archive); an mbox is streamed instead. */
  fileBytes: 64 * 1024 * 1024,
  /** Bytes of one mail. A report of 48 MB compresses to three. */
  mailBytes: 32 * 1024 * 1024,
  /** The same for a mail that is not of the plain shape: the general parser holds it several times over. */
  generalMailBytes: 8 * 1024 * 1024,
  /** Bytes that all containers in one file, or in one message of a mailbox, may decompress to together. */
  unpackedBytes: 128 * 1024 * 1024,
  /** Bytes as which each message of a mailbox inside a container counts, its own beside. */
  messageCost: 1024,
  /** What is above this size is large: all large pieces together may have the bytes of one report. */
  largePiece: 4 * 1024 * 1024,
  /** Entries of one ZIP archive. */
  archiveEntries: 25_000,
  /** Containers inside containers: a mail in a gzip in a ZIP is three. */
  containerDepth: 4,
  /** Folders inside folders. */
  directoryDepth: 32,
  /** Nested objects and arrays of a report; the schema of RFC 8460 §4.4 needs six. */
  jsonDepth: 32,
  /** Above this size the structure is counted before it is built in memory. */
  jsonPrescanBytes: 512 * 1024,
  /** In a large report: bytes that each value must take on average; honest reports take about 30. */
  jsonBytesPerValue: 16,
  /** In a large report: different keys. RFC 8460 §4.4 has 24. */
  jsonKeys: 200,
  /** Bytes of a report with characters beyond ASCII, which may take twice the memory. */
  jsonWideBytes: 24 * 1024 * 1024,
  /** Bytes of one string in a large report. */
  jsonStringBytes: 1024 * 1024,
  /** Characters of a name, an id, a host, a result type. */
  fieldLength: 4096,
  /** Characters of one string of a policy-string, which may hold the whole policy file. */
  policyStringLength: 65_536,
  /** Characters of all the different policy-strings of one report that are read as policies: 64 KB each, RFC 8461 §3.3. */
  policyCharacters: 4 * 65_536,
  /** Entries of `policies[]`. Reporters send one to three. */
  policies: 1000,
  /** Strings of one policy-string or mx-host. */
  listLength: 1024,
  /** Sessions that one count may claim; the whole world sends fewer mails a day. */
  sessions: 1e11,
  /** Bytes of the headers of one mail that are looked at. */
  headerBytes: 512 * 1024,
  /** Parts of one mail. */
  mimeParts: 200,
  /** Multiparts in multiparts. */
  mimeDepth: 8,
  /** Characters of what a container calls the thing inside it. */
  labelLength: 300,
  /** Problems kept with their text; the rest is counted. */
  problems: 1000,
} as const;
