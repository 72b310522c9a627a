/**
 * The table of rooms in docs/architecture.md, executable. Fails on: a forbidden import, a deep or relative import into another
 * room, an undeclared or unused sibling, a cycle (type imports count), a room on disk that is not in the table, a table
 * row whose room is gone.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Room → rooms it may import. `*` stands for every room but those after the minus. Rooms appear with their first code. */
export const roomTable: RoomTable = {
  pypa: [],
  model: ['pypa'],
  lockfiles: ['pypa', 'model'],
  advisories: ['pypa', 'model'],
  python: [],
  capabilities: ['pypa', 'model', 'python'],
  archives: ['pypa', 'model'],
  images: ['model', 'archives'],
  environments: ['pypa', 'model', 'archives'],
  sources: ['pypa', 'model', 'archives'],
  names: ['pypa', 'model'],
  checks: ['pypa', 'model', 'advisories', 'capabilities', 'names', 'attest'],
  classifier: ['model', 'capabilities'],
  policy: ['pypa', 'model', 'attest'],
  reports: ['pypa', 'model'],
  documents: ['pypa', 'model'],
  attest: ['pypa', 'model'],
  engine: [
    'pypa',
    'model',
    'lockfiles',
    'advisories',
    'python',
    'archives',
    'images',
    'environments',
    'sources',
    'capabilities',
    'names',
    'checks',
    'classifier',
    'policy',
    'reports',
    'documents',
    'attest',
  ],
  cli: [
    'pypa',
    'model',
    'lockfiles',
    'advisories',
    'python',
    'archives',
    'images',
    'environments',
    'sources',
    'capabilities',
    'names',
    'checks',
    'classifier',
    'policy',
    'reports',
    'documents',
    'attest',
    'engine',
  ],
  testkit: ['pypa', 'model'],
}

/** Rooms without file system, network, clock, console or process (ground rule 4). */
const pureRooms = [
  'pypa',
  'model',
  'lockfiles',
  'advisories',
  'python',
  'archives',
  'images',
  'environments',
  'capabilities',
  'names',
  'checks',
  'classifier',
  'policy',
  'reports',
  'documents',
  'attest',
]
const impureModule =
  /^node:(?:fs|fs\/promises|net|http|https|http2|dns|tls|dgram|child_process|process|os|worker_threads)$/
const impureCall = /\b(?:Date\.now\(|new Date\(\)|Math\.random\(|console\.|process\.|fetch\()/

export type RoomTable = Readonly<Record<string, readonly string[]>>

interface House {
  readonly root: string
  readonly table: RoomTable
}

interface Import {
  readonly file: string
  readonly line: number
  readonly target: string
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(path) : /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    line: text.slice(0, match.index + match[0].length).split('\n').length,
    target: match[1] ?? match[2] ?? match[3] ?? '',
  }))
}

interface Manifest {
  readonly name?: string
  /** The doors of a room: what others may import. */
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

/** A room may have a second door, so that whoever needs only one part loads only that part. */
function doorsOf(room: string, root: string): readonly string[] {
  const path = join(root, 'packages', room, 'package.json')
  return existsSync(path) ? Object.keys((JSON.parse(readFileSync(path, 'utf8')) as Manifest).exports ?? {}) : []
}

function checkImport(found: Import, room: string, { root, table }: House): string | null {
  const inTest = relative(join(root, 'packages', room), found.file).startsWith(`test${sep}`)
  const place = `${relative(root, found.file)}:${found.line}`
  if (found.target.startsWith('.')) {
    const target = relative(join(root, 'packages'), resolve(dirname(found.file), found.target)).split(sep)[0]
    if (target !== room) return `${place}: relative import leaves the room (${found.target})`
    if (
      !inTest &&
      /(?:^|\/)index\.ts$/.test(found.target) &&
      resolve(dirname(found.file), found.target) === join(root, 'packages', room, 'src', 'index.ts')
    )
      return `${place}: imports its own room's door; import the file`
    return null
  }
  if (found.target.startsWith('@cordon/')) {
    const [, sibling = '', ...rest] = found.target.split('/')
    if (rest.length > 0 && !doorsOf(sibling, root).includes(`./${rest.join('/')}`))
      return `${place}: deep import ${found.target}; import @cordon/${sibling}`
    if (sibling === 'testkit' ? inTest : (table[room] ?? []).includes(sibling) || inTest) return null
    return `${place}: ${room} may not import ${sibling}`
  }
  if (!inTest && pureRooms.includes(room) && impureModule.test(found.target))
    return `${place}: ${room} is pure and may not import ${found.target}`
  return null
}

function checkPurity(file: string, room: string, root: string): string[] {
  if (!pureRooms.includes(room) || !relative(join(root, 'packages', room), file).startsWith(`src${sep}`)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const code = line.replace(/\/\/.*$|^\s*\*.*$/g, '').replace(/'[^']*'|`[^`]*`/g, "''")
      return impureCall.test(code) ? [`${relative(root, file)}:${index + 1}: ${room} is pure: ${line.trim()}`] : []
    })
}

function checkDeclared(room: string, imports: readonly Import[], root: string): string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', room, 'package.json'), 'utf8')) as Manifest
  const problems: string[] = []
  if (manifest.name !== `@cordon/${room}`) problems.push(`packages/${room}/package.json: name must be @cordon/${room}`)
  const declared = Object.keys(manifest.dependencies ?? {})
  const inSource = imports.filter((each) => relative(join(root, 'packages', room), each.file).startsWith(`src${sep}`))
  const used = new Set(
    inSource
      .filter((each) => !each.target.startsWith('.') && !each.target.startsWith('node:'))
      .map((each) =>
        each.target
          .split('/')
          .slice(0, each.target.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  )
  for (const name of used)
    if (!declared.includes(name)) problems.push(`packages/${room}/package.json: ${name} is imported and not declared`)
  for (const name of declared)
    if (!used.has(name)) problems.push(`packages/${room}/package.json: ${name} is declared and not imported`)
  return problems
}

function cyclesIn(edges: ReadonlyMap<string, ReadonlySet<string>>, what: string): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const visit = (node: string, path: readonly string[]): void => {
    if (state.get(node) === 'done') return
    if (state.get(node) === 'open') {
      found.push(`cycle of ${what}: ${[...path.slice(path.indexOf(node)), node].join(' → ')}`)
      return
    }
    state.set(node, 'open')
    for (const next of edges.get(node) ?? []) visit(next, [...path, node])
    state.set(node, 'done')
  }
  for (const node of edges.keys()) visit(node, [])
  return found
}

/** The table on the architecture page must be this one: `all above` stands for every room of the rows before. */
function checkPage({ root, table }: House): string[] {
  const page = join(root, 'docs', 'architecture.md')
  if (!existsSync(page)) return ['docs/architecture.md is missing']
  const said = new Map<string, string>()
  for (const [, room = '', imports = ''] of readFileSync(page, 'utf8').matchAll(
    /^\| `([a-z]+)` \|[^|]*\|([^|]*)\|/gm,
  )) {
    const above = [...said.keys()].join(', ')
    said.set(room, imports.trim() === 'all above' ? above : imports.trim() === '–' ? '' : imports.trim())
  }
  return Object.entries(table).flatMap(([room, imports]) => {
    const row = said.get(room)
    if (row === undefined) return [`docs/architecture.md: no row for ${room}`]
    const same = row.split(', ').filter(Boolean).sort().join() === [...imports].sort().join()
    return same ? [] : [`docs/architecture.md: ${room} may import "${row}" there, "${imports.join(', ')}" here`]
  })
}

/** Every problem of the tree at `root`, empty when the house is in order. */
export function checkRooms(root: string, table: RoomTable = roomTable): string[] {
  const packages = join(root, 'packages')
  const onDisk = readdirSync(packages).filter((name) => statSync(join(packages, name)).isDirectory())
  const problems = [
    ...checkPage({ root, table }),
    ...onDisk.filter((name) => !(name in table)).map((name) => `packages/${name}: not in the table of rooms`),
    ...Object.keys(table)
      .filter((name) => !onDisk.includes(name))
      .map((name) => `room ${name} is in the table and not on disk`),
  ]
  const roomEdges = new Map<string, Set<string>>()
  const fileEdges = new Map<string, Set<string>>()
  for (const room of onDisk.filter((name) => name in table)) {
    if (!existsSync(join(packages, room, 'package.json'))) {
      problems.push(`packages/${room}: no package.json`)
      continue
    }
    const source = filesUnder(join(packages, room, 'src'))
    const imports = [...source, ...filesUnder(join(packages, room, 'test'))].flatMap(importsOf)
    problems.push(...imports.flatMap((each) => checkImport(each, room, { root, table }) ?? []))
    problems.push(...checkDeclared(room, imports, root), ...source.flatMap((file) => checkPurity(file, room, root)))
    const inSource = imports.filter((each) => source.includes(each.file))
    const siblings = inSource.flatMap((each) =>
      each.target.startsWith('@cordon/') ? [each.target.split('/')[1] ?? ''] : [],
    )
    roomEdges.set(room, new Set(siblings))
    for (const each of inSource.filter((one) => one.target.startsWith('.'))) {
      const from = relative(root, each.file)
      const to = relative(root, resolve(dirname(each.file), each.target))
      fileEdges.set(from, (fileEdges.get(from) ?? new Set()).add(to))
    }
  }
  return [...problems, ...cyclesIn(roomEdges, 'rooms'), ...cyclesIn(fileEdges, 'files')]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
  const problems = checkRooms(root)
  for (const problem of problems) console.error(problem)
  console.log(
    problems.length === 0 ? `rooms: ${Object.keys(roomTable).length} in order` : `rooms: ${problems.length} problems`,
  )
  process.exitCode = problems.length === 0 ? 0 : 1
}
