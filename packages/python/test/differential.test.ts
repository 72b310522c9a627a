import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import { localWheels, sourcesOfWheel, withoutLocalWheels } from '@cordon/testkit'
import { decodeSource, parse } from '../src/index.ts'
import { factsOf } from './oracle/facts.ts'

const script = join(import.meta.dirname, 'oracle', 'facts.py')
const hasPython = spawnSync('python3', ['--version']).status === 0
const withoutPython = 'needs python3 as the oracle'

interface Sample {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What CPython says of each source: its facts or their digest, null where it refuses the source. */
function askOracle(samples: readonly Sample[], mode: 'facts' | 'digest'): readonly unknown[] {
  const input = samples.flatMap(({ bytes }) => [Buffer.from(`${mode} ${bytes.length}\n`), bytes])
  const answer = spawnSync('python3', [script], { input: Buffer.concat(input), maxBuffer: 1 << 28, encoding: 'utf8' })
  assert.equal(answer.status, 0, answer.stderr)
  return answer.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

function digestOf(facts: readonly string[]): string {
  return createHash('sha256').update(facts.join('\n')).digest('hex')
}

function ours(sample: Sample): readonly string[] {
  return factsOf(parse(decodeSource(sample.bytes).source))
}

/** Every so many files of the local wheels, none larger than 200 kB. */
function sampleOfWheels(every: number): readonly Sample[] {
  const samples: Sample[] = []
  let count = 0
  for (const wheel of localWheels())
    for (const { path, bytes } of sourcesOfWheel(wheel, (member) => member.endsWith('.py') && count++ % every === 0))
      if (bytes.length < 200_000) samples.push({ name: `${wheel} ${path}`, bytes })
  return samples
}

const wheels = localWheels()
const skipReal = !hasPython ? withoutPython : wheels.length === 0 ? withoutLocalWheels : false

test('real files have the definitions, calls, imports and spans that CPython sees', { skip: skipReal }, () => {
  const samples = sampleOfWheels(700)
  assert.ok(samples.length > 100)
  const answers = askOracle(samples, 'digest')
  const accepted = samples.filter((_, index) => answers[index] !== null)
  const differing = samples.filter((sample, index) => {
    const answer = answers[index]
    return answer !== null && answer !== digestOf(ours(sample))
  })
  assert.ok(accepted.length > 100)
  const share = 1 - differing.length / accepted.length
  assert.ok(share >= 0.999, `${share}: ${differing.map((sample) => sample.name).join('\n')}`)
})

const fixtures: Readonly<Record<string, string>> = {
  encodings: '# coding: latin-1\nx = "caf\xe9"; y(x)\n',
  marked: '\ufeffimport a\nb(a)\n',
  'line ends': 'def f(a):\r\n    return g(a)\r\n\r\nh()\ri()\r\n',
  joined: 'x = a + \\\n    b(c)\nif x \\\n   : pass\n',
  nested: 'f"{a[\'b\']!r:>{w(1)}} {c(d)}" \'e\' f"{g(h)=}"\n',
  decorated: '@a(1)\n@b\nasync def c(d, /, e: f = g(), *h: i, j=k, **l: m) -> n: return await o(p)\n',
  brackets: '((a).b)(c)[d:e, ::f](*g, **h)\nx = (yield), [*i, *(j)], {**k, "l": m}\n',
  chains: 'a < b <= c is not d\ne and f and (g or h) or not i\n-j ** -k\nl if m else n if o else p\n',
  classes: 'class A(B, metaclass=C(d)):\n    e: f = g\n    def h(self): pass; i = j;\n',
  handlers: 'try: a()\nexcept (B, C) as d: e(d)\nelse: f\nfinally: g\n',
  matches: 'match a(b):\n    case [c, *d] if e(c): f\n    case {"g": h, **i} | J(k=l): m(n)\n    case _: pass\n',
  withs: 'with (a(b) as c, d): pass\nwith (e), f as (g, h): pass\nasync def i():\n    async with j as k: pass\n',
  loops: 'for a, in b, c: d\nelse: e\nwhile f(g): break\n',
  imports: 'import a.b as c, d\nfrom ..e.f import (g as h, i,)\nfrom . import *\n',
  walrus: 'if (a := b(c)): [d for d in e if (f := g(d))]\nh(i := 1, j=k)\n',
  wide: 'ｅｘｅｃ = 变量(é)\n',
}

for (const [title, source] of Object.entries(fixtures))
  test(`own file with ${title}`, { skip: hasPython ? false : withoutPython }, () => {
    const bytes = title === 'encodings' ? Buffer.from(source, 'latin1') : Buffer.from(source)
    const [expected] = askOracle([{ name: title, bytes }], 'facts')
    assert.deepEqual(ours({ name: title, bytes }), expected)
  })
