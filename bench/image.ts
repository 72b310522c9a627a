/**
 * `node bench/image.ts [--folder DIR] [--runs N]`: `cordon image` on a real Debian-based Python image, beside gunzip and `tar t` of the same
 * layers, and what it finds beside a walk over the folders that the image was made of. The image (about 600 MB unpacked) is made once and kept
 * in the folder: that takes root, mmdebstrap, umoci, python3, the Debian mirror of apt and the index of pip.
 */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { type Dirent, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { machineLine, median, peakOf } from './measure.ts'

const root = resolve(import.meta.dirname, '..')
const cordon = join(root, 'packages/cli/bin/cordon.js')
const folder = resolve(argumentOf('--folder') ?? join(tmpdir(), 'cordon-bench-image'))
const runs = Number(argumentOf('--runs')) || 5
const layout = join(folder, 'layout')
const system = join(folder, 'system')
const application = join(folder, 'application')

const wheels = [
  ...[
    'aiohttp',
    'boto3',
    'botocore',
    'celery',
    'cryptography',
    'django',
    'fastapi',
    'flask',
    'jinja2',
    'lxml',
    'numpy',
  ],
  ...['pandas', 'pillow', 'pydantic', 'requests', 'scipy', 'sqlalchemy', 'urllib3', 'uvicorn', 'werkzeug'],
]

function argumentOf(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

function run(command: string, ...words: readonly string[]): void {
  const result = spawnSync(command, words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (result.status === 0) return
  console.error(
    `bench: ${command} ${words.slice(0, 3).join(' ')} failed: ${result.error?.message ?? result.stderr.slice(-500)}`,
  )
  process.exit(1)
}

function makeImage(): void {
  mkdirSync(folder, { recursive: true })
  const include = '--include=python3,python3-pip,python3-venv,python3-yaml,python3-requests,ca-certificates'
  if (!existsSync(system)) run('mmdebstrap', '--variant=minbase', include, 'bookworm', system)
  if (!existsSync(application)) {
    run('python3', '-m', 'venv', '--without-pip', join(application, 'opt/app'))
    const python = join(application, 'opt/app/bin/python')
    run('python3', '-m', 'pip', '--python', python, 'install', '--quiet', '--no-compile', '--no-deps', ...wheels)
  }
  run('umoci', 'init', '--layout', layout)
  run('umoci', 'new', '--image', `${layout}:app`)
  const insert = (by: string, from: string): void =>
    run('umoci', 'insert', '--rootless', '--history.created_by', by, '--image', `${layout}:app`, from, '/')
  insert('# debian.sh --arch amd64 out/ bookworm', system)
  run('umoci', 'config', '--image', `${layout}:app`, '--config.cmd', 'bash', '--history.created_by', 'CMD ["bash"]')
  insert('RUN /bin/sh -c pip install -r requirements.txt # buildkit', application)
}

/** Digests of the stored layers, the lowest first. */
function layersOf(): readonly string[] {
  const read = (path: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(layout, path), 'utf8')) as Record<string, unknown>
  const [image] = read('index.json').manifests as { digest: string }[]
  const manifest = read(`blobs/${image?.digest.replace(':', '/') ?? ''}`)
  return (manifest.layers as { digest: string }[]).map(({ digest }) => digest.replace(':', '/'))
}

/** Seconds by the clock and of all processors. */
interface Times {
  readonly wall: number
  readonly cpu: number
}

function timeOf(script: string): Times {
  const bash = `TIMEFORMAT='%R %U %S'; time { ${script} ; } > /dev/null 2>&1`
  const { stderr } = spawnSync('bash', ['-c', bash], { encoding: 'utf8', cwd: folder })
  const [wall = Number.NaN, user = Number.NaN, kernel = Number.NaN] = stderr.trim().split(/\s+/).slice(-3).map(Number)
  return { wall, cpu: user + kernel }
}

/** What a plain walk finds installed in the folders that the layers were made of: `name version`. */
function walked(place: string): readonly string[] {
  const found: string[] = []
  const visit = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      const metadata = metadataOf(path, entry)
      if (metadata !== null) found.push(nameIn(metadata))
      else if (entry.isDirectory()) visit(path)
    }
  }
  visit(place)
  return found
}

function metadataOf(path: string, entry: Dirent): string | null {
  if (entry.name.endsWith('.dist-info')) return join(path, 'METADATA')
  if (!entry.name.endsWith('.egg-info')) return null
  return entry.isDirectory() ? join(path, 'PKG-INFO') : path
}

function nameIn(path: string): string {
  const text = readFileSync(path, 'utf8')
  const name =
    /^Name: *(.+)$/m
      .exec(text)?.[1]
      ?.trim()
      .toLowerCase()
      .replace(/[-_.]+/g, '-') ?? ''
  return `${name} ${/^Version: *(.+)$/m.exec(text)?.[1]?.trim() ?? ''}`
}

interface Verdict {
  readonly package: { readonly name: string; readonly version: string } | null
}

function answered(command: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(process.execPath, [...command, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const { verdicts } = JSON.parse(stdout) as { readonly verdicts: readonly Verdict[] }
  return verdicts.flatMap((verdict) =>
    verdict.package === null ? [] : [`${verdict.package.name} ${verdict.package.version}`],
  )
}

if (!existsSync(join(root, 'packages/cli/dist/cordon.js'))) {
  console.error('bench: no bundle; run `npm run build` first')
  process.exit(1)
}
if (!existsSync(layout)) makeImage()
process.env.CORDON_CACHE_DIR = join(folder, 'cache')
const layers = layersOf()
const floor = layers.map((layer) => `gzip -dc '${join(layout, 'blobs', layer)}' | tar t`).join(' && ')
const command = [cordon, 'image', `${layout}:app`, '--no-config']
const whole = `'${process.execPath}' ${command.map((word) => `'${word}'`).join(' ')}`
const pairs = Array.from({ length: runs }, () => ({ floor: timeOf(floor), cordon: timeOf(whole) }))
const middle = (pick: (pair: (typeof pairs)[number]) => number): string => median(pairs.map(pick)).toFixed(2)

const found = [...new Set(answered(command))].sort()
const expected = [...new Set([...walked(system), ...walked(application)])].sort()
const isSame = found.join('\n') === expected.join('\n')
console.log(`${machineLine()}; median of ${runs} runs in turn\n`)
console.log('| | wall | CPU |\n| --- | ---: | ---: |')
console.log(
  `| gunzip and tar t of ${layers.length} layers | ${middle((each) => each.floor.wall)} s | ${middle((each) => each.floor.cpu)} s |`,
)
console.log(`| cordon image | ${middle((each) => each.cordon.wall)} s | ${middle((each) => each.cordon.cpu)} s |`)
console.log(
  `| ratio (target ≤ 1.5) | ${middle((each) => each.cordon.wall / each.floor.wall)} | ${middle((each) => each.cordon.cpu / each.floor.cpu)} |`,
)
console.log(`\npeak memory ${peakOf(process.execPath, command).toFixed(0)} MB (target ≤ 300 MB)`)
console.log(
  `${found.length} distributions, digest ${createHash('sha256').update(found.join('\n')).digest('hex').slice(0, 16)}, ` +
    `${isSame ? 'the same as' : '**OTHER THAN**'} a walk over the folders finds`,
)
if (!isSame) {
  console.error(`only cordon: ${found.filter((each) => !expected.includes(each)).join(', ')}`)
  console.error(`only the walk: ${expected.filter((each) => !found.includes(each)).join(', ')}`)
  process.exitCode = 1
}
