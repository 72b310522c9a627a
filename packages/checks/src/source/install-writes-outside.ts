import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/install-writes-outside'

const meta: BehaviourMeta = {
  title: 'Writes outside of its own folder while it is installed',
  domain: 'malicious',
  severity: 'medium',
  why: `A build script writes into the home folder, the desktop, a folder of the system or one for temporary files under a fixed name. A build has a folder of its own, and what it makes belongs into the wheel; files elsewhere are left behind when the package is removed, and nobody sees them come.`,
  remedy: 'Install only wheels (`--only-binary :all:`), and read what the build script writes.',
  references: ['https://attack.mitre.org/techniques/T1195/002/', 'https://attack.mitre.org/techniques/T1105/'],
  attack: ['T1195.002'],
}

const outside =
  /^(?:~|\/(?:home|root|etc|usr|opt|var|tmp|Users|Library|bin)\b|[A-Za-z]:[\\/])|(?:^|[\\/])(?:Desktop|Documents|Downloads|AppData|Startup)(?:[\\/]|$)/

/** A build script or a hook of it writes into folders of the user or of the system. */
export const installWritesOutside = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(
        (action) => action.kind === 'write-file' && action.stage === 'install' && action.isReached && isOutside(action),
      )
      .map((action) =>
        seenAt(action, { confidence: 'medium', does: 'writes outside of its own folder while it is installed' }),
      )
  },
})

function isOutside({ texts, target, path }: Action): boolean {
  const names =
    path.endsWith('.write') || path.endsWith('.writelines') ? target : [...texts.slice(0, mostNames), ...target]
  return names.some((text) => text.length < longestName && outside.test(text))
}

const mostNames = 4
const longestName = 300
