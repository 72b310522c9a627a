import type { SlsaReason, SlsaReasonCode } from '@cordon/model'

interface Words {
  /** `{}` stands for what the reason is about. */
  readonly text: string
  readonly raise: string | null
}

const attestTheBuild =
  'Attest the build where it runs: a step with actions/attest-build-provenance on a GitHub-hosted runner gives level 2.'
const useReusable =
  'Build in a reusable workflow that is trusted and called by a tag or commit (slsa-github-generator, or one of your own that the expectations file lists as a builder): level 3.'

/** What each reason says, and what would raise the level. */
const words: Readonly<Record<SlsaReasonCode, Words>> = {
  'no-provenance': { text: 'Nothing that holds says how this file was built.', raise: attestTheBuild },
  'publisher-unlocated': {
    text: 'It was published by {}; nothing says from what source it was built.',
    raise: attestTheBuild,
  },
  'publisher-authenticated': {
    text: 'It was published from {}. That tells source and workflow, as level 1 asks; a publish attestation is no provenance of the build.',
    raise: attestTheBuild,
  },
  'signer-not-recognised': {
    text: 'Its provenance is signed by {}, which is no build service that is known here: anyone who holds that identity can write it.',
    raise:
      'Have the build service sign it, or, if this signer is a builder of yours, list it as a builder in the expectations file.',
  },
  'builder-not-borne-out': {
    text: 'Its provenance names another builder than its certificate, which says {}.',
    raise: 'Have the workflow that builds sign its own provenance.',
  },
  'runner-not-said': {
    text: 'The certificate does not say on what runner it was built; it may have been a machine of its owners.',
    raise: 'Sign with a current Sigstore client on a hosted runner: its certificate says the runner.',
  },
  'runner-self-hosted': {
    text: 'It was built on a {} runner: whoever runs that machine can change the build and what is said of it.',
    raise: 'Build on a runner that the service hosts: level 2.',
  },
  'hosted-build': {
    text: "It was built on a hosted runner ({}), and its provenance says nothing else than the certificate. The workflow is its authors' own, so they can write into it what they like.",
    raise: useReusable,
  },
  'builder-not-trusted': {
    text: 'It was built on a hosted runner by the reusable workflow {}, which is in no list of trusted builders.',
    raise:
      'If you have reviewed that workflow, list it as a builder in the expectations file; it must be called by a tag or commit: level 3.',
  },
  'builder-not-pinned': {
    text: 'The builder {} is trusted, but was called by a name that moves, so it may have been any version of it.',
    raise: 'Call the builder by a release tag: level 3.',
  },
  'builder-trusted': {
    text: 'It was built by {}, which is trusted and runs apart from its callers: they cannot forge what it says.',
    raise: null,
  },
}

/** A reason in words; `about` is what its sentence names. */
export function reason(code: SlsaReasonCode, about = ''): SlsaReason {
  const { text, raise } = words[code]
  return { code, text: text.replace('{}', () => about.slice(0, 300)), raise }
}
