import type { Command } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { fileOf, isForShow } from './flow/files.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Fetches by a command of the system',
  domain: 'malicious',
  severity: 'medium',
  why: `Python fetches by itself. Who starts a program of the system for that writes what arrives past every cache and proxy that Python was told to use, and mostly goes on to run it. Libraries hardly ever do; installers of tools do, when they are asked to.`,
  remedy: `Find out what is fetched, from where, and what is done with it.`,
  references: ['https://attack.mitre.org/techniques/T1105/', 'https://attack.mitre.org/techniques/T1218/'],
  attack: ['T1105', 'T1218'],
}

const fetchers = /^(?:curl|wget|aria2c|certutil|bitsadmin|invoke-webrequest|invoke-restmethod|iwr|irm)$/

/** Sees programs that fetch being started. */
export const fetchesByCommand = defineBehaviour({
  id: 'source/fetches-by-command',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(({ kind, commands }) => kind === 'spawn' && commands.some(isFetch))
        .map((action) =>
          seenAt(action, {
            does: 'fetches something by a command of the system',
            confidence: isForShow(fileOf(code, action.at.path)) ? 'low' : 'medium',
          }),
        ),
    )
  },
})

/** Fetches, as against asking for its version: something is named that is no option. */
function isFetch({ program, downloads, words }: Command): boolean {
  if (downloads.length > 0 && downloads.every((address) => local.test(address))) return false
  if (downloads.length > 0) return fetchers.test(program) || /^(?:powershell|pwsh|sh|bash|cmd)$/.test(program)
  if (!fetchers.test(program)) return false
  const given = words.slice(1)
  if (program === 'certutil') return given.some((word) => /^[-/](?:urlcache|verifyctl|URL)$/i.test(word))
  return given.some((word) => !word.startsWith('-') && !local.test(word))
}

const local = /^(?:https?:\/\/)?(?:localhost|127\.|0\.0\.0\.0)/i
