import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ArtifactClass, Finding, Outcome } from '@cordon/model'
import { type Config, decideAll, parseConfig, withFlags } from '../src/index.ts'
import { found, inspection } from './inspections.ts'

const now = new Date('2026-11-21T12:00:00Z')
const sha256 = 'ab'.repeat(32)

function configured(text: string): Config {
  return parseConfig(text, 'cordon.toml', 'cordon.toml', now)
}

function finding(id: string, verdict: ArtifactClass): Finding {
  return {
    id,
    title: 'Runs what it decodes',
    severity: 'high',
    confidence: 'high',
    domain: 'malicious',
    message: 'Runs when imported.',
    remedy: 'Do not install it.',
    evidence: [{ kind: 'line', path: 'demo.whl/demo/__init__.py', line: 3, text: '' }],
    artifact: { file: 'demo.whl', sha256, verdict },
  }
}

function behaving(verdict: ArtifactClass): Readonly<Record<string, Outcome>> {
  return { 'source/exec-of-decoded': found(finding('source/exec-of-decoded', verdict)) }
}

const opaque: Readonly<Record<string, Outcome>> = {
  'artifact/verdict': {
    kind: 'unknown',
    code: 'UNANALYSABLE',
    detail: 'native code only',
    artifact: { file: 'demo.whl', sha256, verdict: 'unanalysable' },
  },
}

function decided(outcomes: Readonly<Record<string, Outcome>>, text = '', failOn: readonly string[] = []) {
  const policy = withFlags(configured(text).policy, { failOn })
  const { verdicts } = decideAll([inspection({ path: 'demo.whl', outcomes })], policy, now)
  return verdicts.map(({ decision, because }) => `${decision} ${because.map((each) => each.rule).join(' ')}`).join()
}

test('malicious blocks, suspicious and unanalysable warn, a placeholder and remarks pass', () => {
  assert.equal(decided(behaving('malicious')), 'block default:malicious-artifact')
  assert.equal(decided(behaving('suspicious')), 'warn default:everything-else')
  assert.equal(decided(opaque), 'warn default:unknown-UNANALYSABLE')
  for (const id of ['artifact/note', 'artifact/oddity', 'artifact/placeholder'])
    assert.equal(decided({ [id]: found(finding(id, 'malicious')) }), 'allow default:artifact-remark')
})

test('flags raise what is suspicious and what is unanalysable', () => {
  assert.equal(decided(behaving('suspicious'), '', ['warn']), 'block --fail-on warn')
  assert.equal(decided(opaque, '', ['unknown']), 'block --fail-on unknown')
})

test('a rule may ask for the verdict over the artifact', () => {
  const rule = '[[policy.rules]]\nname = "strict"\naction = "deny"\nverdict = ["suspicious"]\n'
  assert.equal(decided(behaving('suspicious'), rule), 'block strict')
  assert.equal(decided(behaving('malicious'), rule), 'block default:malicious-artifact')
  assert.throws(() => configured(rule.replace('suspicious', 'suspect')), { code: 'BAD_VALUE' })
})

test('an exception covers one artifact by its digest, one behaviour or several, or what could not be looked at', () => {
  const exception = (lines: string): string =>
    `[[policy.exceptions]]\n${lines}\nreason = "reviewed"\nexpires = 2027-06-30\n`
  const hash = `sha256 = "${sha256.toUpperCase()}"\n`
  assert.equal(decided(behaving('malicious'), exception(`${hash}check = "source/*"`)), 'allow exception:abababababab')
  assert.equal(
    decided(behaving('malicious'), exception(`${hash}check = "source/reverse-shell"`)),
    'block default:malicious-artifact',
  )
  assert.equal(decided(opaque, exception(`name = "native"\n${hash}unknown = "UNANALYSABLE"`)), 'allow exception:native')
  const other = `name = "other"\nsha256 = "${'cd'.repeat(32)}"\n`
  assert.equal(
    decided(behaving('malicious'), exception(`${other}check = "source/*"`)),
    'block default:malicious-artifact',
  )
  assert.equal(decided(opaque, exception(`${other}unknown = "UNANALYSABLE"`)), 'warn default:unknown-UNANALYSABLE')
  assert.throws(() => configured(exception('sha256 = "abc"\ncheck = "source/*"')), { code: 'BAD_VALUE' })
})
