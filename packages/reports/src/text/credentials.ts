/** User information of a URL (RFC 3986 §3.2.1); the last `@` before the path ends it, as installers read it. */
const userInformation = /:\/\/([^\s/?#]*)@/g
/** Variables that the installer fills in are no secret, and `git@` is the common user of ssh. */
const harmless = /^(?:git|\$\{[A-Za-z0-9_]+\}(?::\$\{[A-Za-z0-9_]+\})?)$/

/** The same URL without its user information; for identities such as package URLs. */
export function dropCredentials(url: string): string {
  return url.replace(userInformation, (whole, user: string) => (harmless.test(user) ? whole : '://'))
}

/** Replaces user names, passwords and tokens in URLs by `***`: a report is copied into logs, comments and dashboards. */
export function maskCredentials(text: string): string {
  if (!text.includes('://')) return text
  return text.replace(userInformation, (whole, user: string) => (harmless.test(user) ? whole : '://***@'))
}
