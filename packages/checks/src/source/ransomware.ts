import type { CodeFile } from '@cordon/capabilities'
import type { Confidence } from '@cordon/model'
import type { Seen } from './behaviour.ts'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names } from './flow/named.ts'
import { evidenceOf, foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked, later } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Files that are encrypted in place',
  domain: 'malicious',
  severity: 'critical',
  why: `Ransomware walks through folders, encrypts what it finds, removes the originals and leaves a note. Programs that encrypt files do so to those that they are given.`,
  remedy: `Do not install it. Where it ran, take the machine off the network, keep its disk as it is, and restore from copies that were not within its reach.`,
  references: ['https://attack.mitre.org/techniques/T1486/'],
  attack: ['T1486'],
}

const extension = /\.(?:locked|encrypted|enc|crypt(?:ed)?|lock|wcry|ransom\w*|pwned|fucked)$/i

/** Sees files that are encrypted in place. */
export const ransomware = defineBehaviour({
  id: 'source/ransomware',
  meta,
  see({ code }) {
    return foremost(code.files.flatMap(seenIn))
  },
})

/** A file in which folders are walked, files encrypted, and the old ones replaced. */
function seenIn(file: CodeFile): readonly Seen[] {
  const actions = actionsOf(file)
  const encrypt = actions.find(({ kind }) => kind === 'encrypt')
  const walk = actions.find(({ kind }) => kind === 'list-files')
  const replace = actions.find(
    ({ kind, path }) => kind === 'write-file' || kind === 'delete-file' || path.includes('rename'),
  )
  if (encrypt === undefined || walk === undefined || replace === undefined) return []
  const note = actions.find((action) => names(action, 'ransom-words'))
  const isMarked = actions.some((action) => action.texts.some((text) => extension.test(text)))
  const isReplacing = encrypt.sources.has('file') || actions.some(({ kind }) => kind === 'delete-file')
  const stage = [encrypt, walk, replace].reduce((last, action) => later(last, action.stage), encrypt.stage)
  if (note === undefined && !isMarked && !(isReplacing && isUnasked(stage))) return []
  const confidence: Confidence = note !== undefined ? 'high' : isUnasked(stage) ? 'high' : 'low'
  return [
    seenAt(encrypt, {
      does: 'encrypts files that it finds and removes the originals',
      confidence,
      isConclusive: isUnasked(stage) || (note !== undefined && isReplacing && isMarked),
      evidence: `${evidenceOf(walk)} → ${evidenceOf(encrypt)}${note === undefined ? '' : ` → ${evidenceOf(note, ['ransom-words'])}`}`,
      stage,
    }),
  ]
}
