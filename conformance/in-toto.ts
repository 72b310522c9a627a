/**
 * in-toto's own demo, offline: `node conformance/in-toto.ts FOLDER`, where FOLDER is a checkout of in-toto/in-toto. Its layouts are templates that
 * its tests sign when they run; so does this, with the keys that lie beside them, in a folder that goes. Each case then goes through
 * `cordon verify --layout`, and must end with its code. Exits 1 when one does not.
 */
import { spawnSync } from 'node:child_process'
import { constants, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { preAuthEncoding } from '../packages/attest/src/issue/dsse.ts'
import { canonical } from '../packages/testkit/src/made-tuf.ts'

const cordon = resolve(import.meta.dirname, '..', 'packages', 'cli', 'dist', 'cordon.js')
const links = { write: 'write-code.776a00e2.link', package: 'package.2f89b927.link' }

type Form = 'demo_files' | 'demo_dsse_files'
// biome-ignore lint/suspicious/noExplicitAny: layouts are changed in many places
type Open = any

interface Case {
  readonly name: string
  /** The code it must end with; null: it holds. */
  readonly code: string | null
  /** Changes what is signed. */
  readonly layout?: (layout: Open) => void
  /** Changes what is there once it is signed. */
  readonly files?: (folder: string) => void
  /** Who signs, and whose keys are asked for: names of keys. */
  readonly signers?: readonly string[]
  readonly keys?: readonly string[]
}

const withoutInspections = (layout: Open): void => {
  layout.inspect = []
}

const cases: readonly Case[] = [
  { name: 'as it is: all but its inspection, which is not run', code: 'inspections-not-run' },
  { name: 'without an inspection', code: null, layout: withoutInspections },
  {
    name: 'signed twice',
    code: null,
    layout: withoutInspections,
    signers: ['alice', 'ed25519'],
    keys: ['alice', 'ed25519'],
  },
  { name: 'another key', code: 'signature', keys: ['bob'] },
  { name: 'one key too many', code: 'signature', keys: ['alice', 'bob'] },
  {
    name: 'a broken signature',
    code: 'signature',
    files: (folder) =>
      rewrite(folder, 'root.layout', (text) =>
        text.replace(/"sig":"(.)/, (_, first) => `"sig":"${first === '0' ? '1' : '0'}`),
      ),
  },
  {
    name: 'expired',
    code: 'layout-expired',
    layout: (layout) => Object.assign(layout, { expires: '2000-01-01T00:00:00Z' }),
  },
  { name: 'a link less', code: 'layout-threshold', files: (folder) => rmSync(join(folder, links.package)) },
  {
    name: 'a link of somebody else',
    code: 'layout-threshold',
    files: (folder) => cpSync(join(folder, links.write), join(folder, links.package)),
  },
  {
    name: 'a threshold that is not reached',
    code: 'layout-threshold',
    layout: (layout) => Object.assign(layout.steps[0], { threshold: 2 }),
  },
  {
    name: 'a rule that is broken',
    code: 'layout-rule',
    layout: (layout) => layout.steps[0].expected_products.unshift(['DISALLOW', '*']),
  },
  {
    name: 'a match with a step that made no such file',
    code: 'layout-rule',
    layout: (layout) => {
      layout.steps[1].expected_materials = [
        ['MATCH', '*', 'WITH', 'MATERIALS', 'FROM', 'write-code'],
        ['DISALLOW', '*'],
      ]
    },
  },
  {
    name: 'a file that nobody made',
    code: 'subject-digest',
    layout: withoutInspections,
    files: (folder) => writeFileSync(join(folder, 'foo.tar.gz'), 'x'),
  },
  {
    name: 'no keys at all for its functionaries',
    code: 'layout-threshold',
    layout: (layout) => Object.assign(layout, { keys: {} }),
  },
]

function rewrite(folder: string, name: string, change: (text: string) => string): void {
  const before = readFileSync(join(folder, name), 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${name} did not change`)
  writeFileSync(join(folder, name), after)
}

function keyOf(suite: string, name: string): KeyObject {
  const pems = ['rsa', 'ecdsa', 'ed25519'].includes(name)
  const path = pems
    ? join(suite, 'tests', 'pems', `${name}_private_unencrypted.pem`)
    : join(suite, 'tests', 'demo_files', name)
  return createPrivateKey(readFileSync(path))
}

function signature(bytes: Buffer, key: KeyObject): Buffer {
  const type = key.asymmetricKeyType
  if (type === 'rsa') return sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING })
  return sign(type === 'ed25519' ? null : 'sha256', bytes, key)
}

function signedLayout(form: Form, layout: Open, keys: readonly KeyObject[]): string {
  const payloadType = 'application/vnd.in-toto+json'
  const payload = Buffer.from(form === 'demo_files' ? canonical(layout) : JSON.stringify(layout))
  const bytes = form === 'demo_files' ? payload : preAuthEncoding(payloadType, payload)
  const encoding = form === 'demo_files' ? 'hex' : 'base64'
  const signatures = keys.map((key) => ({ keyid: '', sig: signature(bytes, key).toString(encoding) }))
  const signed = form === 'demo_files' ? { signed: layout } : { payloadType, payload: payload.toString('base64') }
  return JSON.stringify({ ...signed, signatures })
}

function templateOf(suite: string, form: Form): Open {
  const json = JSON.parse(readFileSync(join(suite, 'tests', form, 'demo.layout.template'), 'utf8'))
  const layout = form === 'demo_files' ? json.signed : JSON.parse(Buffer.from(json.payload, 'base64').toString('utf8'))
  return { ...layout, expires: '2999-01-01T00:00:00Z' }
}

/** The code that a case ends with; null where it holds. */
function outcome(suite: string, form: Form, each: Case): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-in-toto-'))
  try {
    for (const link of Object.values(links)) cpSync(join(suite, 'tests', form, link), join(folder, link))
    cpSync(join(suite, 'tests', 'demo_files', 'foo.tar.gz'), join(folder, 'foo.tar.gz'))
    const layout = templateOf(suite, form)
    each.layout?.(layout)
    const { signers = ['alice'], keys = signers } = each
    writeFileSync(
      join(folder, 'root.layout'),
      signedLayout(
        form,
        layout,
        signers.map((name) => keyOf(suite, name)),
      ),
    )
    mkdirSync(join(folder, 'keys'))
    for (const name of keys)
      writeFileSync(
        join(folder, 'keys', name),
        createPublicKey(keyOf(suite, name)).export({ type: 'spki', format: 'pem' }),
      )
    each.files?.(folder)
    const words = ['verify', 'foo.tar.gz', '--layout', 'root.layout', '--format', 'json']
    const named = keys.flatMap((name) => ['--key', join('keys', name)])
    const { stdout } = spawnSync(process.execPath, [cordon, ...words, ...named], { cwd: folder, encoding: 'utf8' })
    return JSON.parse(stdout).files[0].attestations[0].code ?? null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(suite: string): number {
  const counts = { passed: 0, failed: 0 }
  const byKind = ['rsa', 'ecdsa', 'ed25519'].map((kind) => ({
    name: `an owner with an ${kind} key`,
    code: null,
    layout: withoutInspections,
    signers: [kind],
  }))
  for (const form of ['demo_files', 'demo_dsse_files'] as const)
    for (const each of [...cases, ...byKind]) {
      const code = outcome(suite, form, each)
      const passed = code === each.code
      counts[passed ? 'passed' : 'failed'] += 1
      if (!passed || process.argv.includes('--verbose'))
        console.log(`${passed ? 'pass' : 'FAIL'}  ${form}  ${each.name}  ${code ?? 'holds'}`)
    }
  console.log(`${counts.passed + counts.failed} cases: ${counts.passed} passed, ${counts.failed} failed`)
  return counts.failed === 0 ? 0 : 1
}

const [suite] = process.argv.slice(2)
if (suite === undefined) throw new Error('name the folder of a checkout of in-toto/in-toto')
process.exitCode = run(resolve(suite))
