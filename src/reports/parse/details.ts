import { countAt, listAt, objectAt, optionalString } from "./fields";
import { isPlain, normalHost } from "./hosts";
import type { Deviation, FailureDetail } from "./model";
import type { Place } from "./place";

/** Takes failure details one by one, since a large report has hundreds of thousands. */
export interface DetailSink<Details> {
  /** @param detail Valid until the next one: one object serves for all. */
  take(detail: Readonly<FailureDetail>): void;
  /** What was taken since the last call, that is the details of one policy. */
  done(): Details;
}

/** Keeps them as they are. */
export class DetailList implements DetailSink<FailureDetail[]> {
  private list: FailureDetail[] = [];

  take(detail: Readonly<FailureDetail>): void {
    this.list.push({ ...detail });
  }

  done(): FailureDetail[] {
    const { list } = this;
    this.list = [];
    return list;
  }
}

/** How many details a policy has, and the sum of their sessions. */
export interface Described {
  count: number;
  sessions: number;
}

/** The `failure-details` of one entry (RFC 8460 §4.4). */
export function readDetails(
  value: unknown,
  place: Place,
  deviations: Deviation[],
  sink: DetailSink<unknown>,
): Described {
  const values = listAt(value, place, "failure-details");
  const described: Described = { count: values.length, sessions: 0 };
  if (values.length === 0) return described;
  const list: Place = { parent: place, step: "failure-details" };
  const own = { parent: list, step: 0 };
  const detail: FailureDetail = {
    resultType: "",
    sessions: 0,
    receivingMx: undefined,
    receivingIp: undefined,
    sendingIp: undefined,
    reasonCode: undefined,
  };
  for (; own.step < values.length; own.step++) {
    readDetail(values[own.step], own, detail, deviations);
    described.sessions += detail.sessions;
    sink.take(detail);
  }
  return described;
}

function readDetail(value: unknown, place: Place, detail: FailureDetail, deviations: Deviation[]): void {
  const given = objectAt(value, place.parent, place.step);
  let sessions = countAt(given["failed-session-count"], place, "failed-session-count");
  if (sessions === undefined) {
    // A failure that is described has happened at least once.
    deviations.push("failure-count-missing");
    sessions = 1;
  }
  const resultType = optionalString(given["result-type"], place, "result-type") ?? "";
  const receivingMx = optionalString(given["receiving-mx-hostname"], place, "receiving-mx-hostname");
  detail.sessions = sessions;
  detail.resultType = isPlain(resultType) ? resultType : resultType.trim().toLowerCase();
  detail.receivingMx = receivingMx === undefined ? undefined : normalHost(receivingMx) || undefined;
  detail.receivingIp = optionalString(given["receiving-ip"], place, "receiving-ip");
  detail.sendingIp = optionalString(given["sending-mta-ip"], place, "sending-mta-ip");
  detail.reasonCode = optionalString(given["failure-reason-code"], place, "failure-reason-code");
}
