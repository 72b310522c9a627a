import { analysePackage, type Entry, stages } from '../../src/index.ts'
import { nodeCodecs } from '../evaluate/codecs.ts'
import { line } from '../evaluate/show.ts'

/** The files of a package, by path. */
export type Files = Readonly<Record<string, string>>

/** The events of a package's files, a line each: path, stage, event. */
export function packageLines(files: Files, entries: readonly Entry[]): readonly string[] {
  const encoder = new TextEncoder()
  const sources = Object.entries(files).map(([path, text]) => ({ path, bytes: encoder.encode(text) }))
  return analysePackage(sources, entries, { codecs: nodeCodecs }).files.flatMap(({ path, events }) =>
    events.flatMap(({ event, stage }) => {
      const shown = line(event)
      return shown === null ? [] : [`${path} ${stage} ${shown}`]
    }),
  )
}

export interface PackageCase {
  readonly title: string
  readonly head: string
  readonly entries: readonly Entry[]
  readonly files: Files
  readonly expected: readonly string[]
}

/** Cases in a text: `=== title`, entries as `stage path [symbol]`, files under `--- path`, `=>`, and the lines that are expected. */
export function parseCases(text: string): readonly PackageCase[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [given = '', expected = ''] = part.split(/^=>\n/m)
      const [head = '', ...files] = given.split(/^--- /m)
      const [title = '', ...entries] = head.trimEnd().split('\n')
      return {
        title,
        head: head.slice(title.length + 1),
        entries: entries.map(entryOf),
        files: Object.fromEntries(files.map((file) => [firstLine(file), file.slice(firstLine(file).length + 1)])),
        expected: expected.trimEnd().split('\n'),
      }
    })
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf('\n'))
}

function entryOf(line: string): Entry {
  const [stage = '', path = '', symbol = null] = line.split(' ')
  const known = stages.find((each) => each === stage)
  if (known === undefined) throw new Error(`no such stage: ${line}`)
  return { stage: known, path, symbol }
}
