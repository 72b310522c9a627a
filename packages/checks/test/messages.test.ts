import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { checks } from '../src/index.ts'
import { provenanceOf } from './support/provenance.ts'
import { readProject, runChecks } from './support/run.ts'

/** Severity, message and remedy of what one check finds in one of its hit cases. */
function told(id: string, name: string): readonly string[] {
  const folder = join(import.meta.dirname, id, 'hit', name)
  const runs = runChecks(
    checks.filter((check) => check.id === id),
    readProject(folder),
    undefined,
    provenanceOf(folder),
  )
  return runs.flatMap(({ outcome }) =>
    outcome.kind === 'found'
      ? outcome.findings.map((each) => `${each.severity}: ${each.message} → ${each.remedy}`)
      : [],
  )
}

test('unpinned: what happens and what to do depend on the kind of file', () => {
  const [bare, range, wildcard] = told('hygiene/unpinned-requirement', 'requirements')
  assert.match(
    bare ?? '',
    /^medium: flask names no version: each install takes the newest release\. → Keep the ranges in a `\.in`/,
  )
  assert.match(range ?? '', /^medium: jinja2 >=3\.1 is a range/)
  assert.match(wildcard ?? '', /^medium: click ==8\.\* is a range/)
  assert.match(
    told('hygiene/unpinned-requirement', 'manifest-without-lock')[0] ?? '',
    /^low: .* → Commit a lock file made from/,
  )
  assert.match(
    told('hygiene/unpinned-requirement', 'dockerfile')[0] ?? '',
    /^medium: gunicorn .* → Pin it in the command/,
  )
  assert.match(told('hygiene/unpinned-requirement', 'another-file-pins')[0] ?? '', /^low: flask/)
})

test('extra index: the safe alternative is the one of the tool', () => {
  assert.match(
    told('hygiene/extra-index', 'pip')[0] ?? '',
    /^high: https:\/\/\*\*\*@internal\.example\/simple is asked .* → Give pip one `--index-url`/,
  )
  const [uv, strategy] = told('hygiene/extra-index', 'uv')
  assert.match(uv ?? '', /^low: .* \(internal\) is asked for every name before the main index.* → .*`explicit = true`/)
  assert.match(strategy ?? '', /^high: uv is told to compare all indexes/)
  assert.match(told('hygiene/extra-index', 'poetry')[0] ?? '', /^high: .* → .*`priority = "explicit"`/)
  assert.match(told('hygiene/extra-index', 'pdm')[0] ?? '', /^high: .* → .*`include_packages`/)
})

test('lock out of date: both sides are named', () => {
  assert.deepEqual(
    told('hygiene/lock-out-of-date', 'compiled-requirements').map((text) => text.split(' → ')[0]),
    [
      'medium: requirements.in asks for flask >=3.1, and requirements.txt holds 3.0.3.',
      'medium: requirements.in asks for jinja2, which requirements.txt does not hold.',
    ],
  )
  assert.match(
    told('hygiene/lock-out-of-date', 'poetry-hash')[0] ?? '',
    /^low: poetry\.lock was made from another state of pyproject\.toml/,
  )
})

test('vcs references: branch, default branch, shortened id', () => {
  const told3 = told('hygiene/mutable-vcs-reference', 'requirements').map((text) => text.split(' → ')[0])
  assert.equal(told3[0], 'medium: jinja2 names https://git.example/jinja2 by main, a branch or tag that can move.')
  assert.equal(told3[1], 'medium: flask follows the default branch of https://git.example/flask.')
  assert.match(told3[3] ?? '', /by the shortened commit id 0123abc, which is not unique\.$/)
})

test('plain http: one index behind many packages is one finding with a count', () => {
  assert.deepEqual(
    told('hygiene/plain-http', 'one-index-many-packages').map((text) => text.split(' → ')[0]),
    ['high: uv.lock takes packages from http://packages.example/simple without encryption, 2 times.'],
  )
})

test('hashes: some of the files, all of them, only a broken one', () => {
  const poetry = told('hygiene/missing-hash', 'poetry')
  assert.match(poetry[0] ?? '', /flask 3\.1\.0 has no hash, so whatever the index serves/)
  assert.match(poetry[1] ?? '', /jinja2 3\.1\.6 has no hash for 1 of its 2 files\./)
  assert.match(told('hygiene/weak-hash', 'old-pdm')[0] ?? '', /held only by MD5 for 1 of its 2 files\./)
})

test('provenance: what it was, what it is, since when, and which files where not all', () => {
  const first = (id: string, name: string) => told(`provenance/${id}`, name)[0]?.split(' → ')[0]
  assert.equal(
    first('repository-recreated', 'same-name-other-number'),
    'critical: acme-tools 1.1 comes from https://github.com/acme/tools (id 5559999), which is not https://github.com/acme/tools (id 5550100) that vouched for 1.0 (2026-01-10): the same address, and somebody else behind it.',
  )
  assert.equal(
    first('lost', 'only-the-sdist'),
    'high: Nothing vouches for acme-tools 1.1 (acme_tools-1.1.tar.gz); 1.0 (2026-01-10) was vouched for by https://github.com/acme/tools.',
  )
  assert.match(
    first('identity-changed', 'renamed-is-told') ?? '',
    /^none: The repository behind acme-tools 1\.1 is at /,
  )
  assert.match(
    first('identity-changed', 'no-environment') ?? '',
    /^medium: acme-tools 1\.1 was published in no environment; /,
  )
  assert.match(first('publisher-not-allowed', 'another-owner') ?? '', /; cordon\.toml:3 allows github:widgets\.$/)
  assert.match(first('below-slsa-level', 'publish-attestation-only') ?? '', /level 1, and cordon\.toml:3 asks for 2\./)
})
