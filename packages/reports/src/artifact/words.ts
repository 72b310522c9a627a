import type { ArtifactInspection, ArtifactOddity, KnownArtifact, Sighting, Stage } from '@cordon/model'
import { clip, countOf, sentence, visible } from '../text/visible.ts'

const whens: Readonly<Record<Stage, string>> = {
  install: 'Runs when installed',
  start: 'Runs at every start of Python',
  import: 'Runs when imported',
  entry: 'Runs as a command',
  call: 'Runs when called',
}

const shortWhens: Readonly<Record<Stage, string>> = {
  install: 'when installed',
  start: 'at every start',
  import: 'when imported',
  entry: 'as a command',
  call: 'when called',
}

/** `Runs when installed`. */
export function stageText(stage: Stage): string {
  return whens[stage]
}

/** `when installed`. */
export function shortStageText(stage: Stage): string {
  return shortWhens[stage]
}

/** `setup.py line 8`, or the path alone for a file as a whole. */
function placeWords({ path, line }: Sighting['at']): string {
  return line < 1 ? visible(path) : `${visible(path)} line ${line}`
}

/** ``Runs when installed: setup.py line 8 starts a hidden PowerShell``, without a full stop. */
export function sightingSentence(sighting: Sighting): string {
  return `${stageText(sighting.stage)}: ${placeWords(sighting.at)} ${sentence(sighting.does)}`
}

/** The whole artifact in one sentence. */
export function artifactSentence(artifact: ArtifactInspection): string {
  const [first] = artifact.behaviours
  switch (artifact.verdict) {
    case 'malicious':
    case 'suspicious':
      return first === undefined ? remarkSentence(artifact.notes) : `${sightingSentence(first)}.`
    case 'unanalysable':
      return unreadSentence(artifact)
    case 'placeholder':
      return 'Holds nothing that does anything: a placeholder.'
    case 'clean':
      if (artifact.known !== undefined) return knownSentence(artifact.known)
      return first === undefined
        ? 'Nothing was seen that a package should not do.'
        : `Nothing was seen that weighs enough; the most telling: ${sightingSentence(first)}.`
  }
}

function knownSentence({ reason, by, until }: KnownArtifact): string {
  return `Cannot be looked into; ${visible(by)} answers for its SHA-256 until ${until}: ${withoutStop(reason)}.`
}

function withoutStop(text: string): string {
  return sentence(text).replace(/\.+$/, '')
}

function remarkSentence(notes: readonly ArtifactOddity[]): string {
  const [note] = notes
  return note === undefined ? 'Taken together, its code looks as malicious code does.' : `${withoutStop(note.detail)}.`
}

function unreadSentence({ unanalysed, facts }: ArtifactInspection): string {
  const [first] = unanalysed
  if (first?.code === 'NOT_REACHED') return `Could not be had: ${withoutStop(first.detail)}.`
  if (first !== undefined)
    return `Could not be looked at enough: ${visible(first.at.path)}: ${withoutStop(first.detail)}.`
  const opaque = facts.native.length + facts.bytecode.filter(({ hasSource }) => !hasSource).length
  return opaque > 0
    ? `Could not be looked at enough: ${countOf(opaque, 'file')} of compiled code and no source for it.`
    : 'Could not be looked at enough.'
}

/** How the text was hidden, outermost first: `base64.b64decode, then zlib.decompress`. */
export function trailText(trail: readonly string[]): string {
  return trail.map(visible).join(', then ')
}

/** The decoded text, harmless and cut. */
export function evidenceText(sighting: Sighting, limit = 400): string {
  return clip(sentence(sighting.evidence), limit)
}

/** `T1059.001` → the address of its page; null for what is no technique. */
export function attackUrl(technique: string): string | null {
  const match = /^(T\d{4})(?:\.(\d{3}))?$/.exec(technique)
  if (match === null) return null
  return `https://attack.mitre.org/techniques/${match[1]}${match[2] === undefined ? '' : `/${match[2]}`}/`
}

/** How many popular packages show a behaviour. */
export interface Prevalence {
  readonly count: number
  readonly of: number
}

/** `0 of 967 popular packages do this`. */
export function prevalenceText({ count, of }: Prevalence): string {
  return `${count} of ${countOf(of, 'popular package')} ${count === 1 ? 'does' : 'do'} this`
}
