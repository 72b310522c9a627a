import type { Dependency } from '@cordon/model'
import { type AnyVersion, purlOf } from '@cordon/pypa'
import { dropCredentials } from './text/credentials.ts'

/** A version as reports write it: PEP 440's normal form, or the text itself where PEP 440 cannot read it. */
export function versionText(version: AnyVersion): string {
  return version.kind === 'pep440' ? version.normalized : version.raw
}

/**
 * The package URL of a dependency (purl-spec). What does not come from an index says so (`vcs_url`, `download_url`), since it is
 * not the release of that name; a conda package has its own type; the project itself and what is not pinned have no version.
 */
export function purlOfDependency(dependency: Dependency): string {
  const { origin, name } = dependency
  const version = dependency.version === null || dependency.own ? null : versionText(dependency.version).toWellFormed()
  switch (origin.kind) {
    case 'conda':
      return `pkg:conda/${encodeURIComponent(name)}${version === null ? '' : `@${encodeURIComponent(version)}`}`
    case 'git': {
      const ref = origin.commit ?? origin.ref
      const url = `${origin.vcs}+${origin.url}${ref === null ? '' : `@${ref}`}`
      return purlOf(name, version, { vcs_url: dropCredentials(url).toWellFormed() })
    }
    case 'url':
      return purlOf(name, version, { download_url: dropCredentials(origin.url).toWellFormed() })
    default:
      return purlOf(name, version)
  }
}
