interface OriginRule {
  readonly level: 'must' | 'should'
  /** What the standard says. */
  readonly rule: string
}

/** Every rule of `direct_url.json` (PEP 610) and `provenance_url.json` (PEP 710), by its stable code. */
export const originRules = {
  'both-files': { level: 'must', rule: 'PEP 710: only one of the two files may be there' },
  'commit-form': { level: 'must', rule: 'PEP 610: git and Mercurial are pinned by a whole commit hash' },
  'commit-missing': { level: 'must', rule: 'PEP 610: `vcs_info` has a `commit_id`' },
  'editable-type': { level: 'must', rule: 'PEP 610: `editable` is true or false' },
  'hash-deprecated': {
    level: 'should',
    rule: 'PEP 610: `hashes` takes the place of `hash`; PEP 710: no `hash` at all',
  },
  'hash-differs': { level: 'must', rule: 'PEP 610: what `hash` says is in `hashes` too' },
  'hash-form': { level: 'must', rule: 'PEP 610: `hash` is `algorithm=digest`' },
  'hash-forbidden': { level: 'must', rule: 'PEP 710: MD5 and SHA-1 must not be used' },
  'hash-name': { level: 'must', rule: 'a hash is called as hashlib calls it, in lower case' },
  'hash-value': { level: 'must', rule: 'a digest is written in hexadecimal, and is as long as its algorithm makes it' },
  'hash-weak': { level: 'should', rule: 'at least one secure hash, best SHA-256' },
  'hashes-missing': { level: 'must', rule: 'PEP 710: at least one hash; PEP 610: there should be `hashes`' },
  'hashes-type': { level: 'must', rule: '`hashes` is a table of names and digests' },
  'info-missing': {
    level: 'must',
    rule: 'PEP 610: one of `vcs_info`, `archive_info`, `dir_info`; PEP 710: `archive_info`',
  },
  'info-several': { level: 'must', rule: 'PEP 610: only one of `vcs_info`, `archive_info`, `dir_info`' },
  'info-type': { level: 'must', rule: 'what tells of the source is a table' },
  json: { level: 'must', rule: 'the file is a JSON object (RFC 8259)' },
  'json-encoding': { level: 'must', rule: 'the file is UTF-8 without a byte order mark (RFC 8259)' },
  'key-repeated': { level: 'must', rule: 'a key stands in an object once (RFC 8259)' },
  'key-unknown': { level: 'should', rule: 'PEP 710: exactly the keys that it names; PEP 610 leaves room for more' },
  'revision-type': { level: 'must', rule: 'PEP 610: `requested_revision` is a text' },
  'sha256-missing': { level: 'should', rule: 'PEP 710: `sha256` should be among the hashes' },
  'subdirectory-outside': { level: 'must', rule: 'PEP 610: `subdirectory` is relative to the root of the source' },
  'subdirectory-type': { level: 'must', rule: 'PEP 610: `subdirectory` is a text' },
  'too-large': { level: 'must', rule: 'a record of an origin is short' },
  'url-credentials': {
    level: 'must',
    rule: 'the URL tells no user name and no password, except as variables, or `git`',
  },
  'url-invalid': { level: 'must', rule: 'the URL is one (WHATWG URL Standard)' },
  'url-missing': { level: 'must', rule: 'there is a `url`, which is a text' },
  'url-parameter': { level: 'should', rule: 'a secret in the query of a URL is a secret too' },
  'url-path': { level: 'must', rule: 'PEP 610: the path of a local folder is absolute (RFC 8089)' },
  'url-scheme': { level: 'must', rule: 'PEP 610: a local folder has a `file:` URL' },
  'vcs-missing': { level: 'must', rule: 'PEP 610: `vcs_info` names its `vcs`' },
  'vcs-unknown': { level: 'should', rule: 'PEP 610: other systems than git, hg, bzr and svn should be registered' },
} as const satisfies Readonly<Record<string, OriginRule>>

export type OriginRuleCode = keyof typeof originRules
