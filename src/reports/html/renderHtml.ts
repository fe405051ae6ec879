import type { Readiness, Reason } from "../readiness/readiness";
import type { Summary, SummaryRow } from "../triage/summary";
import { barChart } from "./charts";
import { escapeHtml, visible } from "./escape";
import { STYLE } from "./style";

export interface PageInput {
  summary: Summary;
  /** Left out where no domain was asked for. */
  readiness: Readiness | undefined;
  generatedAt: Date;
}

const MOST_DAYS = 120;
const MOST_BARS = 15;
const MOST_ROWS = 200;

/** One page that needs nothing else: no script, no network, readable in light and dark. */
export function renderHtml({ summary, readiness, generatedAt }: PageInput): string {
  const name = escapeHtml(summary.domain ?? "all domains");
  const { total } = summary;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>TLS reports: ${name}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>TLS reports: ${name}</h1>
<p class="lead">${total.reports} reports, ${total.successes} sessions succeeded, ${total.failures} failed.
Written ${generatedAt.toISOString().slice(0, 16).replace("T", " ")} UTC.</p>
${readiness === undefined ? "" : verdictOf(readiness)}
${daysOf(summary.days)}
${failuresOf(summary)}
${sendersOf(summary)}
${triageOf(summary)}
${problemsOf(summary)}
</main>
</body>
</html>
`;
}

const WORDS = {
  ready: "Ready to enforce",
  notReady: "Not ready to enforce",
  insufficientEvidence: "Not enough evidence to enforce",
} as const;

function verdictOf({ verdict, reasons, warnings, numbers, readySince }: Readiness): string {
  const since = readySince === undefined ? "" : `, since ${readySince.toISOString().slice(0, 10)}`;
  const items = [...reasons, ...warnings].map(reasonOf).join("\n");
  const proven =
    numbers.provenShare === undefined || numbers.failures > 0
      ? ""
      : ` ${numbers.successes} sessions without failure prove, with 95 % confidence, that at most ${(numbers.provenShare * 100).toPrecision(2)} % of them would fail.`;
  return `<section id="verdict" class="verdict ${verdict}">
<h2>${WORDS[verdict]}${since}</h2>
<p>${numbers.organizationDays} organization-days of ${numbers.organizations} organizations over ${numbers.spanDays} days; ${numbers.evidence} reports count.${proven}</p>
${items === "" ? "" : `<ul>\n${items}\n</ul>`}
</section>`;
}

function reasonOf({ kind, message, remedy }: Reason): string {
  return `<li class="${kind}">${escapeHtml(message, 1000)}<br><span class="remedy">${escapeHtml(remedy, 400)}</span></li>`;
}

function daysOf(days: readonly SummaryRow[]): string {
  if (days.length === 0) return "";
  const shown = days.slice(-MOST_DAYS);
  const chart = barChart({
    title: "Sessions per day",
    categories: shown.map(({ name }) => name),
    series: [
      { name: "succeeded", colour: "--good", values: shown.map(({ successes }) => successes) },
      { name: "failed", colour: "--bad", values: shown.map(({ failures }) => failures) },
    ],
  });
  return `<section id="days">\n<h2>Sessions per day (UTC)</h2>\n<figure>${chart}</figure>\n</section>`;
}

const SERIES_COLOURS = ["--bad", "--s2", "--s3", "--s4", "--s5", "--s6"];

function failuresOf({ mx }: Summary): string {
  if (mx.length === 0) return "";
  const bars = mx.slice(0, MOST_BARS);
  const totals = new Map<string, number>();
  for (const row of bars) {
    for (const { resultType, failures } of row.resultTypes)
      totals.set(resultType, (totals.get(resultType) ?? 0) + failures);
  }
  const types = [...totals].sort((a, b) => b[1] - a[1]).map(([type]) => type);
  const named = types.slice(0, SERIES_COLOURS.length - 1);
  const valueOf = (row: (typeof bars)[number], wanted: (type: string) => boolean): number =>
    row.resultTypes.reduce((sum, { resultType, failures }) => (wanted(resultType) ? sum + failures : sum), 0);
  const series = named.map((type, index) => ({
    name: type === "" ? "(no type)" : type,
    colour: SERIES_COLOURS[index]!,
    values: bars.map((row) => valueOf(row, (other) => other === type)),
  }));
  if (types.length > named.length) {
    series.push({
      name: "other types",
      colour: SERIES_COLOURS.at(-1)!,
      values: bars.map((row) => valueOf(row, (other) => !named.includes(other))),
    });
  }
  const chart = barChart({
    title: "Failures by type and receiving MX",
    categories: bars.map(({ mx: host }) => visible(host ?? "(host not named)", 44)),
    series,
    horizontal: true,
  });
  return `<section id="failures">\n<h2>Failures by type and receiving MX</h2>\n<figure>${chart}</figure>\n</section>`;
}

function sendersOf({ organizations }: Summary): string {
  if (organizations.length === 0) return "";
  const rows = organizations
    .slice(0, MOST_ROWS)
    .map(
      ({ name, names, evidence, reports, successes, failures }) =>
        `<tr><th scope="row">${escapeHtml(name, 80)}</th><td>${escapeHtml(names.join(", "), 80)}</td><td>${evidence ? "yes" : "no"}</td>` +
        `<td class="n">${reports}</td><td class="n">${successes}</td><td class="n${failures > 0 ? " bad" : ""}">${failures}</td></tr>`,
    );
  return `<section id="senders">
<h2>Senders</h2>
<table>
<thead><tr><th scope="col">sender</th><th scope="col">names itself</th><th scope="col">evidence</th><th scope="col" class="n">reports</th><th scope="col" class="n">succeeded</th><th scope="col" class="n">failed</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>${moreOf(organizations.length)}
</section>`;
}

function triageOf({ triage }: Summary): string {
  if (triage.length === 0) return "";
  const rows = triage
    .slice(0, MOST_ROWS)
    .map(
      (group) =>
        `<tr><td><span class="side ${group.side}">${group.side}</span></td><td>${escapeHtml(group.resultType || "(no type)", 60)}</td>` +
        `<td class="host">${escapeHtml(group.mx ?? "(host not named)", 80)}</td><td class="host">${escapeHtml(group.organization, 80)}</td>` +
        `<td class="n">${group.sessions}</td><td class="n">${(group.share * 100).toFixed(1)} %</td><td><span class="day">${group.firstSeen}</span> to <span class="day">${group.lastSeen}</span></td>` +
        `<td>${escapeHtml(group.remedy, 400)}${group.reasons.length === 0 ? "" : `<br><small>${escapeHtml(group.reasons.join("; "), 300)}</small>`}</td></tr>`,
    );
  return `<section id="triage">
<h2>What to do</h2>
<table>
<thead><tr><th scope="col">side</th><th scope="col">type</th><th scope="col">MX</th><th scope="col">sender</th><th scope="col" class="n">sessions</th><th scope="col" class="n">share</th><th scope="col">seen</th><th scope="col">what to do</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>${moreOf(triage.length)}
</section>`;
}

function problemsOf({ problems, counts }: Summary): string {
  if (problems.length === 0) return "";
  const items = problems
    .slice(0, MOST_ROWS)
    .map(({ label, message }) => `<li><code>${escapeHtml(label)}</code>: ${escapeHtml(message, 300)}</li>`);
  return `<section id="problems">\n<h2>Could not be read</h2>\n<ul>\n${items.join("\n")}\n</ul>${moreOf(counts.problems)}\n</section>`;
}

function moreOf(rows: number): string {
  return rows > MOST_ROWS ? `<p>and ${rows - MOST_ROWS} more: see <code>--json</code></p>` : "";
}
