import {
  type Archive,
  codecs,
  type DistributionFacts,
  headBytes,
  kindOfFile,
  kindOfOddity,
  type Member,
} from '@cordon/archives'
import {
  type Action,
  type CodeFile,
  describePackage,
  entriesOf,
  isAside,
  type PackageCode,
  stageUnlessImported,
} from '@cordon/capabilities'
import { isEarlier, isUnasked, type Unanalysed } from '@cordon/model'
import { analysePackage, type PackageEvents, type SourceFile } from '@cordon/python'
import { openNested } from './nested.ts'

/** Everything that the Python of a package does. Never throws for what the files hold. */
export function readCode(archive: Archive, facts: DistributionFacts): PackageCode {
  const nested = openNested(archive, facts)
  const codes = [
    ...tellings(archive.members).map((members) => readTelling(members, facts)),
    ...nested.groups.map((members) => readGroup(members, facts)),
  ]
  const bounded = boundedFiles(archive)
  const files = mergeFiles(codes.flatMap((code) => code.files))
  return {
    name: facts.name,
    files,
    actions: files.flatMap(({ actions }) => actions),
    unanalysed: [...bounded, ...nested.unread, ...codes.flatMap(({ unanalysed }) => unanalysed)],
  }
}

/** One file for each path, which does what any of its tellings does, at the earliest of their stages. */
function mergeFiles(files: readonly CodeFile[]): readonly CodeFile[] {
  const byPath = new Map<string, CodeFile>()
  for (const file of files) {
    const known = byPath.get(file.path)
    byPath.set(file.path, known === undefined ? file : mergeTellings(known, file))
  }
  return [...byPath.values()]
}

function mergeTellings(one: CodeFile, other: CodeFile): CodeFile {
  const told = new Set(one.actions.map(keyOf))
  return {
    path: one.path,
    role: isAside(one.role) ? other.role : one.role,
    stage: isEarlier(other.stage, one.stage) ? other.stage : one.stage,
    actions: [...one.actions, ...other.actions.filter((action) => !told.has(keyOf(action)))],
    traits: [...one.traits, ...other.traits],
  }
}

function keyOf({ kind, stage, at, path, texts }: Action): string {
  return `${kind} ${stage} ${at.line} ${path} ${texts.join()}`
}

/** Members with one path that are told apart; whoever hides a file behind more of its name is at it for its own sake. */
const mostTellings = 4

/** What installers may take for the package: where members share a path, some keep the first of them and some the last. */
function tellings(members: readonly Member[]): readonly ReadonlyMap<string, Member>[] {
  const last = new Map(members.map((member) => [member.path, member]))
  const found = [last]
  if (last.size === members.length) return found
  const seen = new Map<string, number>()
  for (const member of members) {
    const order = seen.get(member.path) ?? 0
    seen.set(member.path, order + 1)
    if (last.get(member.path) === member || order >= mostTellings) continue
    const telling = found[order + 1] ?? new Map(last)
    found[order + 1] = telling.set(member.path, member)
  }
  return found
}

/** Files that were not read to their end, or not at all, because a bound was met. */
function boundedFiles({ oddities }: Archive): readonly Unanalysed[] {
  return oddities
    .filter(({ code, member }) => kindOfOddity(code) === 'bounded' && (member === null || isSourcePath(member)))
    .map(({ code, member, detail }) => ({ at: { path: member ?? '.', line: 0 }, code, detail }))
}

function readTelling(members: ReadonlyMap<string, Member>, { name, entryPoints }: DistributionFacts): PackageCode {
  const unread: Unanalysed[] = []
  const paths = [...members.keys()]
  const readText = (path: string): string | null => textOf(members.get(path), unread)
  const entries = entriesOf({ paths, entryPoints, textOf: readText })
  const unlessImported = stageUnlessImported({ paths, textOf: readText })
  const started = new Set(entries.map(({ path }) => path))
  const files = [...members.values()]
    .filter((member) => isSource(member) || (started.has(member.path) && !isNative(member)))
    .flatMap((member) => sourceFile(member, unread))
  const events = analysePackage(files, entries, { codecs, unlessImported })
  const code = describePackage({ name, events, codecs })
  return { ...code, unanalysed: [...unread, ...code.unanalysed] }
}

/** A program that starts as no Python source can: with a byte that no statement may begin with, or one that is no UTF-8. */
function isNative(member: Member): boolean {
  const head = member.head(headBytes)
  const kind = kindOfFile(head)
  return kind === 'elf' || kind === 'mach-o' || (kind === 'pe' && head[2] === 0x90)
}

/** Python in an archive in the archive: nothing imports it or runs it by itself, somebody unpacks it and does. */
function readGroup(members: readonly Member[], { name }: DistributionFacts): PackageCode {
  const unread: Unanalysed[] = []
  const files = members.flatMap((member) => sourceFile(member, unread))
  const events = notUnasked(analysePackage(files, [], { codecs, unlessImported: () => 'entry' }))
  const code = describePackage({ name, events, codecs })
  return { ...code, unanalysed: [...unread, ...code.unanalysed] }
}

/** The same, of files that run only where somebody runs one of them: their imports of each other run then. */
function notUnasked({ files }: PackageEvents): PackageEvents {
  return {
    files: files.map((file) => ({
      ...file,
      events: file.events.map((each) =>
        each.stage !== 'unreached' && isUnasked(each.stage) ? { ...each, stage: 'entry' as const } : each,
      ),
    })),
  }
}

function isSource(member: Member): boolean {
  return member.type === 'file' && isSourcePath(member.path)
}

function isSourcePath(path: string): boolean {
  return /\.(?:pyw?|pth)$/i.test(path)
}

function textOf(member: Member | undefined, unread: Unanalysed[]): string | null {
  const [file] = member === undefined ? [] : sourceFile(member, unread)
  return file === undefined ? null : Buffer.from(file.bytes).toString('utf8')
}

/** A file of a folder may be gone or closed to us by now: told, and the others are read. */
function sourceFile(member: Member, unread: Unanalysed[]): readonly SourceFile[] {
  try {
    return [{ path: member.path, bytes: member.bytes() }]
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    unread.push({ at: { path: member.path, line: 0 }, code: 'UNREADABLE', detail })
    return []
  }
}
