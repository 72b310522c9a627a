import type { ArtifactInspection, Because, Decision, Sighting } from '@cordon/model'
import { packageText } from '../text/names.ts'
import { type Screen, screenOf } from '../text/screen.ts'
import { clip, countOf, sentence, visible } from '../text/visible.ts'
import { cutToWidth, displayWidth, wrapToWidth } from '../text/width.ts'
import type { ArtifactEnding, ArtifactFormat, ArtifactStyle, JudgedArtifact } from './format.ts'
import { contributionLines, turningLines } from './reasons.ts'
import { ArtifactTally, summaryText } from './summary.ts'
import { artifactSentence, evidenceText, prevalenceText, shortStageText, trailText } from './words.ts'

const fewBehaviours = 3
const fewUnread = 3
const indent = '    '

interface Sheet {
  readonly screen: Screen
  readonly style: ArtifactStyle
}

function wrapped(text: string, screen: Screen, paint: (line: string) => string = (line) => line): readonly string[] {
  return wrapToWidth(text, screen.columns - indent.length).map((line) => `${indent}${paint(line)}`)
}

const words: Readonly<Record<ArtifactInspection['verdict'], string>> = {
  malicious: 'MALICIOUS',
  suspicious: 'SUSPICIOUS',
  unanalysable: 'NOT ANALYSABLE',
  placeholder: 'PLACEHOLDER',
  clean: 'clean',
}

/** The name on the left, the verdict at the right edge. */
function titleLine({ artifact, verdict }: JudgedArtifact, screen: Screen): string {
  const word = words[artifact.verdict]
  const mark = screen.paintDecision(verdict.decision, screen.marks[verdict.decision])
  const name = artifact.name === null ? '' : `  ${packageText(artifact.name, artifact.version)}`
  const room = screen.columns - word.length - 4
  const file = cutToWidth(visible(artifact.file), room)
  const about = cutToWidth(name, Math.max(0, room - displayWidth(file)))
  const space = ' '.repeat(Math.max(2, screen.columns - 2 - displayWidth(file) - displayWidth(about) - word.length))
  return `${mark} ${screen.bold(file)}${screen.dim(about)}${space}${screen.paintDecision(verdict.decision, word)}`
}

function behaviourLines(sighting: Sighting, { screen, style }: Sheet): readonly string[] {
  const { id, at, stage, confidence, trail, attack } = sighting
  const place = at.line < 1 ? visible(at.path) : `${visible(at.path)}:${at.line}`
  const popular = style.prevalence(id)
  const about = [
    ...(popular === null ? [] : [prevalenceText(popular)]),
    ...(attack.length === 0 ? [] : [`ATT&CK ${attack.map(visible).join(', ')}`]),
  ]
  const evidence = evidenceText(sighting, style.verbose ? 2000 : 240)
  return [
    ...wrapped(`${visible(id)}  ${place}  ${shortStageText(stage)}, ${confidence} confidence`, screen, screen.bold),
    ...wrapped(sentence(sighting.does), screen),
    ...(evidence === '' ? [] : wrapped(`> ${evidence}`, screen)),
    ...(trail.length === 0 ? [] : wrapped(`hidden by ${trailText(trail)}`, screen, screen.dim)),
    ...(about.length === 0 ? [] : wrapped(about.join('; '), screen, screen.dim)),
  ]
}

function comparisonLines({ comparison }: ArtifactInspection, screen: Screen): readonly string[] {
  if (comparison === undefined) return []
  const { against, appeared, earlier, raisedFrom } = comparison
  const old = against.name === null ? visible(against.file) : packageText(against.name, against.version)
  const raised = raisedFrom === null ? '' : `; alone it would be ${raisedFrom}`
  if (appeared.length === 0 && earlier.length === 0) return wrapped(`Does nothing that ${old} did not do.`, screen)
  return [
    ...(appeared.length === 0
      ? []
      : wrapped(`New since ${old}: ${appeared.map(visible).join(', ')}${raised}`, screen, screen.bold)),
    ...earlier.flatMap(({ id, before }) =>
      wrapped(`Earlier than in ${old}: ${visible(id)} ran ${shortStageText(before)}`, screen, screen.bold),
    ),
  ]
}

function unreadLines({ unanalysed }: ArtifactInspection, { screen, style }: Sheet): readonly string[] {
  const shown = style.verbose ? unanalysed : unanalysed.slice(0, fewUnread)
  const more = unanalysed.length - shown.length
  const lines = shown.flatMap(({ at, code, detail }) => {
    const place = at.line < 1 ? visible(at.path) : `${visible(at.path)}:${at.line}`
    return wrapped(`not analysed: ${place}: ${clip(sentence(detail), 200)} [${visible(code)}]`, screen, screen.dim)
  })
  return more > 0
    ? [...lines, `${indent}${screen.dim(`and ${countOf(more, 'other place')} (--verbose lists them)`)}`]
    : lines
}

function remarkLines({ notes, facts }: ArtifactInspection, { screen, style }: Sheet): readonly string[] {
  const remarks = [...notes, ...(style.verbose ? facts.oddities : [])]
  return remarks.flatMap(({ code, path, detail }) =>
    wrapped(
      `note: ${path === null ? '' : `${visible(path)}: `}${clip(sentence(detail), 200)} [${visible(code)}]`,
      screen,
    ),
  )
}

function decidedLines(because: readonly Because[], decision: Decision, screen: Screen): readonly string[] {
  const rules = [...new Set(because.filter((each) => each.decision === decision).map((each) => visible(each.rule)))]
  return rules.length === 0 ? [] : wrapped(`${decision} by ${rules.join(', ')}`, screen, screen.dim)
}

/** Never rounded up to certainty. */
function scoreText(score: number): string {
  return score > 0.99 ? 'score above 0.99' : `score ${score.toFixed(2)}`
}

function isQuiet({ artifact, verdict }: JudgedArtifact, style: ArtifactStyle): boolean {
  const plain = artifact.verdict === 'clean' || artifact.verdict === 'placeholder'
  return plain && verdict.decision === 'allow' && !style.verbose && !style.explain && artifact.comparison === undefined
}

function artifactLines(judged: JudgedArtifact, sheet: Sheet): readonly string[] {
  const { artifact, verdict } = judged
  const { screen, style } = sheet
  if (isQuiet(judged, style) && !style.isAlone) return [titleLine(judged, screen)]
  const isBad = artifact.verdict === 'malicious' || artifact.verdict === 'suspicious'
  const shown = style.verbose || style.explain ? artifact.behaviours : artifact.behaviours.slice(0, fewBehaviours)
  const more = artifact.behaviours.length - shown.length
  const told = isBad || style.verbose || style.explain ? shown : []
  return [
    titleLine(judged, screen),
    ...wrapToWidth(artifactSentence(artifact), screen.columns - 2).map((line) => `  ${line}`),
    ...comparisonLines(artifact, screen),
    ...told.flatMap((each) => ['', ...behaviourLines(each, sheet)]),
    ...(told.length > 0 && more > 0
      ? ['', `${indent}${screen.dim(`and ${countOf(more, 'other behaviour')} (--verbose lists them)`)}`]
      : []),
    ...(told.length > 0 ? [''] : []),
    ...(isBad || style.explain ? wrapped(scoreText(artifact.score), screen, screen.dim) : []),
    ...(isBad || style.explain ? turningLines(artifact).flatMap((each) => wrapped(each, screen)) : []),
    ...(style.explain ? contributionLines(artifact).flatMap((each) => wrapped(each, screen, screen.dim)) : []),
    ...remarkLines(artifact, sheet),
    ...unreadLines(artifact, sheet),
    ...(verdict.decision === 'allow' ? [] : decidedLines(verdict.because, verdict.decision, screen)),
    '',
  ]
}

const meanings: Readonly<Partial<Record<ArtifactEnding['exit'], readonly [string, Decision]>>> = {
  0: ['the policy allows it', 'allow'],
  1: ['the policy forbids it', 'block'],
  4: ['the policy does not allow unknown', 'incomplete'],
}

function endingText(tally: ArtifactTally, { exit, exceptions }: ArtifactEnding, screen: Screen): string {
  const summary = tally.summary()
  const [meaning, decision] = meanings[exit] ?? ['', 'incomplete' as const]
  const word = { allow: 'ALLOWED', warn: 'ALLOWED', block: 'BLOCKED', incomplete: 'INCOMPLETE' }[decision]
  const lines = [
    ...exceptions.flatMap(({ text }) => wrapToWidth(sentence(text), screen.columns)),
    ...wrapToWidth(`${word}: ${summaryText(summary)} (exit ${exit}: ${meaning})`, screen.columns).map((line) =>
      screen.paintDecision(decision, line),
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** For people at a terminal: a line for what is clean, the whole story in short for the rest, as they come. */
export const table: ArtifactFormat = {
  id: 'table',
  title: 'Table for people',
  mediaType: 'text/plain',
  extension: 'txt',
  open({ meta, style }) {
    const screen = screenOf({ ...style, explain: null })
    const tally = new ArtifactTally()
    const warnings = meta.warnings.flatMap((each) => wrapToWidth(`Warning: ${sentence(each)}`, screen.columns))
    return {
      text: warnings.length === 0 ? '' : `${warnings.join('\n')}\n`,
      writer: {
        add(judged) {
          tally.add(judged)
          return `${artifactLines(judged, { screen, style }).join('\n')}\n`
        },
        end: (ending) => endingText(tally, ending, screen),
      },
    }
  },
}
