import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/drops-decoded-file'

const meta: BehaviourMeta = {
  title: 'Decodes a script or program and writes it to a file',
  domain: 'malicious',
  severity: 'high',
  why: `A script or program lies in the code as encoded text and is written out under a name that can be started. Files that belong to a package are shipped as files; one that is only there after the code has run is one that nobody was meant to see before.`,
  remedy: 'Read the decoded text that is shown as evidence before anything of this package is run.',
  references: ['https://attack.mitre.org/techniques/T1027/009/', 'https://attack.mitre.org/techniques/T1140/'],
  attack: ['T1027.009', 'T1140'],
}

const startable = /\.(?:py|pyw|exe|dll|scr|bat|cmd|ps1|vbs|vbe|js|jse|hta|sh|so|dylib|elf|msi|jar|pth)$/i

/** What was decoded, from a text of the code or from what was fetched, is written to a file that can be started or loaded. */
export const dropsDecodedFile = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(
        ({ kind, sources, texts, target }) =>
          kind === 'write-file' &&
          sources.has('decoded') &&
          !sources.has('file') &&
          !sources.has('parameter') &&
          [...target, ...texts].some((text) => text.length < longestName && startable.test(text)),
      )
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        return seenAt(action, {
          confidence: isOpen ? (actsUnasked(action) ? 'high' : 'medium') : 'low',
          does: 'decodes a script or program and writes it to a file',
        })
      })
  },
})

const longestName = 400
