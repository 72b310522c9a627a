import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/install-executes-code'

const meta: BehaviourMeta = {
  title: 'Runs code from a text while it is installed',
  domain: 'malicious',
  severity: 'medium',
  why: `A build script hands a text to \`exec\` or \`eval\`. Many read their version that way out of a module of the package, and those are left out where the file is known to be one. What else is run from a text was put together so that it does not stand in the script.`,
  remedy: 'Read what is run. A version belongs into the project description, or is read without running it.',
  references: ['https://attack.mitre.org/techniques/T1059/006/', 'https://cwe.mitre.org/data/definitions/95.html'],
  attack: ['T1059.006'],
}

/** A text that is not known to be a module of the package is run by a build script. */
export const installExecutesCode = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(
        (action) =>
          action.kind === 'run-code' && action.stage === 'install' && action.isReached && !readsModule(action),
      )
      .map((action) =>
        seenAt(action, {
          confidence:
            (action.naming === 'reflected' && !isPlain(action)) || action.layer > 0
              ? 'high'
              : action.making.length > 1
                ? 'medium'
                : 'low',
          does: 'runs code from a text while it is installed',
        }),
      )
  },
})

/** What is run stands there for everybody to read, and is looked at like the rest. */
function isPlain({ texts, making, sources }: Action): boolean {
  return texts.length > 0 && making.length === 0 && sources.size === 0
}

function readsModule({ sources, origins, texts }: Action): boolean {
  return sources.has('file') && [...origins, ...texts].some((text) => /\.pyi?$|version|__init__|about|meta/i.test(text))
}
