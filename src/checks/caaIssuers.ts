/** Organisation in the issuer's name → what its CAA documentation asks for (each authority publishes its own). */
const issuers: [organisation: RegExp, names: string[]][] = [
  [/\bAmazon\b/i, ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]],
  [/Let's Encrypt|\bISRG\b/i, ["letsencrypt.org"]],
  [/Google Trust Services/i, ["pki.goog"]],
  [/DigiCert|GeoTrust|RapidSSL|Thawte/i, ["digicert.com", "www.digicert.com", "digicert.ne.jp"]],
  [
    /Sectigo|COMODO|USERTRUST|ZeroSSL/i,
    ["sectigo.com", "comodoca.com", "comodo.com", "usertrust.com", "trust-provider.com"],
  ],
  [/GlobalSign/i, ["globalsign.com"]],
  [/SSL\.com|SSL Corporation/i, ["ssl.com"]],
  [/GoDaddy|Starfield/i, ["godaddy.com", "starfieldtech.com"]],
  [/Entrust/i, ["entrust.net", "affirmtrust.com"]],
  [/Buypass/i, ["buypass.com", "buypass.no"]],
  [/Actalis/i, ["actalis.it"]],
];

/** The CAA names of the authority in an issuer's distinguished name, or undefined for one not known here. */
export function caaIdentifiers(issuer: string): string[] | undefined {
  return issuers.find(([organisation]) => organisation.test(issuer))?.[1];
}
