import { cloudflareImportId, importCommand, route53ImportId } from "../../src/rollout/importCommand";

const prefix = "urn:pulumi:prod::mail::";

describe("importCommand", () => {
  test("makes the component and takes the record in as its child", () => {
    expect(
      importCommand([
        {
          urn: `${prefix}pulumi-mta-sts:index:MtaSts$aws:route53/record:Record::example-sts`,
          component: "example",
          id: route53ImportId("Z0123456789EXAMPLE", "_mta-sts.example.com", "TXT"),
        },
      ]),
    ).toBe(
      `echo '{"resources":[{"type":"pulumi-mta-sts:index:MtaSts","name":"example","component":true},` +
        `{"type":"aws:route53/record:Record","name":"example-sts",` +
        `"id":"Z0123456789EXAMPLE__mta-sts.example.com_TXT","parent":"example"}]}' > import.json && ` +
        "pulumi import --file import.json --protect=false --generate-code=false",
    );
  });

  test("deploys a component inside another one first, since its parents are not known to a file", () => {
    expect(
      importCommand([
        {
          urn: `${prefix}acme:index:Mail$pulumi-mta-sts:index:MtaSts$cloudflare:index/dnsRecord:DnsRecord::a-smtp-tls`,
          component: "a",
          id: cloudflareImportId("0123456789abcdef0123456789abcdef", "372e67954025e0ba6aaa6d586b9e0b59"),
        },
      ]),
    ).toBe(
      `pulumi up --target '${prefix}acme:index:Mail$pulumi-mta-sts:index:MtaSts::a' --yes && ` +
        `echo '{"nameTable":{"a":"${prefix}acme:index:Mail$pulumi-mta-sts:index:MtaSts::a"},"resources":[` +
        `{"type":"cloudflare:index/dnsRecord:DnsRecord","name":"a-smtp-tls",` +
        `"id":"0123456789abcdef0123456789abcdef/372e67954025e0ba6aaa6d586b9e0b59","parent":"a"}]}' > import.json && ` +
        "pulumi import --file import.json --protect=false --generate-code=false",
    );
  });
});
