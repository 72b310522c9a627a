import type { IdentityAnswer, IdentityHistory, IdentityTrust, KnownIdentity, ReleaseIdentity } from '@cordon/model'
import { harmless } from '../harmless.ts'

const trusts: Readonly<Record<IdentityTrust, string>> = {
  accepted: 'counts, accepted',
  'first-use': 'counts, was the first',
  follows: 'counts, like one that does',
  pending: 'waits for somebody to accept it',
}

/** Histories for people: by package, who vouched, with what numbers, in which releases. */
export function historyLines(histories: readonly IdentityHistory[]): string {
  const own = histories
    .filter(({ identities }) => identities.length > 0)
    .toSorted((a, b) => (a.project < b.project ? -1 : a.project > b.project ? 1 : 0))
  return own
    .map(({ project, index, identities }) => {
      const lines = identities.flatMap((each) => [
        `  ${identityText(each.identity)}: ${trusts[each.trust]}`,
        ...detailsOf(each.identity),
        ...seenLines(each),
      ])
      return `${[`${project}  ${index}`, ...lines].map(harmless).join('\n')}\n`
    })
    .join('')
}

/** `https://github.com/example/demo (.github/workflows/release.yml)`, or the address of a person. */
function identityText({ repository, account, workflow }: ReleaseIdentity): string {
  const place = repository ?? account ?? 'nobody who is named'
  return workflow === null ? place : `${place} (${workflow})`
}

/** The same with the numbers that tell it from others of its address. */
export function numberedText(identity: ReleaseIdentity): string {
  const { repositoryId, ownerId } = identity
  const numbers = [
    ...(repositoryId === null ? [] : [`repository ${repositoryId}`]),
    ...(ownerId === null ? [] : [`owner ${ownerId}`]),
  ]
  return numbers.length === 0 ? identityText(identity) : `${identityText(identity)}, ${numbers.join(', ')}`
}

function detailsOf({
  repositoryId,
  ownerId,
  signer,
  environment,
  ref,
  runner,
  trigger,
}: ReleaseIdentity): readonly string[] {
  const parts: readonly (readonly [string, string | null])[] = [
    ['repository', repositoryId],
    ['owner', ownerId],
    ['signed in', signer],
    ['environment', environment],
    ['from a', ref],
    ['on', trigger],
    ['runner', runner],
  ]
  const said = parts.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]))
  return said.length === 0 ? [] : [`    ${said.join(', ')}`]
}

function seenLines({ seen }: KnownIdentity): readonly string[] {
  return seen.map(({ files, says, first, last }) => {
    const span = first.version === last.version ? first.version : `${first.version} to ${last.version}`
    const day = last.time === null ? '' : ` (${last.time.slice(0, 10)})`
    return `    ${files} ${span}${day}: ${says}`
  })
}

/** What cannot be read, with what to do. */
export function damagedLines(answers: readonly IdentityAnswer[]): string {
  return answers
    .flatMap((answer) =>
      answer.kind === 'damaged'
        ? [
            `cordon: ${harmless(answer.path)}: ${harmless(answer.detail)} Restore it, or remove it: then the next publisher seen is the first.\n`,
          ]
        : [],
    )
    .join('')
}
