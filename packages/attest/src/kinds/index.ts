import type { AttestationKind } from '../kind.ts'
import { cyclonedx } from './cyclonedx.ts'
import { inTotoLink } from './in-toto-link.ts'
import { openvex } from './openvex.ts'
import { pypiPublishV1 } from './pypi-publish-v1.ts'
import { release } from './release.ts'
import { slsaProvenanceV02 } from './slsa-provenance-v0.2.ts'
import { slsaProvenanceV1 } from './slsa-provenance-v1.ts'
import { slsaVsaV1 } from './slsa-vsa-v1.ts'
import { spdx } from './spdx.ts'

/** Every kind of statement that is understood, alphabetical. */
export const attestationKinds: readonly AttestationKind[] = [
  cyclonedx,
  inTotoLink,
  openvex,
  pypiPublishV1,
  release,
  slsaProvenanceV02,
  slsaProvenanceV1,
  slsaVsaV1,
  spdx,
]
