import type { SlsaBuild } from '@cordon/model'
import { harmless } from '../harmless.ts'
import type { LevelAnswer } from './answer.ts'
import { countLevels } from './count.ts'
import type { Asked } from './judge.ts'
import type { PlacesLevels } from './places.ts'

/** The answers as JSON: levels, reasons, builds, and all that is otherwise than asked; `places` is null where none was named. */
export function renderLevelsJson(
  answers: readonly LevelAnswer[],
  places: PlacesLevels | null,
  { minLevel }: Asked,
): string {
  const of =
    places === null
      ? null
      : {
          releases: places.releases.map(({ files, ...release }) => ({ ...release, files: files.map(fileJson) })),
          dependencyLevels: Object.fromEntries(countLevels(places)),
          unpinned: places.unpinned,
          elsewhere: places.elsewhere,
          unread: places.unread,
        }
  return `${JSON.stringify({ version: 1, minLevel, files: answers.map(fileJson), places: of }, null, 2)}\n`
}

function fileJson({ file, sha256, state, level, failures, unmet }: LevelAnswer): object {
  return { file, sha256, state, ...level, failures, unmet }
}

/** The answers for people. */
export function renderLevelsTable(answers: readonly LevelAnswer[], { minLevel }: Asked): string {
  const lines = answers.flatMap((answer) => [...answerLines(answer, minLevel), ''])
  const counts = [3, 2, 1, 0].flatMap((level) => {
    const count = answers.filter((each) => each.state !== 'unknown' && each.level.level === level).length
    return count === 0 ? [] : [`${count} at level ${level}`]
  })
  const unknown = answers.filter(({ state }) => state === 'unknown').length
  const total = `${answers.length} ${answers.length === 1 ? 'file' : 'files'}`
  const parts = unknown === 0 ? counts : [...counts, `${unknown} unknown`]
  return `${[...lines, `${total}: ${parts.join(', ')} (SLSA build track)`].join('\n')}\n`
}

function answerLines({ file, state, level, failures, unmet }: LevelAnswer, minLevel: number): readonly string[] {
  const below = level.level < minLevel && state !== 'unknown' ? `, below ${minLevel}` : ''
  const said = state === 'unknown' && level.level === 0 ? 'unknown' : `level ${level.level}${below}`
  const lines = [`${harmless(file)}  ${said}${state === 'failed' ? ', failed' : ''}`]
  for (const { document, code, detail } of failures)
    lines.push(`  ${document === null ? '' : `${harmless(document)}: `}${code}`, `    ${harmless(detail)}`)
  for (const { code, detail } of unmet) lines.push(`  ${code}: ${harmless(detail)}`)
  if (state === 'unknown' && level.level === 0) return lines
  if (level.build !== null) lines.push(...buildLines(level.build))
  for (const { text, raise } of level.reasons) {
    lines.push(...labelled('because', harmless(text)))
    if (raise !== null) lines.push(...labelled('raise it', raise))
  }
  return lines
}

function buildLines({ builder, source, commit, ref, workflow, buildType }: SlsaBuild): readonly string[] {
  const rows: readonly (readonly [string, string | null])[] = [
    ['builder', builder],
    ['source', joined(source, commit)],
    ['workflow', joined(workflow, ref)],
    ['type', buildType],
  ]
  return rows.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(10)}${harmless(value)}`]))
}

function joined(first: string | null, second: string | null): string | null {
  return first === null || second === null ? first : `${first} at ${second}`
}

const width = 100

/** A sentence behind its label, wrapped. */
function labelled(label: string, text: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...lines, line].map((each, index) => `  ${(index === 0 ? label : '').padEnd(10)}${each}`)
}
