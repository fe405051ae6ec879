/** A service that puts a puzzle between a client and the answer: mail servers cannot solve it. */
interface Challenger {
  name: string;
  /** Lower-case header name → pattern of its value. */
  header?: [name: string, value: RegExp];
  body?: RegExp;
}

const challengers: Challenger[] = [
  { name: "Cloudflare", header: ["cf-mitigated", /challenge/i] },
  {
    name: "Cloudflare",
    body: /\/cdn-cgi\/challenge-platform\/|<title>Just a moment\.\.\.|Attention Required! \| Cloudflare|cf-chl-/i,
  },
  { name: "AWS WAF", header: ["x-amzn-waf-action", /challenge|captcha/i] },
  { name: "AWS WAF", body: /\.awswaf\.com|awsWafCookieDomainList|gokuProps/ },
  { name: "Vercel", header: ["x-vercel-mitigated", /challenge/i] },
  { name: "Imperva", body: /_Incapsula_Resource|Incapsula incident ID/ },
  { name: "DataDome", header: ["x-datadome", /./] },
  { name: "DataDome", body: /captcha-delivery\.com/ },
  { name: "HUMAN (PerimeterX)", body: /px-captcha|captcha\.px-cdn\.net/ },
  { name: "Akamai", body: /_sec\/cp_challenge|Reference&#32;&#35;18\./ },
  { name: "Sucuri", body: /sucuri_cloudproxy_js|Sucuri WebSite Firewall/ },
  { name: "a CAPTCHA", body: /g-recaptcha|h-captcha|cf-turnstile/ },
];

/** The name of the service whose challenge page this is, or undefined. */
export function botChallenge(headers: Readonly<Record<string, string>>, body: string): string | undefined {
  const found = challengers.find(({ header, body: pattern }) => {
    const value = header === undefined ? undefined : headers[header[0]];
    return (value !== undefined && header?.[1].test(value) === true) || pattern?.test(body) === true;
  });
  return found?.name;
}
