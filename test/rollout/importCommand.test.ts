import { cloudflareImportId, importCommand, route53ImportId } from "../../src/rollout/importCommand";

const prefix = "urn:pulumi:prod::mail::";
const end = " > import.json && pulumi import --file import.json --protect=false --generate-code=false";
const component = `${prefix}pulumi-mta-sts:index:MtaSts::example`;
const nested = `${prefix}acme:index:Mail$pulumi-mta-sts:index:MtaSts`;

describe("importCommand", () => {
  test("makes the component and takes the record in as its child", () => {
    const urn = `${prefix}pulumi-mta-sts:index:MtaSts$aws:route53/record:Record::example-sts`;
    const id = route53ImportId("Z0123456789EXAMPLE", "_mta-sts.example.com", "TXT");
    expect(importCommand({ urn, id }, [component])).toBe(
      `echo '{"resources":[{"type":"pulumi-mta-sts:index:MtaSts","name":"example","component":true},` +
        `{"type":"aws:route53/record:Record","name":"example-sts",` +
        `"id":"Z0123456789EXAMPLE__mta-sts.example.com_TXT","parent":"example"}]}'${end}`,
    );
  });

  test("makes the components around it too, and tells equal names apart", () => {
    const urn = `${nested}$cloudflare:index/dnsRecord:DnsRecord::a-smtp-tls`;
    const id = cloudflareImportId("0123456789abcdef0123456789abcdef", "372e67954025e0ba6aaa6d586b9e0b59");
    expect(importCommand({ urn, id }, [`${prefix}acme:index:Mail::a`, `${nested}::a`])).toBe(
      `echo '{"resources":[{"type":"acme:index:Mail","name":"parent1","logicalName":"a","component":true},` +
        `{"type":"pulumi-mta-sts:index:MtaSts","name":"parent2","logicalName":"a","component":true,"parent":"parent1"},` +
        `{"type":"cloudflare:index/dnsRecord:DnsRecord","name":"a-smtp-tls",` +
        `"id":"0123456789abcdef0123456789abcdef/372e67954025e0ba6aaa6d586b9e0b59","parent":"parent2"}]}'${end}`,
    );
  });

  test("names a component by its URN where what is around it is not known, as in a component plugin", () => {
    const urn = `${nested}$aws:route53/record:Record::a-sts`;
    expect(importCommand({ urn, id: "1" }, [`${nested}::a`])).toBe(
      `echo '{"nameTable":{"a":"${nested}::a"},"resources":[` +
        `{"type":"aws:route53/record:Record","name":"a-sts","id":"1","parent":"a"}]}'${end}`,
    );
  });
});
