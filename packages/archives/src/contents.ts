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

/** Compiled files whose names are read, and the bytes of one: no package needs to ship many. */
const maxCompiled = 500
const maxCompiledBytes = 4 * 1024 * 1024
const maxForeign = 100

/** Text by its ending, and read as text by whoever reads it: its first bytes decide nothing. */
const plainText =
  /\.(?:py|pyi|pyx|pxd|h|hpp|c|cpp|md|rst|json|html|css|js|ts|txt|toml|cfg|ini|yaml|yml|xml|csv|po|svg)$/i
const bytecodeName = /^(.*?)(?:__pycache__\/)?([^/]+?)(?:\.[a-z]+-?\d+(?:\.opt-\d)?)?\.py[co]$/i

export function readContents(archive: Archive): Contents {
  const native: KnownFile[] = []
  const nested: KnownFile[] = []
  const bytecode: BytecodeFile[] = []
  const members = new Map(archive.members.map((member) => [member.path, member]))
  for (const member of archive.members) {
    const format = formatOf(member)
    if (format === null) continue
    const { path } = member
    if (isNative(format)) native.push({ path, format })
    else if (format === 'pyc')
      bytecode.push(readBytecode(member, members.get(sourceOf(path)), bytecode.length < maxCompiled))
    else if (isArchive(format)) nested.push({ path, format })
  }
  return { native, bytecode, nested }
}

function readBytecode(member: Member, source: Member | undefined, isRead: boolean): BytecodeFile {
  const { path, size } = member
  const hasSource = source !== undefined
  const facts = isRead && size <= maxCompiledBytes ? readPyc(member.bytes()) : null
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
  const found = bytecodeName.exec(path)
  return found === null ? '' : `${found[1] ?? ''}${found[2] ?? ''}.py`
}
