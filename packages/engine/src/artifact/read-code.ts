import { type Archive, codecs, type DistributionFacts, type Member } from '@cordon/archives'
import { describePackage, entriesOf, type PackageCode, stageUnlessImported } from '@cordon/capabilities'
import type { Unanalysed } from '@cordon/model'
import { analysePackage, type SourceFile } from '@cordon/python'

/** Everything that the Python of a package does. Never throws for what the files hold. */
export function readCode(archive: Archive, { name, entryPoints }: DistributionFacts): PackageCode {
  const unread: Unanalysed[] = []
  const members = new Map(archive.members.map((member) => [member.path, member]))
  const paths = [...members.keys()]
  const readText = (path: string): string | null => textOf(members.get(path), unread)
  const entries = entriesOf({ paths, entryPoints, textOf: readText })
  const unlessImported = stageUnlessImported({ paths, textOf: readText })
  const started = new Set(entries.map(({ path }) => path))
  const files = [...members.values()]
    .filter((member) => isSource(member) || started.has(member.path))
    .flatMap((member) => sourceFile(member, unread))
  const events = analysePackage(files, entries, { codecs, unlessImported })
  const code = describePackage({ name, events, codecs })
  return { ...code, unanalysed: [...unread, ...code.unanalysed] }
}

function isSource(member: Member): boolean {
  return member.type === 'file' && /\.(?:pyw?|pth)$/i.test(member.path)
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
