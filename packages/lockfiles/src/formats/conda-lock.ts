import type { Dependency, Lockfile, Origin, Scope, Skipped } from '@cordon/model'
import { condaName, parseName, readVersion } from '@cordon/pypa'
import { dependencyOf, lockfileOf, mainScope, skip } from '../builder.ts'
import { CondaCollector, type CondaNeed, condaNeed } from '../conda/collector.ts'
import { condaArtifact, readCondaUrl, withoutToken } from '../conda/url.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { type DataNode, entriesOf, itemsOf, textAt, textOf, valueAt } from '../node.ts'
import { readTarget } from '../requirements/requirement.ts'
import { parseYaml } from '../yaml.ts'

/** conda-lock's unified lock file: conda and pip packages, each once for every platform. */
export const condaLock = {
  id: 'conda-lock',
  title: 'conda-lock.yml',
  files: ['conda-lock.yml', '*.conda-lock.yml'],
  role: 'lock',
  matches(path) {
    return /(?:^|[/.-])conda-lock\.ya?ml$/.test(path)
  },
  parse(text, path) {
    return read(parseYaml(text), path)
  },
} as const satisfies LockfileFormat

function read(root: DataNode, path: string): Lockfile {
  const version = textAt(root, 'version')
  const packages = valueAt(root, 'package')
  if (version === null || packages?.kind !== 'sequence') {
    const reason = 'A conda-lock file has a `version` and a list `package`; lock again.'
    throw new LockfileError('MALFORMED', reason, { line: root.line })
  }
  if (version !== '1') {
    const line = valueAt(root, 'version')?.line ?? 0
    throw new LockfileError('UNSUPPORTED_VERSION', `Version ${version} of conda-lock files is not known; 1 is.`, {
      line,
    })
  }
  const collector = new CondaCollector()
  const skipped: Skipped[] = []
  for (const node of itemsOf(packages)) readPackage(node, { path, collector, skipped })
  const { dependencies, edges, complete } = collector.finish()
  if (!complete) skipped.push(skip({ path, line: 0 }, 'TOO_MANY', '', 'There are more edges than are kept.'))
  return lockfileOf({ path, format: 'conda-lock', role: 'lock', dependencies, edges, skipped })
}

interface Reading {
  readonly path: string
  readonly collector: CondaCollector
  readonly skipped: Skipped[]
}

function readPackage(node: DataNode, { path, collector, skipped }: Reading): void {
  const at = { path, line: node.line }
  const written = textAt(node, 'name')
  const version = textAt(node, 'version')
  const manager = textAt(node, 'manager')
  const text = `${written ?? ''} ${version ?? ''}`.trim()
  const name = written === null ? null : manager === 'pip' ? parseName(written) : condaName(written)
  if (name === null || version === null || (manager !== 'conda' && manager !== 'pip')) {
    const reason = 'A package has a name, a version and the manager conda or pip; lock again.'
    skipped.push(skip(at, 'BAD_ENTRY', text, reason))
    return
  }
  const url = textAt(node, 'url')
  const hash = valueAt(node, 'hash')
  const { artifact, bad } = condaArtifact(url, { sha256: textAt(hash, 'sha256'), md5: textAt(hash, 'md5') })
  for (const one of bad)
    skipped.push(skip(at, 'BAD_HASH', one, `The digest of ${written} has the wrong length; lock again.`))
  const origin = manager === 'conda' ? condaOrigin(url) : pipOrigin(url)
  const dependency: Dependency = dependencyOf({
    name,
    at,
    text: url === null ? text : `${text} ${withoutToken(url)}`,
    version: readVersion(version),
    origin,
    artifacts: artifact === null || origin.kind === 'git' ? [] : [artifact],
  })
  const platform = textAt(node, 'platform')
  const place = platform === null ? null : { platform, environment: '', scope: scopeOf(textAt(node, 'category')) }
  collector.add(dependency, needsOf(valueAt(node, 'dependencies')), place)
}

function condaOrigin(url: string | null): Origin {
  return { kind: 'conda', channel: url === null ? null : (readCondaUrl(url)?.channel ?? null) }
}

/** A plain address of a file is where the index had it; only VCS addresses and paths come from elsewhere. */
function pipOrigin(url: string | null): Origin {
  if (url === null) return { kind: 'index', url: null }
  const { origin } = readTarget(url)
  return origin.kind === 'url' ? { kind: 'index', url: null } : origin
}

function scopeOf(category: string | null): Scope {
  return category === null || category === 'main' ? mainScope : { kind: 'group', name: category }
}

function needsOf(node: DataNode | null): readonly CondaNeed[] {
  const names = [...entriesOf(node)].map(({ key }) => key)
  const listed = itemsOf(node).flatMap((item) => textOf(item) ?? [])
  return [...names, ...listed].flatMap((text) => condaNeed(text) ?? [])
}
