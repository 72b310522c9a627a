import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/native-from-network'

const meta: BehaviourMeta = {
  title: 'Loads a library or module that it fetched or wrote',
  domain: 'malicious',
  severity: 'critical',
  why: `A library or a module is fetched, or written out of a text that the code carries, and loaded into the running process. It is then part of the program with all of its rights, and no part of the package that was reviewed.`,
  remedy: 'Do not install it unless you know who serves the file and how it is checked.',
  references: ['https://attack.mitre.org/techniques/T1105/', 'https://attack.mitre.org/techniques/T1129/'],
  attack: ['T1105', 'T1129'],
}

/** What was fetched or written is loaded as native code or as a module. */
export const nativeFromNetwork = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(
        ({ kind, sources }) =>
          (kind === 'native' || kind === 'import-dynamic') &&
          (sources.has('network') ||
            sources.has('downloaded-file') ||
            (kind === 'native' && sources.has('dropped-file'))),
      )
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        const isFetched = action.sources.has('network') || action.sources.has('downloaded-file')
        return seenAt(action, {
          confidence: isOpen && actsUnasked(action) ? (isFetched ? 'high' : 'medium') : 'low',
          isConclusive: isOpen && isFetched && actsUnasked(action),
          does: isFetched ? 'fetches a library and loads it' : 'writes a library and loads it',
        })
      })
  },
})
