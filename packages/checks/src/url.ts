/** Schemes that carry packages without proving who sends them: anyone on the way can replace what arrives. */
const plainSchemes: ReadonlySet<string> = new Set(['http', 'ftp', 'git', 'svn'])
const remoteSchemes: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'ftps', 'ssh', 'git', 'svn'])

/** The parts of a URL that checks look at, from attacker-controlled text; null when the text is no URL. */
export interface SeenUrl {
  /** Lower case, without a version control prefix: `git+http://` has `http`. */
  readonly scheme: string
  /** Lower case, without port and credentials; empty where there is none. */
  readonly host: string
}

// The WHATWG parser would refuse `https://${HOST}/simple`, which is a URL to us all the same.
const urlParts = /^\s*(?:(?:git|hg|svn|bzr)\+)?([a-z][a-z0-9.-]*):\/\/([^/?#\s]*)/i

/** Reads scheme and host of a URL as installers accept it; null for a path or a bare name. */
export function readUrl(text: string): SeenUrl | null {
  const match = urlParts.exec(text)
  if (match === null) return null
  const authority = match[2] ?? ''
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1)
  return { scheme: (match[1] ?? '').toLowerCase(), host: withoutPort(hostAndPort).toLowerCase() }
}

function withoutPort(text: string): string {
  if (text.startsWith('[')) return text.slice(1, Math.max(text.indexOf(']'), 1))
  const colon = text.indexOf(':')
  return colon < 0 ? text : text.slice(0, colon)
}

/** True for a host that is this machine: nobody stands between. Takes `host`, `host:port` or `[::1]:port`. */
export function isLoopback(text: string): boolean {
  const host = (text === '::1' ? text : withoutPort(text)).toLowerCase()
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** True where the text is a URL whose transport is not authenticated and whose host is another machine. */
export function isPlain(text: string): boolean {
  if (text.startsWith('https://')) return false
  const url = readUrl(text)
  return url !== null && plainSchemes.has(url.scheme) && !isLoopback(url.host)
}

/** True where the text is a URL of another machine: not a path, not `file:`, not this machine. */
export function isRemote(text: string): boolean {
  const url = readUrl(text)
  return url !== null && remoteSchemes.has(url.scheme) && !isLoopback(url.host)
}

/** The text with the user information of every URL in it blotted out: findings end in logs. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/\s]*@/g, (userinfo) => (userinfo === '//git@' ? userinfo : '//***@'))
}
