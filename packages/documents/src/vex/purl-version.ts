import { type Purl, parseName, purlOf } from '@cordon/pypa'

/** The same package URL with another version, or with none. */
export function withVersion({ type, namespace, name, qualifiers, subpath }: Purl, version: string | null): string {
  const pypi = type === 'pypi' ? parseName(name) : null
  const end = subpath === null ? '' : `#${subpath.split('/').map(encodeURIComponent).join('/')}`
  if (pypi !== null) return `${purlOf(pypi, version, qualifiers)}${end}`
  const path = [...(namespace === null ? [] : namespace.split('/')), name].map(encodeURIComponent).join('/')
  const pairs = Object.entries(qualifiers).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  const query = pairs.length === 0 ? '' : `?${pairs.join('&')}`
  return `pkg:${type}/${path}${version === null ? '' : `@${encodeURIComponent(version)}`}${query}${end}`
}
