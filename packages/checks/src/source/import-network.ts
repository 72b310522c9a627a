import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/import-network'

const meta: BehaviourMeta = {
  title: 'Reaches the network when it is imported',
  domain: 'malicious',
  severity: 'medium',
  why: `A request is made by the mere import of a module, before anybody called anything of it. Fewer than one in a hundred popular packages do so, because an import must work without a network and must not tell anybody that it happened. Packages that report whoever imports them, or fetch what they do next, have no other place for it.`,
  remedy: 'Read what is sent and what is done with the answer.',
  references: ['https://attack.mitre.org/techniques/T1071/001/', 'https://attack.mitre.org/techniques/T1195/002/'],
  attack: ['T1071.001', 'T1195.002'],
}

const kinds: ReadonlySet<Action['kind']> = new Set(['fetch', 'send', 'resolve'])
const local = /^(?:localhost|127\.\d|0\.0\.0\.0|::1)/

/** A request or a name look-up at import. */
export const importNetwork = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(
        (action) =>
          kinds.has(action.kind) && action.isReached && (action.stage === 'import' || action.stage === 'start'),
      )
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        const isKnown = action.texts.length > 0 || action.origins.length > 0
        const isLocal =
          action.kind === 'resolve' && (action.sources.size === 0 || action.texts.some((text) => local.test(text)))
        return seenAt(action, {
          confidence: isOpen && isKnown && !isLocal ? 'medium' : 'low',
          does: `${action.kind === 'send' ? 'sends something' : 'reaches the network'} when it is imported`,
        })
      })
  },
})
