import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { inflateRawSync, inflateSync, unzipSync } from 'node:zlib'
import { describePackage, entriesOf, type PackageCode, stageUnlessImported } from '@cordon/capabilities'
import type { ArtifactFacts, Sighting } from '@cordon/model'
import { parseEntryPoints } from '@cordon/pypa'
import { analysePackage, type Codecs } from '@cordon/python'

const codecs: Codecs = {
  inflate(data, format) {
    const unpack = { zlib: inflateSync, raw: inflateRawSync, gzip: unzipSync }[format]
    try {
      return new Uint8Array(unpack(data))
    } catch {
      return null
    }
  },
}

/** The files of a case folder by their path in it. */
export function filesOfCase(folder: string): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name))
  return new Map(paths.sort().map((path) => [relative(folder, path).replaceAll(sep, '/'), readFileSync(path)]))
}

/** What the code of a case does. */
export function codeOfCase(files: ReadonlyMap<string, Uint8Array>): PackageCode {
  const textOf = (path: string): string | null => (files.has(path) ? new TextDecoder().decode(files.get(path)) : null)
  const points = [...files.keys()].find((path) => path.endsWith('entry_points.txt'))
  const entries = entriesOf({
    paths: [...files.keys()],
    entryPoints: points === undefined ? [] : parseEntryPoints(textOf(points) ?? '').entryPoints,
    textOf,
  })
  const sources = [...files].filter(([path]) => /\.(?:py|pth)$/.test(path) || path.includes('.data/scripts/'))
  const events = analysePackage(
    sources.map(([path, bytes]) => ({ path, bytes })),
    entries,
    { codecs, unlessImported: stageUnlessImported({ paths: [...files.keys()], textOf }) },
  )
  return describePackage({ name: 'toy', events, codecs })
}

/** The facts of an archive with these files and nothing special. */
export function factsOfCase(files: ReadonlyMap<string, Uint8Array>): ArtifactFacts {
  const python = [...files].filter(([path]) => path.endsWith('.py'))
  return {
    kind: files.has('setup.py') ? 'sdist' : 'wheel',
    members: files.size,
    pythonFiles: python.length,
    pythonBytes: python.reduce((sum, [, bytes]) => sum + bytes.length, 0),
    summary: 'A toy',
    requires: [],
    entryPoints: [],
    native: [],
    binaries: [],
    bytecode: [],
    nestedArchives: [],
    startFiles: [...files.keys()].filter((path) => path.endsWith('.pth')),
    outside: [],
    oddities: [],
    ...toldFacts(files),
  }
}

/** `facts.json` of a case says what an archive would tell. */
function toldFacts(files: ReadonlyMap<string, Uint8Array>): Partial<ArtifactFacts> {
  const told = files.get('facts.json')
  return told === undefined ? {} : JSON.parse(new TextDecoder().decode(told))
}

/** Something that is seen or must be: `path:line id stage`, and how sure it is. */
export interface Mark {
  readonly place: string
  /** `conclusive` or a confidence; null where a mark does not say. */
  readonly grade: string | null
}

/** A sighting in the words of marks. */
export function markOf({ at, id, stage, confidence, isConclusive }: Sighting): Mark {
  return { place: `${at.path}:${at.line} ${id} ${stage}`, grade: isConclusive ? 'conclusive' : confidence }
}

const mark = /# expect: (source\/[a-z0-9-]+) ([a-z]+)(?: (conclusive|high|medium|low))?/g

/** Each mark `# expect: <id> <stage> [<grade>]`, and each line of `expect.txt`: `path:line <id> <stage> <grade>` for what has no line of Python. */
export function marksOf(files: ReadonlyMap<string, Uint8Array>): readonly Mark[] {
  return [...files].flatMap(([path, bytes]) => {
    const lines = new TextDecoder().decode(bytes).split('\n')
    if (path === 'expect.txt') return lines.filter((line) => line !== '').map(listed)
    return lines.flatMap((line, index) =>
      [...line.matchAll(mark)].map(([, id, stage, grade]) => ({
        place: `${path}:${index + 1} ${id} ${stage}`,
        grade: grade ?? null,
      })),
    )
  })
}

function listed(line: string): Mark {
  const at = line.lastIndexOf(' ')
  return { place: line.slice(0, at), grade: line.slice(at + 1) }
}
