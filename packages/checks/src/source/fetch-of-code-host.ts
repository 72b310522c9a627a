import type { Action, IndicatorKind } from '@cordon/capabilities'
import { indicatorsOf } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/fetch-of-code-host'

const meta: BehaviourMeta = {
  title: 'Fetches from a host where anybody stores files',
  domain: 'malicious',
  severity: 'medium',
  why: `Something is fetched from a paste site, a file drop, a chat service's storage, a link shortener, a tunnel or an address in digits. Such hosts cost nothing, ask for no name and can be changed at any time. Projects serve their files from their own domain or their repository's releases; tests and examples use the others, and so do those who do not want to be found.`,
  remedy: 'Find out what is fetched, and what is done with it.',
  references: ['https://attack.mitre.org/techniques/T1102/', 'https://attack.mitre.org/techniques/T1608/001/'],
  attack: ['T1102', 'T1105'],
}

const hosts: ReadonlyMap<IndicatorKind, string> = new Map([
  ['paste-host', 'a paste site'],
  ['file-drop', 'a file drop'],
  ['shortener', 'behind a shortened link'],
  ['tunnel', 'the end of a tunnel'],
  ['ip-address', 'an address in digits'],
  ['dynamic-dns', 'a host of changing address'],
  ['onion', 'a hidden service'],
  ['odd-domain', 'a throw-away domain'],
  ['code-host', 'raw files of a repository'],
])
const reaching: ReadonlySet<Action['kind']> = new Set(['fetch', 'connect', 'send', 'spawn'])

/** Something is fetched from a host that anybody can put files at. */
export const fetchOfCodeHost = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions.flatMap((action) => {
      if (!reaching.has(action.kind)) return []
      const found = indicatorsOf([...action.texts, ...action.target].join(' ').slice(0, longest)).find(({ kind }) =>
        hosts.has(kind),
      )
      if (found === undefined) return []
      const isOpen = !isForShow(fileOf(code, action.at.path))
      const isStrong = found.kind !== 'code-host'
      return seenAt(action, {
        confidence:
          isOpen && actsUnasked(action)
            ? isStrong
              ? 'high'
              : 'medium'
            : isOpen && isStrong && action.stage !== 'call'
              ? 'medium'
              : 'low',
        does: `reaches ${hosts.get(found.kind) ?? 'a host'}`,
        evidence: found.value,
      })
    })
  },
})

const longest = 8000
