import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { folderOf } from "../support/folder";
import { page } from "./samplePage";

/** A real browser. `CHROMIUM` names another one. */
function chromium(): string {
  const named = process.env["CHROMIUM"];
  for (const name of named === undefined ? ["chromium", "chromium-browser", "google-chrome"] : [named]) {
    if (spawnSync(name, ["--version"]).status === 0) return name;
  }
  throw new Error(
    "this test needs a headless Chromium: apt-get install chromium (Debian), or set CHROMIUM to its path",
  );
}

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=2000"];

/** Asks the page questions by a script of our own, put into a copy of it. */
function ask(html: string, script: string, flags: readonly string[] = []): string {
  const probe = `<script>document.documentElement.setAttribute("data-answer", JSON.stringify((() => {${script}})()))</script>`;
  const folder = folderOf({});
  const path = join(folder, "page.html");
  writeFileSync(path, html.replace(/<meta http-equiv[^>]*>/, "").replace("</body>", `${probe}</body>`));
  const profile = `--user-data-dir=${join(folder, "profile")}`;
  const dom = execFileSync(chromium(), [...FLAGS, ...flags, profile, "--dump-dom", pathToFileURL(path).href], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 60_000,
  });
  const answer = /data-answer="([^"]*)"/.exec(dom)?.[1];
  if (answer === undefined) throw new Error("the page gave no answer");
  return answer.replaceAll("&quot;", '"');
}

const CONTRAST = `
  const parse = (text) => text.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; })
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = light(parse(getComputedStyle(document.body).backgroundColor));
  const ratio = (colour) => { const l = light(parse(colour)); return (Math.max(l, paper) + 0.05) / (Math.min(l, paper) + 0.05); };
  const texts = [...document.querySelectorAll("h1, p, th, td, li, .remedy, .side")].map((e) => getComputedStyle(e).color);
  const charts = [...document.querySelectorAll("svg text")].map((e) => getComputedStyle(e).fill);
  const bars = [...document.querySelectorAll("svg path[fill^=var]")].map((e) => getComputedStyle(e).fill).filter((f) => f.startsWith("rgb("));
  return { paper, texts: Math.min(...[...texts, ...charts].map(ratio)), bars: Math.min(...bars.map(ratio)), charts: charts.length, drawn: bars.length };
`;

interface Contrast {
  paper: number;
  texts: number;
  bars: number;
  charts: number;
  drawn: number;
}

describe("in a real browser", () => {
  test.each([
    ["light", [] as string[], (paper: number) => paper > 0.8],
    ["dark", ["--blink-settings=preferredColorScheme=0"], (paper: number) => paper < 0.05],
  ])(
    "texts and bars are readable in %s",
    async (_theme, flags, isTheme) => {
      const { paper, texts, bars, charts, drawn } = JSON.parse(ask(await page(), CONTRAST, flags)) as Contrast;
      expect(isTheme(paper)).toBe(true);
      expect(charts).toBeGreaterThan(10);
      expect(drawn).toBeGreaterThan(20);
      expect(texts).toBeGreaterThanOrEqual(4.5);
      expect(bars).toBeGreaterThanOrEqual(3);
    },
    120_000,
  );

  test("no text of a chart is cut off, and the legend names every series beside its colour", async () => {
    const answer = ask(
      await page(),
      `const cut = [...document.querySelectorAll("svg text")].filter((e) => {
         const text = e.getBoundingClientRect(), box = e.ownerSVGElement.getBoundingClientRect();
         return text.left < box.left - 1 || text.right > box.right + 1 || text.top < box.top - 1 || text.bottom > box.bottom + 1;
       });
       const legends = [...document.querySelectorAll(".legend li")];
       return {
         cut: cut.map((e) => e.textContent),
         legends: legends.map((e) => e.textContent.slice(0, 20)),
         colours: new Set(legends.map((e) => getComputedStyle(e.firstChild).backgroundColor)).size,
       };`,
    );
    expect(JSON.parse(answer.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"))).toEqual({
      cut: [],
      legends: ["succeeded", "failed", "certificate-expired", "</title><script>aler"],
      colours: 3,
    });
  }, 120_000);

  test("nothing of the reports has become markup, and the charts have a size", async () => {
    const answer = ask(
      await page(),
      `return {
        scripts: document.querySelectorAll("script").length,
        images: document.querySelectorAll("img").length,
        charts: [...document.querySelectorAll("svg")].map((e) => Math.round(e.getBoundingClientRect().height)),
        overflow: document.documentElement.scrollWidth > innerWidth,
        title: document.title,
      };`,
    );
    const page1 = JSON.parse(answer.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")) as {
      scripts: number;
      images: number;
      charts: number[];
      overflow: boolean;
      title: string;
    };
    expect(page1).toMatchObject({ scripts: 1, images: 0, overflow: false });
    expect(page1.charts).toHaveLength(2);
    expect(Math.min(...page1.charts)).toBeGreaterThan(80);
    expect(page1.title).toContain("<script>");
  }, 120_000);
});
