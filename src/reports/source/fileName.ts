/** A name that promises a report. It decides nothing but whether unknown content is worth a complaint. */
export function hasTellingName(name: string | undefined): boolean {
  return name !== undefined && (/\.(?:json|gz|gzip|zip|eml|mbox)$/i.test(name) || /![^!]+!\d+!\d+/.test(name));
}

/** Names of what lies about beside reports: hidden files, notes, a mail server's own files. */
export function isBystander(name: string): boolean {
  return /^\.|^(?:dovecot|maildir|courier)|^thumbs\.db$|\.(?:txt|md|csv|html?|log|js|ts|py|sh|ya?ml|toml)$/i.test(name);
}
