import { brokenBy, count, notApplicable, type Rule } from "../../rule";
import { givenTls } from "../given";

/** Authorities renew 30 days or more before the end: less than that means that renewal has stopped. */
const daysWanted = 14;

export const hostCertificateDaysLeft: Rule = {
  id: "host-certificate-days-left",
  severity: "warn",
  source: "RFC 8461 §3.3",
  asks: `The policy host's certificate is valid for ${daysWanted} more days.`,
  remedy: "Renew it now, and see why automatic renewal has not: often a CAA record or a lost validation record.",
  judge: (facts) =>
    givenTls(facts, (fetches) => {
      const ends = fetches.flatMap(({ certificate }) => certificate?.validTo ?? []);
      const days = ends.map((end) => Math.floor((end.getTime() - facts.now.getTime()) / 86_400_000));
      const least = Math.min(...days);
      if (days.length === 0 || least < 0) return notApplicable("no certificate that is valid today");
      const left = `${count(least, "day")} left`;
      return brokenBy(least < daysWanted ? [left] : [], left);
    }),
};
