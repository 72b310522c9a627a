/** `cordon attest` with local keys: from files and a key to documents that others verify, or to a code and nothing written. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, it, type TestContext } from 'node:test'
import { preAuthEncoding } from '@cordon/attest'
import { temporaryFolder } from '@cordon/testkit'
import { main } from '../src/main.ts'
import { type Ran, runMain } from './run-main.ts'

const passphrase = 'correct horse'
const facts = ['--builder-id', 'https://build.example.invalid', '--build-type', 'https://build.example.invalid/make/v1']
const pem = (key: KeyObject, hidden = false): string =>
  key.export({ type: 'pkcs8', format: 'pem', ...(hidden ? { cipher: 'aes-256-cbc', passphrase } : {}) }).toString()

interface Bench {
  readonly cwd: string
  run(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>
  /** Names in `dist`. */
  files(): readonly string[]
  envelope(name: string): { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] }
}

function bench(t: TestContext): Bench {
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  mkdirSync(join(cwd, 'dist'))
  writeFileSync(join(cwd, 'dist', 'demo-1.0.tar.gz'), 'not really an archive')
  writeFileSync(join(cwd, 'dist', 'demo-1.0-py3-none-any.whl'), 'not really a wheel')
  writeFileSync(join(cwd, 'key.pem'), pem(privateKey))
  writeFileSync(join(cwd, 'hidden.pem'), pem(privateKey, true))
  writeFileSync(join(cwd, 'phrase'), `${passphrase}\nanything else\n`)
  return {
    cwd,
    run: (words, env = {}) => runMain(['attest', ...words], { cwd, cache, env }),
    files: () => readdirSync(join(cwd, 'dist')).sort(),
    envelope: (name) => JSON.parse(readFileSync(join(cwd, name), 'utf8')),
  }
}

const both = ['dist/demo-1.0-py3-none-any.whl', 'dist/demo-1.0.tar.gz']

describe('cordon attest with a local key', () => {
  it('writes an envelope beside each file, and says whose claim it is', async (t) => {
    const { run, files, envelope } = bench(t)
    const { exit, stdout } = await run(['provenance', ...both, '--key', 'key.pem', ...facts])
    assert.equal(exit, 0, stdout)
    assert.match(stdout, /claimed by its holder alone/)
    assert.deepEqual(files(), [
      'demo-1.0-py3-none-any.whl',
      'demo-1.0-py3-none-any.whl.intoto.jsonl',
      'demo-1.0.tar.gz',
      'demo-1.0.tar.gz.intoto.jsonl',
    ])
    const { payload, payloadType } = envelope('dist/demo-1.0.tar.gz.intoto.jsonl')
    assert.equal(payloadType, 'application/vnd.in-toto+json')
    const statement = JSON.parse(Buffer.from(payload, 'base64').toString())
    assert.equal(statement.subject[0].name, 'demo-1.0.tar.gz')
    assert.equal(statement.predicate.runDetails.builder.id, 'https://build.example.invalid')
  })

  it('writes what `cordon verify` accepts for the key, and for no other', async (t) => {
    const { run, cwd } = bench(t)
    const cache = temporaryFolder(t)
    const kinds: Readonly<Record<string, { readonly privateKey: KeyObject; readonly publicKey: KeyObject }>> = {
      p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      ed25519: generateKeyPairSync('ed25519'),
      rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    }
    for (const [kind, { privateKey, publicKey }] of Object.entries(kinds)) {
      writeFileSync(join(cwd, `${kind}.pem`), pem(privateKey))
      writeFileSync(join(cwd, `${kind}.pub`), publicKey.export({ type: 'spki', format: 'pem' }))
    }
    for (const kind of Object.keys(kinds)) {
      assert.equal((await run(['provenance', ...both, '--key', `${kind}.pem`, '--force', ...facts])).exit, 0)
      const verify = (key: string) => runMain(['verify', ...both, '--key', `${key}.pub`], { cwd, cache })
      assert.equal((await verify(kind)).exit, 0)
      assert.equal((await verify(kind === 'p256' ? 'rsa' : 'p256')).exit, 1)
    }
  })

  it('passes over what it wrote when all of a folder is named again, and replaces nothing unasked', async (t) => {
    const { run, cwd, files } = bench(t)
    const words = ['provenance', '--key', 'key.pem', ...facts, ...both]
    await run(words)
    const before = readFileSync(join(cwd, 'dist', 'demo-1.0.tar.gz.intoto.jsonl'), 'utf8')
    const all = files().map((name) => `dist/${name}`)
    const again = await run(['provenance', '--key', 'key.pem', ...facts, ...all])
    assert.equal(again.exit, 2)
    assert.match(again.stderr, /is there already; --force replaces it \[OUTPUT\]/)
    assert.equal(readFileSync(join(cwd, 'dist', 'demo-1.0.tar.gz.intoto.jsonl'), 'utf8'), before)
    assert.equal((await run(['provenance', '--key', 'key.pem', '--force', ...facts, ...all])).exit, 0)
    assert.notEqual(readFileSync(join(cwd, 'dist', 'demo-1.0.tar.gz.intoto.jsonl'), 'utf8'), before)
    assert.deepEqual(files().length, 4)
  })

  it('never writes through a symbolic link', async (t) => {
    const { run, cwd } = bench(t)
    const target = join(cwd, 'precious')
    writeFileSync(target, 'precious')
    symlinkSync(target, join(cwd, 'dist', 'demo-1.0.tar.gz.intoto.jsonl'))
    const words = ['provenance', 'dist/demo-1.0.tar.gz', '--key', 'key.pem', ...facts]
    assert.equal((await run(words)).exit, 2)
    assert.equal((await run([...words, '--force'])).exit, 0)
    assert.equal(readFileSync(target, 'utf8'), 'precious')
  })

  it('writes all of several or none, and puts back what was there', async (t) => {
    const { run, cwd, files } = bench(t)
    mkdirSync(join(cwd, 'dist', 'demo-1.0.tar.gz.intoto.jsonl'))
    writeFileSync(join(cwd, 'dist', 'demo-1.0-py3-none-any.whl.intoto.jsonl'), 'precious')
    const { exit, stderr } = await run(['provenance', ...both, '--key', 'key.pem', '--force', ...facts])
    assert.equal(exit, 2)
    assert.match(stderr, /cannot be written .*nothing was written \[OUTPUT\]/)
    assert.equal(readFileSync(join(cwd, 'dist', 'demo-1.0-py3-none-any.whl.intoto.jsonl'), 'utf8'), 'precious')
    assert.equal(files().length, 4)
  })

  it('makes one attestation about several files', async (t) => {
    const { run, envelope } = bench(t)
    const words = ['provenance', ...both, '--together', '--key', 'key.pem', ...facts]
    assert.match((await run(words)).stderr, /--output \[OPTION\]/)
    assert.equal((await run([...words, '--output', 'release.intoto.jsonl'])).exit, 0)
    const statement = JSON.parse(Buffer.from(envelope('release.intoto.jsonl').payload, 'base64').toString())
    assert.equal(statement.subject.length, 2)
  })

  it('says what it wrote as JSON', async (t) => {
    const { run } = bench(t)
    const { stdout } = await run(['provenance', ...both, '--key', 'key.pem', '--format', 'json', ...facts])
    const { version, attestations } = JSON.parse(stdout)
    assert.equal(version, 1)
    assert.equal(attestations[0].claims, 'self')
    assert.equal(attestations[0].signer.suite, 'ecdsa-p256-sha256')
  })

  it('reads the passphrase from a file, a variable or the keyboard', async (t) => {
    const { run, cwd } = bench(t)
    const words = ['provenance', 'dist/demo-1.0.tar.gz', '--key', 'hidden.pem', '--force', ...facts]
    assert.match((await run(words)).stderr, /hidden\.pem: .* \[key-passphrase\]/)
    assert.match((await run(words, { CORDON_KEY_PASSPHRASE: 'wrong' })).stderr, /\[key-passphrase\]/)
    assert.equal((await run(words, { CORDON_KEY_PASSPHRASE: passphrase })).exit, 0)
    assert.equal((await run([...words, '--passphrase-file', 'phrase'])).exit, 0)
    assert.equal((await run([...words, '--passphrase-env', 'PHRASE'], { PHRASE: passphrase })).exit, 0)
    assert.match((await run([...words, '--passphrase-env', 'PHRASE'])).stderr, /PHRASE is not set/)
    for (const [typed, exit] of [
      [`${passphrase}x\u007f\r`, 0],
      [`${passphrase}\n`, 0],
      ['wrong\r', 2],
      ['\u0003', 2],
    ] as const) {
      const shown: string[] = []
      assert.equal(await typing(typed, ['attest', ...words], cwd, shown), exit)
      assert.doesNotMatch(shown.join(''), /correct|wrong/)
    }
  })

  it('takes any predicate, and checks one of a type it knows', async (t) => {
    const { run, cwd, envelope } = bench(t)
    writeFileSync(join(cwd, 'vex.json'), JSON.stringify({ '@context': 'https://openvex.dev/ns', statements: [] }))
    writeFileSync(join(cwd, 'twice.json'), '{"a": 1, "a": 2}')
    const words = (type: string, file: string): readonly string[] => [
      ...['statement', 'dist/demo-1.0.tar.gz', '--key', 'key.pem', '--predicate-type', type, '--predicate', file],
      ...['--output', 'out.json'],
    ]
    const codeOf = async (type: string, file: string): Promise<string> =>
      /\[(\S+)\]\n$/.exec((await run(words(type, file))).stderr)?.[1] ?? ''
    assert.equal(await codeOf('https://cyclonedx.org/bom', 'vex.json'), 'predicate')
    assert.equal(await codeOf('not an address', 'vex.json'), 'predicate')
    assert.equal(await codeOf('https://example.invalid/own', 'twice.json'), 'predicate')
    assert.equal(await codeOf('https://example.invalid/own', 'missing.json'), 'OPTION')
    assert.equal((await run(words('https://openvex.dev/ns', 'vex.json'))).exit, 0)
    const statement = JSON.parse(Buffer.from(envelope('out.json').payload, 'base64').toString())
    assert.deepEqual(statement.predicate, { '@context': 'https://openvex.dev/ns', statements: [] })
  })

  it('signs any bytes, which OpenSSL verifies', async (t) => {
    const { run, cwd, envelope } = bench(t)
    writeFileSync(join(cwd, 'notes'), 'any bytes \u0000 at all')
    const words = ['envelope', 'notes', '--payload-type', 'text/plain', '--key', 'key.pem']
    assert.match((await run(words)).stdout, /^notes\.dsse\.json {2}written: text\/plain, signed by key [0-9a-f]{16}/)
    const { payload, payloadType, signatures } = envelope('notes.dsse.json')
    assert.equal(Buffer.from(payload, 'base64').toString(), 'any bytes \u0000 at all')
    if (spawnSync('openssl', ['version']).status !== 0) return t.skip('openssl is not installed')
    writeFileSync(join(cwd, 'signed'), preAuthEncoding(payloadType, Buffer.from(payload, 'base64')))
    writeFileSync(join(cwd, 'signature'), Buffer.from(signatures[0]?.sig ?? '', 'base64'))
    const publicKey = createPublicKey(readFileSync(join(cwd, 'key.pem')))
    writeFileSync(join(cwd, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
    const asked = ['dgst', '-sha256', '-verify', 'public.pem', '-signature', 'signature', 'signed']
    assert.equal(spawnSync('openssl', asked, { cwd }).status, 0)
    writeFileSync(join(cwd, 'signed'), payload)
    assert.notEqual(spawnSync('openssl', asked, { cwd }).status, 0)
  })

  const refused: readonly (readonly [string, string, readonly string[]])[] = [
    ['a bundle without a log', 'not-expressible', ['provenance', 'dist/demo-1.0.tar.gz', '--form', 'bundle', ...facts]],
    ['nothing that says how it was built', 'build-facts', ['provenance', 'dist/demo-1.0.tar.gz']],
    [
      'a commit without a source',
      'OPTION',
      ['provenance', 'dist/demo-1.0.tar.gz', '--commit', 'a'.repeat(40), ...facts],
    ],
    ['a folder', 'OPTION', ['provenance', 'dist', ...facts]],
    [
      'a log that would not be asked',
      'OPTION',
      ['provenance', 'dist/demo-1.0.tar.gz', '--rekor-url', 'https://x', ...facts],
    ],
    ['a token beside a key', 'OPTION', ['provenance', 'dist/demo-1.0.tar.gz', '--identity-token-env', 'X', ...facts]],
    ['two places', 'OPTION', ['provenance', 'dist/demo-1.0.tar.gz', '-o', 'x', '--output-dir', 'y', ...facts]],
    ['a file that is not there', 'OPTION', ['provenance', 'nothing', ...facts]],
    ['a time that is none', 'build-facts', ['provenance', 'dist/demo-1.0.tar.gz', '--started-on', 'noon', ...facts]],
  ]
  for (const [name, code, words] of refused)
    it(`writes nothing for ${name}`, async (t) => {
      const { run, files } = bench(t)
      const { exit, stderr } = await run([...words, '--key', 'key.pem'])
      assert.equal(exit, 2)
      assert.match(stderr, new RegExp(`\\[${code}\\]\\n$`))
      assert.deepEqual(files(), ['demo-1.0-py3-none-any.whl', 'demo-1.0.tar.gz'])
    })
})

/** Runs on a terminal where somebody types. */
function typing(typed: string, words: readonly string[], cwd: string, shown: string[]): Promise<number> {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined })
  keyboard.write(typed)
  const writer = { write: (text: string) => void shown.push(text), isTTY: true, columns: 80 }
  return main(words, {
    stdout: { ...writer, write: () => undefined },
    stderr: writer,
    env: {},
    cwd,
    fetch: () => Promise.reject(new Error('no network')),
    now: () => new Date('2026-11-21T12:00:00Z'),
    stdin: keyboard,
  })
}
