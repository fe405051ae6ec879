import { page } from "./samplePage";

describe("the page", () => {
  test("is complete: verdict, days, failures by type and MX, senders, what to do, problems", async () => {
    const html = await page();
    for (const id of ["verdict", "days", "failures", "senders", "triage", "problems"])
      expect(html).toContain(`id="${id}"`);
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html).toContain("mx1.example.com");
  });

  test("holds no script, no handler and no address to load from, whatever reports say", async () => {
    const html = await page();
    expect(html).not.toMatch(/<script|<img|<iframe|<link|<object|<[^>]*\son[a-z]+\s*=/i);
    expect(html).not.toMatch(/<[^>]*\s(?:src|href)\s*=|<[^>]*url\(/i);
    expect(html.replace(/xmlns(?::\w+)?="[^"]*"/g, "")).not.toMatch(/https?:/);
    expect(html).toContain("&#60;script&#62;");
    expect(html).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
  });

  test("takes its colours from the theme, charts included", async () => {
    const html = await page();
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toMatch(/<svg[^]*var\(--good\)[^]*<\/svg>/);
    expect(html).not.toMatch(/#0102[0-9a-f]{2}/);
  });
});
