import { broken, couldNotCheck, count, pass, type Rule } from "../../rule";

export const mxExists: Rule = {
  id: "mx-exists",
  severity: "fail",
  source: "RFC 5321 §5.1",
  asks: "The domain exists, and says where its mail goes.",
  remedy: "Correct the domain's name, or its delegation at the registrar.",
  judge: ({ mx }) => {
    switch (mx.kind) {
      case "failed":
        return couldNotCheck(mx.reason);
      case "absent":
        return broken(mx.reason);
      case "null":
        return pass("a null MX: the domain takes no mail");
      case "implicit":
        return pass("no MX record: the domain itself takes the mail");
      case "hosts":
        return pass(`${count(mx.hosts.length, "host")}: ${mx.hosts.map(({ host }) => host).join(", ")}`);
    }
  },
};
