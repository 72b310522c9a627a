/** What slsa-verifier's `cli/slsa-verifier/main_regression_test.go` expects, in our words. Its files stay where they are fetched. */

const generator = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows'
const bazel = 'https://github.com/bazel-contrib'
const publisher = `${bazel}/publish-to-bcr/.github/workflows/publish.yaml`
const releaser = `${bazel}/.github/.github/workflows/release_ruleset.yaml`

/** Its typed errors, and the code of ours that means the same. `predicate`: found while the provenance is verified, so earlier. */
export const codesOf = {
  ErrorMismatchBranch: ['slsa-ref'],
  ErrorMismatchTag: ['slsa-ref'],
  ErrorMismatchVersionedTag: ['slsa-ref'],
  ErrorInvalidRef: ['slsa-ref'],
  ErrorMismatchSource: ['slsa-source'],
  ErrorUntrustedReusableWorkflow: ['slsa-builder', 'slsa-level', 'predicate'],
  ErrorMismatchBuilderID: ['slsa-builder'],
  ErrorNoValidSignature: ['signature'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type TypedError = keyof typeof codesOf

/** One verification of a file: what it asks, and how it ends (null: it holds). */
export interface ArtifactCase {
  readonly name: string
  readonly artifact: string
  readonly source: string
  /** Without `@REF`; null: any that is trusted for level 3. */
  readonly builder: string | null
  readonly refs?: readonly string[]
  readonly error: TypedError | null
}

const lint = 'https://github.com/aspect-build/rules_lint'

/** Test_runVerifyGithubAttestation. */
export const bcrCases: readonly ArtifactCase[] = [
  { name: 'module, publishing builder', artifact: 'MODULE.bazel', source: lint, builder: publisher, error: null },
  {
    name: 'source archive, release builder',
    artifact: 'rules_lint-v1.3.1.tar.gz',
    source: lint,
    builder: releaser,
    error: null,
  },
  {
    name: 'module, wrong signer',
    artifact: 'MODULE-wrong-signer.bazel',
    source: lint,
    builder: publisher,
    error: 'ErrorUntrustedReusableWorkflow',
  },
  {
    name: 'module, no builder id',
    artifact: 'MODULE.bazel',
    source: lint,
    builder: null,
    error: 'ErrorUntrustedReusableWorkflow',
  },
  {
    name: 'source archive, no builder id',
    artifact: 'rules_lint-v1.3.1.tar.gz',
    source: lint,
    builder: null,
    error: 'ErrorUntrustedReusableWorkflow',
  },
]

const example = 'https://github.com/slsa-framework/example-package'
const dispatched = 'binary-linux-amd64-workflow_dispatch'
const untrusted = `${generator}/not-trusted.yml`

type Row = readonly [name: string, artifact: string, asked: Partial<ArtifactCase>, error?: TypedError]

/** A tag of which only the leading parts are said: `v13` is any v13.x.y, and v14.0 is also v14. */
function versioned(tag: string): { readonly refs: readonly string[] } {
  const short = tag.replace(/(?:\.0)+$/, '')
  return { refs: [...new Set([tag, `${tag}.*`, short])].map((each) => `refs/tags/${each}`) }
}

function tagged(tag: string): { readonly refs: readonly string[] } {
  return { refs: [`refs/tags/${tag}`] }
}

const versions: readonly (readonly [tag: string, match: readonly string[], other: readonly string[]])[] = [
  ['v13.0.30', ['v13.0.30', 'v13.0', 'v13'], ['v2', 'v0', 'v13.1', 'v12.9', 'v13.0.29', 'v13.0.31']],
  ['v14', ['v14', 'v14.0'], ['v14.1', 'v13', 'v15', 'v13.2', 'v15', 'v0']],
  ['v14.2', ['v14.2', 'v14'], ['v14.2.1', 'v14.2.3', 'v14.1', 'v14.1.1', 'v14.3.1', 'v13', 'v15', 'v15.1']],
]

const pathRows: readonly Row[] = [
  ['main branch default', dispatched, {}],
  ['invalid builder id', dispatched, { builder: untrusted }, 'ErrorUntrustedReusableWorkflow'],
  ['main branch set', dispatched, { refs: ['refs/heads/main'] }],
  ['wrong branch master', dispatched, { refs: ['refs/heads/master'] }, 'ErrorMismatchBranch'],
  ['branch master not verified', dispatched, {}],
  [
    'wrong source append A',
    dispatched,
    { source: 'https://github.com/laurentsimon/slsa-verifier-test-genA' },
    'ErrorMismatchSource',
  ],
  [
    'wrong source prepend A',
    dispatched,
    { source: 'https://github.com/laurentsimon/slsa-verifier-test-gen' },
    'ErrorMismatchSource',
  ],
  [
    'wrong source middle A',
    dispatched,
    { source: 'https://github.com/Alaurentsimon/slsa-verifier-test-gen' },
    'ErrorMismatchSource',
  ],
  ['tag no match empty tag', dispatched, tagged('v1.2.3'), 'ErrorInvalidRef'],
  ['versioned tag no match empty tag', dispatched, versioned('v1'), 'ErrorInvalidRef'],
  ...['v13.0.29', 'v13.0', 'v13'].map(
    (tag): Row => [`tag ${tag} no match v13.0.30`, 'binary-linux-amd64-push-v13.0.30', tagged(tag), 'ErrorMismatchTag'],
  ),
  ...versions.flatMap(([tag, match, other]) => [
    ...match.map(
      (each): Row => [`versioned ${each} match push-${tag}`, `binary-linux-amd64-push-${tag}`, versioned(each)],
    ),
    ...other.map(
      (each): Row => [
        `versioned ${each} no match push-${tag}`,
        `binary-linux-amd64-push-${tag}`,
        versioned(each),
        'ErrorMismatchVersionedTag',
      ],
    ),
  ]),
]

const containerRows: readonly Row[] = [
  ['main branch default', dispatched, {}],
  ['versioned tag no match empty tag', dispatched, versioned('v1'), 'ErrorInvalidRef'],
  ['tag no match empty tag', dispatched, tagged('v1.2.3'), 'ErrorInvalidRef'],
  ['wrong branch master', dispatched, { refs: ['refs/heads/master'] }, 'ErrorMismatchBranch'],
  ['main branch set', dispatched, { refs: ['refs/heads/main'] }],
  ['invalid builder id', dispatched, { builder: untrusted }, 'ErrorUntrustedReusableWorkflow'],
  ['wrong source append A', dispatched, { source: `${example}A` }, 'ErrorMismatchSource'],
  [
    'wrong source prepend A',
    dispatched,
    { source: 'https://Agithub.com/slsa-framework/example-package' },
    'ErrorMismatchSource',
  ],
  [
    'wrong source middle A',
    dispatched,
    { source: 'https://github.com/Aslsa-framework/example-package' },
    'ErrorMismatchSource',
  ],
]

/** Folders whose provenance is a Sigstore bundle, and so can be verified without asking a log. */
export interface Family {
  readonly folder: string
  /** Endings of the provenance behind the name of the artifact; the first that is there. */
  readonly endings: readonly string[]
  readonly builder: string
  readonly rows: readonly ArtifactCase[]
}

function family(folder: string, file: string, rows: readonly Row[], endings: readonly string[]): Family {
  const builder = file.startsWith('https://') ? file : `${generator}/${file}`
  const cases = rows.map(
    ([name, artifact, asked, error]): ArtifactCase => ({
      name,
      artifact,
      source: example,
      builder,
      error: error ?? null,
      ...asked,
    }),
  )
  return { folder, builder, endings, rows: cases }
}

const delegated = ['.build.slsa']

/** Test_runVerifyGHAArtifactPath and Test_runVerifyGHAContainerBased, for every version in these folders that has a bundle. */
export const bundleFamilies: readonly Family[] = [
  family('gha_go', 'builder_go_slsa3.yml', pathRows, ['.intoto.jsonl']),
  family('gha_generic', 'generator_generic_slsa3.yml', pathRows, ['.intoto.jsonl']),
  family(
    'gha_delegator',
    'https://github.com/slsa-framework/example-trw/.github/workflows/builder_high-perms_slsa3.yml',
    pathRows,
    delegated,
  ),
  family('gha_maven', 'builder_maven_slsa3.yml', pathRows, delegated),
  family('gha_gradle', 'builder_gradle_slsa3.yml', pathRows, delegated),
  family('gha_container-based', 'builder_container-based_slsa3.yml', containerRows, [
    '.intoto.build.slsa',
    '.intoto.sigstore',
  ]),
]

/** The builders that slsa-verifier is told to believe by `--builder-id`, as an expectations file declares them. */
export function declaredBuilders(builder: string | null): string {
  if (builder === publisher || builder === releaser) return `[[builders]]\nsigner = "${builder}"\nlevel = 3\n`
  if (builder?.includes('/example-trw/') !== true) return ''
  return ['delegator_generic_slsa3.yml', 'delegator_lowperms-generic_slsa3.yml']
    .map((file) => `[[builders]]\nsigner = "${generator}/${file}"\nid = "${builder}"\nlevel = 3\nrefs = "any"\n`)
    .join('')
}

/** Test_runVerifyVSA: the words after `cordon slsa verify-vsa`, with `VSA/` for its folder. */
export const vsaCases: readonly { readonly name: string; readonly keyId: string; readonly error: TypedError | null }[] =
  [
    { name: 'gke', keyId: 'keystore://76574:prod:vsa_signing_public_key', error: null },
    { name: 'gke, empty public key id', keyId: '', error: 'ErrorNoValidSignature' },
    { name: 'gke, wrong key id', keyId: 'my_key_id', error: 'ErrorNoValidSignature' },
  ]

export const vsaDemands: readonly string[] = [
  '--digest',
  'gce_image_id:8970095005306000053',
  '--verifier-id',
  'https://bcid.corp.google.com/verifier/bcid_package_enforcer/v0.1',
  '--resource-uri',
  'gce_image://gke-node-images:gke-12615-gke1418000-cos-101-17162-463-29-c-cgpv1-pre',
  '--level',
  'BCID_L1',
  '--level',
  'SLSA_BUILD_LEVEL_2',
]
