import type { Action } from '@cordon/capabilities'
import type { Confidence } from '@cordon/model'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { evidenceOf, foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Packages that publish themselves further',
  domain: 'malicious',
  severity: 'critical',
  why: `A worm needs the right to publish: the tokens of package indexes that lie on the machine of every maintainer. Code that reads them, or that runs an upload, while it is installed or imported spreads.`,
  remedy: `Do not install it. Where it ran, revoke the tokens of every package index and of the code host, and look through the releases of your own projects.`,
  references: ['https://attack.mitre.org/techniques/T1195/002/', 'https://attack.mitre.org/techniques/T1552/001/'],
  attack: ['T1195.002', 'T1552.001'],
}

const tokens = /\.pypirc|\.npmrc|PYPI_TOKEN|PYPI_API_TOKEN|NPM_TOKEN|TWINE_PASSWORD|NODE_AUTH_TOKEN|UV_PUBLISH_TOKEN/i
const uploads =
  /upload\.pypi\.org|\/legacy\/?$|-\/npm\/v1\/tokens|api\.github\.com\/user\/repos|api\.github\.com\/repos\/.*\/contents/i

/** Sees packages that publish themselves further. */
export const selfPropagation = defineBehaviour({
  id: 'source/self-propagation',
  meta,
  see({ code }) {
    const seen = code.files.flatMap((file) => {
      const actions = actionsOf(file)
      const token = actions.find((action) =>
        [...action.texts, ...action.target, ...action.origins].some((text) => text.length < 300 && tokens.test(text)),
      )
      return actions.filter(isUpload).map((action) =>
        seenAt(action, {
          does: "publishes packages or changes repositories in its user's name",
          confidence: confidenceOf(action, token !== undefined),
          isConclusive: isUnasked(action.stage) && token !== undefined,
          evidence: `${token === undefined ? '' : `${evidenceOf(token)} → `}${evidenceOf(action)}`,
        }),
      )
    })
    return foremost(seen)
  },
})

/** Build scripts have a command of their own for releases, which knows no token: the programs that it starts ask for one. */
function confidenceOf({ stage }: Action, hasToken: boolean): Confidence {
  if (hasToken) return isUnasked(stage) ? 'high' : 'medium'
  return stage === 'import' || stage === 'start' ? 'medium' : 'low'
}

function isUpload(action: Action): boolean {
  if (action.kind === 'send') return action.texts.some((text) => text.length < 300 && uploads.test(text))
  return action.commands.some(({ program, words }) => {
    const [, verb = '', object = ''] = words
    if (program === 'twine') return verb === 'upload'
    if (program === 'npm' || program === 'uv' || program === 'poetry' || program === 'flit') return verb === 'publish'
    if (program === 'git') return verb === 'push'
    return words.includes('-m') && words.includes('twine') && (words.includes('upload') || object === 'twine')
  })
}
