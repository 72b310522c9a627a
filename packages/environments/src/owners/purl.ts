/** What the purl of a package of another kind is made of (purl-spec); Python's own are pypa's. */
export interface OwnerPurl {
  readonly type: 'apk' | 'conda' | 'deb' | 'generic' | 'rpm'
  readonly namespace: string | null
  readonly name: string
  readonly version: string
  readonly qualifiers: Readonly<Record<string, string | null>>
}

/** Qualifiers sorted, what is null or empty left out. */
export function writePurl({ type, namespace, name, version, qualifiers }: OwnerPurl): string {
  const pairs = Object.entries(qualifiers)
    .flatMap(([key, value]) => (value === null || value === '' ? [] : [`${key}=${encode(value)}`]))
    .sort()
  const path = namespace === null ? encode(name) : `${encode(namespace)}/${encode(name)}`
  return `pkg:${type}/${path}${version === '' ? '' : `@${encode(version)}`}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`
}

/** purl-spec: letters, digits, `.`, `-`, `_`, `~` and `:` stay as they are. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}
