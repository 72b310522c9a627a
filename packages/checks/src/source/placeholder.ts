import { indicatorsOf } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { doesNothing, isNextToNothing, wholeSighting } from './flow/whole.ts'

const meta: BehaviourMeta = {
  title: 'A placeholder without any function',
  domain: 'malicious',
  severity: 'low',
  why: `The package does nothing: a name that is held, a guard against misspelling, or what is left after the rest was taken out. It does no harm today; whoever owns the name can publish anything tomorrow.`,
  remedy: `Find out what you meant to install. Remove it where nothing imports it.`,
  references: ['https://attack.mitre.org/techniques/T1195/001/'],
  attack: ['T1195.001'],
}

/** Sees A placeholder without any function. */
export const placeholder = defineBehaviour({
  id: 'source/placeholder',
  meta,
  see({ code, artifact }) {
    if (
      artifact.native.length > 0 ||
      artifact.bytecode.length > 0 ||
      artifact.requires.length > 0 ||
      !doesNothing(code)
    )
      return []
    const words = indicatorsOf(artifact.summary ?? '').find(
      ({ kind }) => kind === 'placeholder-words' || kind === 'research-words',
    )
    const isSmall = artifact.pythonBytes < 6000 && artifact.members < 60
    if (!isNextToNothing(artifact) && !(words !== undefined && isSmall)) return []
    return [
      wholeSighting(
        code.files[0]?.path ?? '',
        'does nothing at all',
        words?.value ?? `${artifact.pythonBytes} bytes of Python`,
      ),
    ]
  },
})
