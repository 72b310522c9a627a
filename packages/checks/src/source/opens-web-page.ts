import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const meta: BehaviourMeta = {
  title: 'Opens a page in the browser unasked',
  domain: 'malicious',
  severity: 'medium',
  why: `A page is opened in the browser of whoever installs or imports the package. Its server learns who did, from inside the browser where that person is logged in; and what it shows, nobody asked for. Programs open pages when they are run for that: to log in, or to show a report.`,
  remedy: `Do not install it. Look at what the page is, from a machine where nobody is logged in.`,
  references: ['https://attack.mitre.org/techniques/T1204/001/', 'https://attack.mitre.org/techniques/T1071/001/'],
  attack: ['T1204.001', 'T1071.001'],
}

/** Sees pages that are opened in the browser because a package is installed or imported, or Python starts. */
export const opensWebPage = defineBehaviour({
  id: 'source/opens-web-page',
  meta,
  see({ code }) {
    return code.actions
      .filter((action) => action.kind === 'show-page' && actsUnasked(action))
      .map((action) =>
        seenAt(action, {
          does: `opens a page in the browser when it is ${action.stage === 'install' ? 'installed' : 'imported'}`,
          confidence: action.texts.some(isAddress) && !isForShow(fileOf(code, action.at.path)) ? 'medium' : 'low',
        }),
      )
  },
})

/** An address that stands in the code; what the package has made itself, or was told, is no page of its author's. */
function isAddress(text: string): boolean {
  return /^(?:https?:)?\/\/\w/i.test(text)
}
