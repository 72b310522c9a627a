import type { Action, CodeFile, PackageCode } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour, type Seen } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/builtins-reflection'

const meta: BehaviourMeta = {
  title: 'Reaches a dangerous function by way of data',
  domain: 'malicious',
  severity: 'high',
  why: `\`exec\`, a process or a connection is not called by its name but through \`getattr\` with a text, an item of \`__builtins__\`, \`globals()\` or \`vars()\`, or a function that was put into a list. The effect is the same; only a search for the name finds nothing. Where the text is itself put together or decoded, hiding is the only purpose left.`,
  remedy: 'Read what is called and with what. Do not install a package that hides this.',
  references: ['https://attack.mitre.org/techniques/T1027/', 'https://attack.mitre.org/techniques/T1620/'],
  attack: ['T1027', 'T1059.006'],
}

const dangerous: ReadonlySet<Action['kind']> = new Set([
  'run-code',
  'spawn',
  'unpickle',
  'native',
  'fetch',
  'send',
  'connect',
  'decrypt',
])

/** Code is run, a process started or a connection opened by a call that does not name what it calls. */
export const builtinsReflection = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return [...callsOf(code), ...code.files.flatMap(lookUpsOf)]
  },
})

/** Dangerous calls that do not name what they call. */
function callsOf(code: PackageCode): readonly Seen[] {
  return code.actions
    .filter((action) => action.naming === 'reflected' && dangerous.has(action.kind))
    .map((action) => {
      const isOpen = !isForShow(fileOf(code, action.at.path))
      const isCode = action.kind === 'run-code' || action.kind === 'spawn'
      return seenAt(action, {
        confidence: isOpen && isCode && actsUnasked(action) ? 'high' : 'low',
        isConclusive:
          isOpen && actsUnasked(action) && action.kind === 'run-code' && action.path.startsWith('builtins.'),
        does: `calls ${action.path} without naming it`,
      })
    })
}

const fewestPlaces = 3

/** Functions of the builtins or of modules that act, looked up by names that are put together: a few may be a matter of taste, many are not. */
function lookUpsOf(file: CodeFile): readonly Seen[] {
  const found = file.actions.filter(
    ({ kind, isReached, hidden, making }) =>
      kind === 'reflect' && isReached && (hidden.length > 0 || making.length > 0),
  )
  const [first] = found
  if (first === undefined) return []
  const isOpen = !isForShow(file)
  const isMany = new Set(found.map(({ at }) => at.line)).size >= fewestPlaces
  return [
    seenAt(first, {
      confidence: isOpen && isMany && actsUnasked(first) ? 'high' : 'low',
      isConclusive: isOpen && isMany && actsUnasked(first),
      does: `looks up ${first.texts[0] ?? 'a function'} by a name that it puts together`,
      evidence: `${found.length} look-ups of ${[...new Set(found.flatMap(({ texts }) => texts.slice(0, 1)))].slice(0, 5).join(', ')}`,
    }),
  ]
}
