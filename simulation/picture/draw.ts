import { population } from "../senders/traits";
import type { Story } from "./story";

const day = 86400;
const width = 960;
const left = 210;
const right = 20;
const rowHeight = 15;
const head = 74;
const panelGap = 26;
const senders = population.filter(({ mtaSts }) => mtaSts);
const panelHeight = head + senders.length * rowHeight + 12;

/** A timeline of each story: what was deployed, and every message that had to wait. SVG, readable on light and dark. */
export function draw(stories: readonly Story[]): string {
  const span = spanOf(stories);
  const height = stories.length * (panelHeight + panelGap) + 56;
  const panels = stories.map((story, index) => panel(story, index * (panelHeight + panelGap), span));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escape(titleOf(stories))}</title>`,
    `<style>${style}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...panels,
    axis(stories.length * (panelHeight + panelGap), span),
    "</svg>",
    "",
  ].join("\n");
}

interface Span {
  from: number;
  to: number;
}

const style = [
  "text{font:12px system-ui,sans-serif;fill:#1f2328}.paper{fill:#fff}.title{font-weight:600;font-size:14px}",
  ".small{font-size:11px;fill:#57606a}.grid{stroke:#d0d7de}.mark{stroke:#57606a;stroke-dasharray:3 3}",
  ".late{fill:#bf8700}.lost{fill:#cf222e}.cross{stroke:#cf222e;stroke-width:1.5}",
  "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.paper{fill:#0d1117}.small{fill:#9198a1}.grid{stroke:#30363d}",
  ".mark{stroke:#9198a1}.late{fill:#d29922}.lost{fill:#f85149}.cross{stroke:#f85149}}",
].join("");

function panel({ strategy, result }: Story, top: number, span: Span): string {
  const { journal, log } = result;
  const rows = senders.map(({ name }, index) => row(name, top + head + index * rowHeight, span));
  const waits = journal.waits.flatMap((wait) => {
    const index = senders.findIndex(({ name }) => name === wait.sender);
    if (index < 0 || wait.to < span.from) return [];
    const y = top + head + index * rowHeight;
    const x = at(wait.from, span);
    const end = at(wait.to, span);
    const bar = `<rect class="${wait.delivered ? "late" : "lost"}" x="${x}" y="${y + 4}" width="${Math.max(1.5, end - x).toFixed(1)}" height="6" rx="1" opacity="0.55"/>`;
    const cross = `<path class="cross" d="M${end - 3} ${y + 4}l6 6m0-6l-6 6"/>`;
    return wait.delivered ? [bar] : [bar, cross];
  });
  const deploys = log.deploys.filter(({ from, ended }) => from >= span.from && ended === "done");
  const marks = deploys.map(({ to, mode, mx }, index) => {
    const x = at(to, span);
    const y = top + 42 + 14 * (index % 2);
    return (
      `<path class="mark" d="M${x} ${y + 4}V${top + panelHeight - 8}"/>` +
      `<text class="small" x="${x + 4}" y="${y}">${escape(`${mode}: ${mx.map(short).join(" ")}`)}</text>`
    );
  });
  const numbers = `${journal.messages} messages: ${journal.undelivered} returned, ${journal.delayed} delayed`;
  return [
    `<text class="title" x="12" y="${top + 22}">${escape(strategy.title)}</text>`,
    `<text class="small" x="${width - right}" y="${top + 22}" text-anchor="end">${numbers}</text>`,
    ...[...rows, ...marks, ...waits],
  ].join("\n");
}

function row(name: string, y: number, span: Span): string {
  return (
    `<text class="small" x="${left - 8}" y="${y + 11}" text-anchor="end">${escape(name)}</text>` +
    `<path class="grid" d="M${at(span.from, span)} ${y + 7}H${at(span.to, span)}"/>`
  );
}

function axis(top: number, span: Span): string {
  const days: string[] = [];
  for (let time = Math.ceil(span.from / day) * day; time <= span.to; time += day) {
    const x = at(time, span);
    days.push(`<text class="small" x="${x}" y="${top + 8}" text-anchor="middle">day ${time / day}</text>`);
  }
  const y = top + 34;
  return [
    ...days,
    `<rect class="late" x="${left}" y="${y - 7}" width="22" height="6" opacity="0.55"/>`,
    `<text class="small" x="${left + 28}" y="${y}">a message that waited, then was delivered</text>`,
    `<rect class="lost" x="${left + 290}" y="${y - 7}" width="22" height="6" opacity="0.55"/>`,
    `<path class="cross" d="M${left + 309} ${y - 7}l6 6m0-6l-6 6"/>`,
    `<text class="small" x="${left + 322}" y="${y}">one that was returned to its author</text>`,
  ].join("\n");
}

/** From the change of the hosts until the last queue has given up. */
function spanOf(stories: readonly Story[]): Span {
  const last = Math.max(...stories.map(({ result }) => Math.max(...result.log.deploys.map(({ to }) => to))));
  return { from: Math.floor(last / day - 0.3) * day, to: last + 7 * day };
}

function at(time: number, { from, to }: Span): number {
  const share = Math.min(1, Math.max(0, (time - from) / (to - from)));
  return Math.round((left + share * (width - left - right)) * 10) / 10;
}

function short(host: string): string {
  return host.split(".")[0] ?? host;
}

function titleOf(stories: readonly Story[]): string {
  const told = stories.map(({ strategy, result }) => `${strategy.title}: ${result.journal.undelivered} returned`);
  return `Mail that waits while an enforcing domain swaps its MX hosts. ${told.join("; ")}.`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
