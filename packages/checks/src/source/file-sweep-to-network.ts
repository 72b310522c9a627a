import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isSending, throwawayHosts, whither } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { evidenceOf, foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked, later } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Files that are collected and sent',
  domain: 'malicious',
  severity: 'critical',
  why: `Code that walks through folders, packs what it finds and sends it off takes whole disks home. Programs for backup do so when asked, to a place that their user gave them.`,
  remedy: `Do not install it. Where it ran, take every file of its user for lost, keys among them.`,
  references: [
    'https://attack.mitre.org/techniques/T1083/',
    'https://attack.mitre.org/techniques/T1560/',
    'https://attack.mitre.org/techniques/T1567/',
  ],
  attack: ['T1083', 'T1560', 'T1567'],
}

/** Folders of a person or a whole disk, as against a package's own. */
const wide =
  /^(?:~|\/|\/home|\/root|\/Users|[A-Z]:[\\/]?|\/etc|\/mnt|\/media|\/sdcard.*|.*(?:Desktop|Documents|Downloads|Pictures|DCIM))[\\/]?$/i

/** Sees files that are collected and sent. */
export const fileSweepToNetwork = defineBehaviour({
  id: 'source/file-sweep-to-network',
  meta,
  see({ code }) {
    const seen = code.files.flatMap((file) => {
      const actions = actionsOf(file)
      const walk = actions.find(({ kind }) => kind === 'list-files')
      const pack = actions.find(({ kind }) => kind === 'pack-files')
      if (walk === undefined) return []
      const isWide = actions.some((action) => action.kind === 'list-files' && isWideWalk(action))
      return actions
        .filter((action) => isSending(action) && (action.sources.has('file') || (pack !== undefined && isWide)))
        .map((sink) => {
          const stage = later(walk.stage, sink.stage)
          const isThrowaway = names(sink, ...throwawayHosts)
          const isOdd = isUnasked(stage) || isThrowaway
          const signs = [isUnasked(stage), isThrowaway, isWide, pack !== undefined].filter(Boolean).length
          return seenAt(sink, {
            does: `collects files and sends them ${whither(sink)}`,
            confidence: isOdd ? (signs > 1 ? 'high' : 'medium') : signs > 1 ? 'medium' : 'low',
            isConclusive: isUnasked(stage) && signs > 1,
            evidence: `${evidenceOf(walk)} → ${evidenceOf(sink, throwawayHosts)}`,
            stage,
          })
        })
    })
    return foremost(seen)
  },
})

function isWideWalk(action: Action): boolean {
  return (
    action.path.includes('GetLogicalDrive') ||
    action.path.includes('disk_partitions') ||
    action.texts.some((text) => wide.test(text))
  )
}
