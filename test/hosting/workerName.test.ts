import fc from "fast-check";
import { workerName } from "../../src/hosting/workerName";

describe("the name of a Worker", () => {
  it.each([
    ["example.com", /^mta-sts-example-com-[0-9a-f]{8}$/],
    ["mail.example.com", /^mta-sts-mail-example-com-[0-9a-f]{8}$/],
    ["xn--bcher-kva.example", /^mta-sts-xn--bcher-kva-example-[0-9a-f]{8}$/],
    [`${"a".repeat(45)}.example.com`, /^mta-sts-a{45}-[0-9a-f]{8}$/],
  ])("shows the domain %s", (domain, form) => {
    expect(workerName(domain)).toMatch(form);
  });

  it("stays the same for ever: another name would be another Worker", () => {
    expect(workerName("example.com")).toMatchInlineSnapshot(`"mta-sts-example-com-a379a6f6"`);
  });

  it("tells apart domains that read alike", () => {
    const alike = ["a-b.com", "a.b.com", "a.b-com"].map(workerName);
    expect(new Set(alike).size).toBe(alike.length);
  });

  it("is one that Cloudflare takes, whatever the domain", () => {
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        expect(workerName(domain.toLowerCase())).toMatch(/^mta-sts-[a-z0-9][a-z0-9-]{0,53}$/);
      }),
    );
  });
});
