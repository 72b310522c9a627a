import {
  type CheckMeta,
  type Dependency,
  defineFileCheck,
  type Finding,
  type InstallOption,
  type Lockfile,
} from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { isPlain, withoutCredentials } from '../url.ts'

const id = 'hygiene/plain-http'

const meta: CheckMeta = {
  title: 'Packages over an unencrypted connection',
  domain: 'engineering',
  severity: 'high',
  why: `Over plain \`http:\`, \`git:\`, \`svn:\` or \`ftp:\` nobody proves to be the server that was asked. Whoever is on the way (a public network, a router, a proxy, a hijacked name) can answer with a package of their own, and credentials in the URL can be read by all of them.

A hash in a lock file protects the content, not the index page that is read while locking. Addresses of this machine (\`localhost\`, \`127.0.0.0/8\`, \`::1\`) are not reported.`,
  remedy: 'Use the `https:` address of the same server; for repositories `git+https:` or `git+ssh:`.',
  references: [
    'https://peps.python.org/pep-0503/',
    'https://cwe.mitre.org/data/definitions/319.html',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
}

const optionKinds: ReadonlySet<InstallOption['kind']> = new Set(['index-url', 'extra-index-url', 'find-links'])

/** Finds indexes, link pages, archives and repositories that are reached without encryption: one finding for each address. */
export const plainHttp = defineFileCheck({
  id,
  meta,
  needs: ['file'],
  run(_facts, file) {
    const places = new Map<string, Place>()
    for (const option of file.options)
      if (option.value !== null && optionKinds.has(option.kind)) note(places, option.value, option)
    for (const dependency of file.dependencies) for (const url of urlsOf(dependency)) note(places, url, dependency)
    return file.role === 'lock' || file.options.length > 0 || file.dependencies.length > 0
      ? outcomeOf([...places].map(([url, place]) => plainFinding(url, place, file)))
      : null
  },
})

interface Place {
  readonly subject: Dependency | InstallOption
  count: number
}

/** The same index behind a hundred entries is one fact. */
function note(places: Map<string, Place>, url: string, subject: Dependency | InstallOption): void {
  if (!isPlain(url)) return
  const key = url.trim().replace(/\/$/, '')
  const place = places.get(key)
  if (place === undefined) places.set(key, { subject, count: 1 })
  else place.count += 1
}

/** The index of an entry speaks for its files; without one, the files speak for themselves. */
function urlsOf(dependency: Dependency): readonly string[] {
  const { origin } = dependency
  if (origin.kind === 'git' || origin.kind === 'url') return [origin.url]
  if (origin.kind === 'index' && origin.url !== null && isPlain(origin.url)) return [origin.url]
  return dependency.artifacts.flatMap((artifact) => (artifact.url === null ? [] : serverOf(artifact.url)))
}

function serverOf(url: string): readonly string[] {
  const end = url.indexOf('/', url.indexOf('://') + 3)
  return [end < 0 ? url : url.slice(0, end)]
}

function plainFinding(url: string, place: Place, file: Lockfile): Finding {
  const more = place.count > 1 ? `, ${place.count} times` : ''
  return findingOf(id, meta, {
    message: `${file.path} takes packages from ${withoutCredentials(url)} without encryption${more}.`,
    evidence: [lineOf(place.subject)],
  })
}
