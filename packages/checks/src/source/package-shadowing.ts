import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Code of other packages that is changed',
  domain: 'malicious',
  severity: 'critical',
  why: `A package that writes into the folder of another one runs whenever the other is imported, and stays when it is itself removed. Installers put files into that folder; packages do not.`,
  remedy: `Do not install it. Where it ran, make the environment anew: what was changed cannot be told from the versions that are installed.`,
  references: ['https://attack.mitre.org/techniques/T1574/', 'https://attack.mitre.org/techniques/T1554/'],
  attack: ['T1574', 'T1554'],
}

const otherPackage =
  /(?:site|dist)-packages[\\/]+[A-Za-z_][\w.-]*[\\/].*\.py$|[\\/]lib[\\/]python\d[\d.]*[\\/][a-z_]+(?:[\\/][a-z_]+)?\.py$/

/** Sees code of other packages that is changed. */
export const packageShadowing = defineBehaviour({
  id: 'source/package-shadowing',
  meta,
  see({ code }) {
    const writes = code.files.flatMap(actionsOf).filter((action) => action.kind === 'write-file' && isElsewhere(action))
    return foremost(
      writes.map((action) =>
        seenAt(action, {
          does: 'changes the code of another package',
          confidence: isUnasked(action.stage) ? 'high' : 'medium',
          isConclusive: isUnasked(action.stage),
        }),
      ),
    )
  },
})

function isElsewhere(action: Action): boolean {
  const targets = action.target.length > 0 ? action.target : action.texts
  return (
    targets.some((text) => text.length < 400 && otherPackage.test(text)) ||
    action.target.some((text) => /^(?:requests|urllib3|pip|setuptools|certifi)[\\/]__init__\.py$/.test(text))
  )
}
