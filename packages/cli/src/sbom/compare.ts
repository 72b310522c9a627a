import { type BomDiff, type Component, diffBoms, isSameBom } from '@cordon/documents'
import { readBomFile } from '@cordon/engine'
import type { ExitCode } from '@cordon/model'
import type { Io } from '../command.ts'
import { harmless } from '../harmless.ts'
import { reportProblems } from './convert.ts'

export interface CompareOptions {
  readonly format: 'text' | 'json'
}

/** `cordon sbom diff BEFORE AFTER`: exit code 1 when they differ. */
export function compareFiles(before: string, after: string, options: CompareOptions, io: Io): ExitCode {
  const [one, other] = [before, after].map((path) => {
    const { bom, problems } = readBomFile(path, io.cwd)
    reportProblems(path, problems, io)
    return bom
  })
  if (one === undefined || other === undefined) return 2
  const diff = diffBoms(one, other)
  io.stdout.write(options.format === 'json' ? `${JSON.stringify(jsonOf(diff), null, 2)}\n` : textOf(diff))
  return isSameBom(diff) ? 0 : 1
}

function jsonOf(diff: BomDiff): object {
  const short = ({ name, version, purl }: Component): object => ({ name, version, purl })
  return {
    schema: 'cordon.sbom-diff/1',
    added: diff.added.map(short),
    removed: diff.removed.map(short),
    changed: diff.changed.map(({ name, changes, after }) => ({ name, purl: after.purl, changes })),
    edges: { added: diff.edgesAdded, removed: diff.edgesRemoved },
  }
}

const shownLength = 100

function textOf(diff: BomDiff): string {
  if (isSameBom(diff)) return 'no difference\n'
  const shown = ({ name, version }: Component): string => harmless(version === null ? name : `${name} ${version}`)
  const cut = (text: string): string =>
    harmless(text.length > shownLength ? `${text.slice(0, shownLength - 1)}…` : text)
  const lines = [
    ...diff.added.map((component) => `+ ${shown(component)}`),
    ...diff.removed.map((component) => `- ${shown(component)}`),
    ...diff.changed.flatMap(({ name, after, changes }) => [
      `~ ${shown({ ...after, name })}`,
      ...changes.map(
        ({ field, before, after: now }) => `    ${field}: ${cut(before) || 'none'} → ${cut(now) || 'none'}`,
      ),
    ]),
    ...diff.edgesAdded.map(({ from, to }) => `+ ${harmless(from)} → ${harmless(to)}`),
    ...diff.edgesRemoved.map(({ from, to }) => `- ${harmless(from)} → ${harmless(to)}`),
  ]
  const { added, removed, changed } = diff
  const edges = diff.edgesAdded.length + diff.edgesRemoved.length
  return `${lines.join('\n')}\n\n${added.length} added, ${removed.length} removed, ${changed.length} changed, ${edges} dependencies differ\n`
}
