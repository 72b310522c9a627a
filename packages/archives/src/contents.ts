import type { Archive, Member } from './archive.ts'
import { foreignNames } from './bytecode/foreign-names.ts'
import { readPyc } from './bytecode/pyc.ts'
import { type FileKind, headBytes, isArchive, isNative, kindOfFile } from './file-kind.ts'

/** What an archive holds besides Python source and texts, told by first bytes and not by names. */
export interface Contents {
  readonly native: readonly KnownFile[]
  readonly bytecode: readonly BytecodeFile[]
  /** Archives in the archive: not opened. */
  readonly nested: readonly KnownFile[]
}

export interface KnownFile {
  readonly path: string
  readonly format: FileKind
}

export interface BytecodeFile {
  readonly path: string
  /** Its source lies where an import would look for it. */
  readonly hasSource: boolean
  /** PEP 552: an import takes it without looking whether it belongs to its source. */
  readonly isUnchecked: boolean
  /** Names it uses that its source never mentions; without a source all of them. The first hundred; null when it was not read. */
  readonly foreign: readonly string[] | null
}

/** Of a compiled file or its source, and of all that are read: no package needs to ship many. */
const maxCompiledBytes = 4 * 1024 * 1024
const maxAllBytes = 32 * 1024 * 1024
const maxForeign = 100

/** Text by its ending, and read as text by whoever reads it: its first bytes decide nothing. */
const plainText =
  /\.(?:py|pyi|pyx|pxd|h|hpp|c|cpp|md|rst|json|html|css|js|ts|txt|toml|cfg|ini|yaml|yml|xml|csv|po|svg)$/i

export function readContents(archive: Archive): Contents {
  const native: KnownFile[] = []
  const nested: KnownFile[] = []
  const bytecode: BytecodeFile[] = []
  const members = new Map(archive.members.map((member) => [member.path, member]))
  const budget = { left: maxAllBytes }
  for (const member of archive.members) {
    const format = formatOf(member)
    if (format === null) continue
    const { path } = member
    if (isNative(format)) native.push({ path, format })
    else if (format === 'pyc') bytecode.push(readBytecode(member, members.get(sourceOf(path)), budget))
    else if (isArchive(format)) nested.push({ path, format })
  }
  return { native, bytecode, nested }
}

function readBytecode(member: Member, source: Member | undefined, budget: { left: number }): BytecodeFile {
  const { path, size } = member
  const hasSource = source !== undefined
  const isSmall = size <= maxCompiledBytes && (source?.size ?? 0) <= maxCompiledBytes
  if (isSmall) budget.left -= size + (source?.size ?? 0)
  const facts = isSmall && budget.left >= 0 ? readPyc(member.bytes()) : null
  if (facts === null) return { path, hasSource, isUnchecked: false, foreign: null }
  const text = source === undefined ? '' : new TextDecoder().decode(source.bytes())
  return {
    path,
    hasSource,
    isUnchecked: facts.isUnchecked,
    foreign: foreignNames(facts.code, text).slice(0, maxForeign),
  }
}

function formatOf(member: Member): FileKind | null {
  if (member.type !== 'file' || member.size < 4) return null
  if (plainText.test(member.path)) return null
  if (/\.py[co]$/i.test(member.path)) return 'pyc'
  return kindOfFile(member.head(headBytes))
}

/** `a/__pycache__/b.cpython-311.pyc` and `a/b.pyc` both come from `a/b.py`. */
function sourceOf(path: string): string {
  const slash = path.lastIndexOf('/') + 1
  const folder = path.slice(0, slash)
  const base = path.slice(slash)
  if (/(?:^|\/)__pycache__\/$/.test(folder))
    return `${folder.slice(0, -'__pycache__/'.length)}${base.slice(0, Math.max(0, base.indexOf('.')))}.py`
  return /\.py[co]$/i.test(base) ? `${path.slice(0, -1)}` : ''
}
