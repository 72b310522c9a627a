import type { CommandEntry } from '../command.ts'

/** Every command, alphabetical; a module is loaded only when its command runs. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'attest',
    summary: 'say who published or how files were built, signed with a key or as a CI job',
    load: async () => (await import('./attest.ts')).attest,
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completion,
  },
  {
    name: 'db',
    summary: 'fetch the advisories, or say how old they are',
    load: async () => (await import('./db.ts')).db,
  },
  {
    name: 'environment',
    summary: 'say where installed packages came from, and record it beside them',
    load: async () => (await import('./environment.ts')).environment,
  },
  {
    name: 'identities',
    summary: 'list, accept or forget who vouched for packages so far',
    load: async () => (await import('./identities.ts')).identities,
  },
  {
    name: 'image',
    summary: 'judge a container image: what is installed in it, layer by layer',
    load: async () => (await import('./image.ts')).image,
  },
  {
    name: 'inspect',
    summary: 'say what a package would do, from its files alone',
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'inventory',
    summary: 'list everything that says what gets installed',
    load: async () => (await import('./inventory.ts')).inventory,
  },
  {
    name: 'lock',
    summary: 'write into a lock who has built its files',
    load: async () => (await import('./lock.ts')).lock,
  },
  {
    name: 'policy',
    summary: 'explain the policy that decides, and where each rule came from',
    load: async () => (await import('./policy.ts')).policy,
  },
  {
    name: 'sbom',
    summary: 'write a bill of materials; convert, merge, compare and check them',
    load: async () => (await import('./sbom.ts')).sbom,
  },
  {
    name: 'scan',
    summary: 'judge a project: vulnerabilities, malware, hygiene, one verdict',
    load: async () => (await import('./scan.ts')).scan,
  },
  {
    name: 'slsa',
    summary: 'tell how files were built: SLSA levels, expectations, verification summaries',
    load: async () => (await import('./slsa.ts')).slsa,
  },
  {
    name: 'trust',
    summary: 'bring what signatures are verified with up to date, or say what it is',
    load: async () => (await import('./trust.ts')).trust,
  },
  {
    name: 'verify',
    summary: 'say who vouches for a file, or for all that a lock pins: attestations and signatures, verified',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'vex',
    summary: 'write and change statements about vulnerabilities (VEX)',
    load: async () => (await import('./vex.ts')).vex,
  },
]
