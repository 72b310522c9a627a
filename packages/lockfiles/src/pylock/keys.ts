/** Keys at the top of a pylock file of lock version 1.0 (PEP 751). */
export const knownKeys: ReadonlySet<string> = new Set([
  'created-by',
  'default-groups',
  'dependency-groups',
  'environments',
  'extras',
  'lock-version',
  'packages',
  'requires-python',
  'tool',
])

/** Keys of `[[packages]]` of lock version 1.0 (PEP 751). */
export const knownPackageKeys: ReadonlySet<string> = new Set([
  'archive',
  'attestation-identities',
  'dependencies',
  'directory',
  'index',
  'marker',
  'name',
  'requires-python',
  'sdist',
  'tool',
  'vcs',
  'version',
  'wheels',
])
