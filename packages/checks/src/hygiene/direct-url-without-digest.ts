import { type CheckMeta, type Dependency, defineCheck } from '@cordon/model'
import { clean, findingOf, lineOf, nameOf, outcomeOf } from '../finding.ts'
import { lockedEntries } from '../governing.ts'
import { isRemote, withoutCredentials } from '../url.ts'

const id = 'hygiene/direct-url-without-digest'

const meta: CheckMeta = {
  title: 'Direct URL without a digest',
  domain: 'engineering',
  severity: 'medium',
  why: `The file behind a URL can be replaced at any time by whoever controls the server, the account or the bucket it lies in, and the name of the file says nothing of its content. A package index at least refuses to replace a file that was published; a plain URL gives no such promise.

With a digest in the URL's fragment (\`#sha256=…\`), in \`--hash\` or in a lock file, the installer refuses any other content.`,
  remedy:
    'Add the digest: `name @ https://host/file.whl#sha256=…`, or lock the project so that the lock file records it.',
  references: [
    'https://packaging.python.org/en/latest/specifications/direct-url/',
    'https://pip.pypa.io/en/stable/topics/secure-installs/',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
}

/** Finds archives that are named by URL and whose content nothing fixes. */
export const directUrlWithoutDigest = defineCheck({
  id,
  meta,
  needs: ['file', 'project'],
  run({ file, project }, dependency) {
    const { origin } = dependency
    if (origin.kind !== 'url' || dependency.own || !isRemote(origin.url)) return null
    if (hasDigest(dependency) || /#(?:[^#\s]*&)?(?:sha\d+|md5)=[0-9a-f]/i.test(origin.url)) return clean
    if (lockedEntries(dependency, file, project).some(hasDigest)) return clean
    const message = `${nameOf(dependency)} is whatever ${withoutCredentials(origin.url)} serves on the day of the install.`
    return outcomeOf([findingOf(id, meta, { message, evidence: [lineOf(dependency)] })])
  },
})

function hasDigest(dependency: Dependency): boolean {
  return dependency.artifacts.some((artifact) => artifact.hashes.length > 0)
}
