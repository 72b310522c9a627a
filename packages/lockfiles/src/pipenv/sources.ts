import type { InstallOption } from '@cordon/model'
import { optionOf } from '../builder.ts'
import type { PipenvSource } from './entry.ts'

/**
 * The sources as installer options. The first is the default index; the others serve only packages that name them, as pipenv
 * does since 2022.3.23. A source whose certificate is not verified is a trusted host.
 */
export function sourceOptions(sources: readonly PipenvSource[]): readonly InstallOption[] {
  return sources.flatMap((source, index) => {
    const { at, name, url } = source
    const kind = index === 0 ? 'index-url' : 'extra-index-url'
    const option = optionOf({ kind, value: url, name, explicit: index > 0, at, text: url })
    if (source.verifies) return [option]
    const trusted = optionOf({
      kind: 'trusted-host',
      value: hostOf(url),
      name,
      at,
      text: `verify_ssl = false for ${url}`,
    })
    return [option, trusted]
  })
}

function hostOf(url: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url
  return authority.slice(authority.lastIndexOf('@') + 1)
}

/** `requires` of a Pipfile as a version specifier: `python_version` is a prefix, `python_full_version` is exact. */
export function requiresPython(version: string | null, fullVersion: string | null): string | null {
  if (fullVersion !== null) return `==${fullVersion}`
  return version === null ? null : `==${version}.*`
}
