import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Files that are destroyed',
  domain: 'malicious',
  severity: 'critical',
  why: `Code that deletes a home folder, a whole disk or the copies from which a system is restored does harm and nothing else. Packages clean up after themselves in folders of their own.`,
  remedy: `Do not install it. Where it ran, switch the machine off before you restore: what was deleted may still be there.`,
  references: [
    'https://attack.mitre.org/techniques/T1485/',
    'https://attack.mitre.org/techniques/T1490/',
    'https://attack.mitre.org/techniques/T1561/',
  ],
  attack: ['T1485', 'T1490', 'T1561'],
}

/** A whole disk, a home folder or a system's folder. */
const vital =
  /^(?:\/|~\/?|\/(?:home|etc|usr|var|boot|bin|lib|root|Users)(?:\/\*?)?|[A-Z]:[\\/]?(?:Windows|Users|Program Files)?[\\/]?\*?|C:[\\/]Windows[\\/]System32[\\/]?)$/i

/** Sees files that are destroyed. */
export const destroysFiles = defineBehaviour({
  id: 'source/destroys-files',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap((file) => [...actionsOf(file).filter(isDestroying), ...deletedOnTheWay(actionsOf(file))])
        .map((action) =>
          seenAt(action, {
            does: 'destroys files of the person or the system',
            confidence: isUnasked(action.stage) ? 'high' : 'medium',
            isConclusive: isUnasked(action.stage) && !isSlash(action),
            shows: ['destructive-command'],
          }),
        ),
    )
  },
})

/** What is deleted while all of a disk is gone through. */
function deletedOnTheWay(actions: readonly Action[]): readonly Action[] {
  const walks = actions.filter(
    ({ kind, path, texts, sources }) =>
      kind === 'list-files' &&
      path === 'os.walk' &&
      sources.size === 0 &&
      texts.length === 1 &&
      wholeDisk.test(texts[0] ?? ''),
  )
  return actions.filter(
    ({ kind, at, path }) =>
      kind === 'delete-file' &&
      path.startsWith('os.') &&
      walks.some((walk) => at.line > walk.at.line && at.line - walk.at.line <= withinLoop),
  )
}

const wholeDisk = /^(?:\/|[A-Z]:[\\/]{0,2})$/i

/** A loop over files is about that long. */
const withinLoop = 12

/** A slash may be all that is known of a longer path. */
function isSlash({ kind, texts }: Action): boolean {
  return kind === 'delete-file' && texts[0] === '/'
}

function isDestroying(action: Action): boolean {
  if (action.kind === 'spawn')
    return (
      names(action, 'destructive-command') &&
      !/rm -[rf]{2} \/(?:tmp|var\/tmp|var\/lib\/apt|root\/\.cache)/.test(action.texts.join(' '))
    )
  // A path of which more than one piece is known, or a piece is not, is not the whole disk.
  if (action.kind === 'delete-file') {
    const [only, ...others] = action.texts
    return (
      action.path === 'shutil.rmtree' &&
      others.length === 0 &&
      only !== undefined &&
      vital.test(only) &&
      action.sources.size === 0
    )
  }
  return (
    action.kind === 'write-file' &&
    action.target.concat(action.texts).some((text) => /^(?:\/dev\/(?:sd|nvme|hd)|\\\\\.\\PhysicalDrive)/i.test(text))
  )
}
