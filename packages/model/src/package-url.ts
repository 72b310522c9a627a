import { type AnyVersion, defaultIndexUrl, purlOf } from '@cordon/pypa'
import type { Dependency } from './dependency.ts'

/** User information of a URL (RFC 3986 §3.2.1); the last `@` before the path ends it, as installers read it. */
const userInformation = /:\/\/([^\s/?#]*)@/g
/** Variables that the installer fills in are no secret, and `git@` is the common user of ssh. */
const harmless = /^(?:git|\$\{[A-Za-z0-9_]+\}(?::\$\{[A-Za-z0-9_]+\})?)$/

/** The same text with other user information in its URLs; what is harmless stays. */
export function replaceCredentials(text: string, instead: string): string {
  if (!text.includes('://')) return text
  return text.replace(userInformation, (whole, user: string) => (harmless.test(user) ? whole : `://${instead}`))
}

/** The same URL without its user information; for identities such as package URLs. */
export function dropCredentials(url: string): string {
  return replaceCredentials(url, '')
}

/** A version as reports write it: PEP 440's normal form, or the text itself where PEP 440 cannot read it. */
export function versionText(version: AnyVersion): string {
  return version.kind === 'pep440' ? version.normalized : version.raw
}

/** True for the public index, however its address ends; null is the installer's own default. */
export function isDefaultIndex(url: string | null): boolean {
  return url === null || url === defaultIndexUrl || url === `${defaultIndexUrl}/`
}

/**
 * The package URL of a dependency (purl-spec). What does not come from the public index says so (`repository_url`, `vcs_url`,
 * `download_url`), since it is not the release of that name; what a distribution or conda owns has its owner's; a conda package has its own type; the project itself and what is not
 * pinned have no version.
 */
export function purlOfDependency(dependency: Dependency, qualifiers: Readonly<Record<string, string>> = {}): string {
  const { origin, name } = dependency
  // What a distribution has built and patched is its release, not that of the index.
  if (dependency.installed?.owner != null) return dependency.installed.owner.purl
  const version = dependency.version === null || dependency.own ? null : versionText(dependency.version).toWellFormed()
  switch (origin.kind) {
    case 'conda':
      return `pkg:conda/${encodeURIComponent(name)}${version === null ? '' : `@${encodeURIComponent(version)}`}`
    case 'git': {
      const ref = origin.commit ?? origin.ref
      const url = `${origin.vcs}+${origin.url}${ref === null ? '' : `@${ref}`}`
      return purlOf(name, version, { ...qualifiers, vcs_url: dropCredentials(url).toWellFormed() })
    }
    case 'url':
      return purlOf(name, version, { ...qualifiers, download_url: dropCredentials(origin.url).toWellFormed() })
    case 'index':
      if (!isDefaultIndex(origin.url) && origin.url !== null)
        return purlOf(name, version, { ...qualifiers, repository_url: dropCredentials(origin.url).toWellFormed() })
      return purlOf(name, version, qualifiers)
    default:
      return purlOf(name, version, qualifiers)
  }
}
