/** The page's style sheet. Colours are variables, which the charts use too; both themes keep a contrast of 4.5 to 1. */
export const STYLE = `
:root {
  --paper: #ffffff; --ink: #1c2128; --soft: #57606a; --grid: #d8dee4; --card: #f6f8fa;
  --good: #1a7f37; --bad: #cf222e; --s2: #9a6700; --s3: #8250df; --s4: #0969da; --s5: #bf3989; --s6: #57606a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --grid: #30363d; --card: #161b22;
    --good: #3fb950; --bad: #ff7b72; --s2: #d29922; --s3: #bc8cff; --s4: #58a6ff; --s5: #ff9bce; --s6: #9198a1;
  }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
.lead, .remedy, small { color: var(--soft); }
figure { margin: 0; overflow-x: auto; }
figure svg { width: 100%; min-width: 36rem; height: auto; display: block; }
section { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--grid); overflow-wrap: anywhere; }
th[scope=col], .side { white-space: nowrap; }
th[scope=row] { font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.day { white-space: nowrap; }
.host { min-width: 8.5rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin: 0 0 .3rem; padding: 0; font-size: .92rem; overflow-wrap: anywhere; }
.mark { display: inline-block; width: 1.4rem; height: .8rem; border-radius: .2rem; margin-right: .4rem; }
.bad { color: var(--bad); font-weight: 600; }
.verdict { background: var(--card); border-left: .4rem solid var(--soft); padding: .2rem 1rem; margin: 1rem 0; }
.verdict h2 { margin-top: .6rem; }
.verdict.ready { border-color: var(--good); }
.verdict.notReady { border-color: var(--bad); }
.verdict.insufficientEvidence { border-color: var(--s2); }
li.blocking::marker { color: var(--bad); }
.side { font-weight: 600; }
.side.ours, .side.policy, .side.policyHost, .side.dane { color: var(--bad); }
code { overflow-wrap: anywhere; }
`;
