import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { fileOf, isForShow } from './flow/files.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Takes stock of the machine unasked',
  domain: 'malicious',
  severity: 'high',
  why: `All variables of the environment, where keys and passwords are handed to programs, are written to a file together with facts about the machine, because somebody installed or imported a package. That is how what will be sent later is gathered first.`,
  remedy: `Do not install it. Where it ran, find the file, and change the keys and passwords that stood in the environment.`,
  references: ['https://attack.mitre.org/techniques/T1082/', 'https://attack.mitre.org/techniques/T1074/001/'],
  attack: ['T1082', 'T1074.001', 'T1552'],
}

/** Sees all of the environment and facts about the machine being written down when a package is installed or imported. */
export const inventoriesMachine = defineBehaviour({
  id: 'source/inventories-machine',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(
          ({ kind, stage, sources }) =>
            kind === 'write-file' && isUnasked(stage) && sources.has('whole-environment') && sources.has('host-facts'),
        )
        .map((action) =>
          seenAt(action, {
            does: 'writes down the environment and facts about the machine',
            confidence: isForShow(fileOf(code, action.at.path)) ? 'low' : 'medium',
          }),
        ),
    )
  },
})
