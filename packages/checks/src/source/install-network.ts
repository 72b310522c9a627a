import type { Action } from '@cordon/capabilities'
import { hostOfUrl, urlsOf } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/install-network'

const meta: BehaviourMeta = {
  title: 'Reaches the network while it is installed',
  domain: 'malicious',
  severity: 'medium',
  why: `What a build needs is declared and fetched by the installer, which checks hashes and goes through the configured index. A build script that opens connections by itself goes round all of that. Some honest projects fetch a prebuilt part of themselves or an older build tool in this way; most packages that do it tell somebody that they were installed, or fetch what they run next.`,
  remedy: 'Install only wheels (`--only-binary :all:`), or build without a network.',
  references: ['https://attack.mitre.org/techniques/T1195/002/', 'https://attack.mitre.org/techniques/T1071/'],
  attack: ['T1195.002', 'T1071'],
}

const kinds: ReadonlySet<Action['kind']> = new Set(['fetch', 'send', 'connect', 'resolve'])
const buildHosts =
  /(?:^|\.)(?:python\.org|pypi\.io|pythonhosted\.org|python-distribute\.org|readthedocs\.io|anaconda\.org|nvidia\.com|pytorch\.org|localhost|127\.0\.0\.1)$/

/** A build script or a hook of it opens a connection or looks up a name. */
export const installNetwork = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter((action) => kinds.has(action.kind) && action.stage === 'install' && action.isReached)
      .map((action) =>
        seenAt(action, {
          confidence: isOfBuilds(action) ? 'low' : action.kind === 'send' || action.layer > 0 ? 'high' : 'medium',
          does:
            action.kind === 'send'
              ? 'sends something while it is installed'
              : 'reaches the network while it is installed',
        }),
      )
  },
})

/** Every address is one of those from which packages and their parts are fetched. */
function isOfBuilds({ texts }: Action): boolean {
  const hosts = texts.flatMap(urlsOf).map((url) => hostOfUrl(url) ?? '')
  return hosts.length > 0 && hosts.every((host) => buildHosts.test(host))
}
