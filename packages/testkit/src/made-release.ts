/** A release as a workflow would make and sign it: a wheel, a source distribution, and what vouches for each. */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { distInfo } from './made-distribution.ts'
import type { MadeSigning, MadeSigstore } from './made-sigstore.ts'
import { writeTar } from './tar.ts'
import { writeZip } from './zip.ts'

export interface ReleasedFile {
  readonly project: string
  readonly filename: string
  readonly bytes: Buffer
  /** Lower-case hex. */
  readonly sha256: string
}

/** The universal wheel and the source distribution of a toy project, both readable. Same words, same bytes. */
export function madeRelease(
  project: string,
  version: string,
  files: Readonly<Record<string, string>> = {},
): { readonly wheel: ReleasedFile; readonly sdist: ReleasedFile } {
  const stem = project.replaceAll(/[-.]+/g, '_')
  const code = Object.keys(files).length === 0 ? { [`${stem}/__init__.py`]: `version = '${version}'\n` } : files
  const wheel = distInfo('', { name: project, version, code })
  const top = `${stem}-${version}`
  const source = { ...code, 'PKG-INFO': `Metadata-Version: 2.1\nName: ${project}\nVersion: ${version}\n\n` }
  const members = Object.entries(source).map(([name, data]) => ({ name: `${top}/${name}`, data }))
  return {
    wheel: releasedFile(
      project,
      `${top}-py3-none-any.whl`,
      Buffer.from(writeZip(Object.entries(wheel).map(([name, data]) => ({ name, data })))),
    ),
    sdist: releasedFile(project, `${top}.tar.gz`, gzipSync(writeTar(members))),
  }
}

/** Any bytes as a file of a project. */
export function releasedFile(project: string, filename: string, bytes: Uint8Array): ReleasedFile {
  return {
    project,
    filename,
    bytes: Buffer.from(bytes),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}

/** A run of a workflow on GitHub. */
export interface MadeBuild {
  /** `owner/name`. */
  readonly repository: string
  /** File name of the workflow. */
  readonly workflow: string
  readonly ref: string
  readonly commit: string
  readonly repositoryId: string
  readonly ownerId: string
  readonly runner: 'github-hosted' | 'self-hosted'
  readonly trigger: string
  /** Name of the deployment environment; null for none. */
  readonly environment: string | null
}

/** A run by example/demo's release workflow on a tag, with what is told otherwise. */
export function githubBuild(more: Partial<MadeBuild> = {}): MadeBuild {
  return {
    repository: 'example/demo',
    workflow: 'release.yml',
    ref: 'refs/tags/v1.0',
    commit: '1234567890abcdef1234567890abcdef12345678',
    repositoryId: '1001',
    ownerId: '2002',
    runner: 'github-hosted',
    trigger: 'release',
    environment: null,
    ...more,
  }
}

/** What the certificate of such a run says. */
export function signingOf(build: MadeBuild): Required<Pick<MadeSigning, 'subject' | 'extensions'>> {
  const config = configOf(build)
  const [owner] = build.repository.split('/')
  return {
    subject: config,
    extensions: {
      8: 'https://token.actions.githubusercontent.com',
      9: config,
      10: build.commit,
      11: build.runner,
      12: `https://github.com/${build.repository}`,
      13: build.commit,
      14: build.ref,
      15: build.repositoryId,
      16: `https://github.com/${owner}`,
      17: build.ownerId,
      18: config,
      19: build.commit,
      20: build.trigger,
      21: runOf(build),
      22: 'public',
      ...(build.environment === null ? {} : { 23: build.environment }),
    },
  }
}

/** What an index says of who published from such a run (PEP 740). */
export function publisherOfBuild(build: MadeBuild): object {
  return {
    kind: 'GitHub',
    repository: build.repository,
    workflow: build.workflow,
    environment: build.environment,
    claims: null,
  }
}

/** PyPI's publish attestation, version 1. */
export function publishStatement({ filename, sha256 }: Pick<ReleasedFile, 'filename' | 'sha256'>): object {
  return statementOf(filename, sha256, { type: 'https://docs.pypi.org/attestations/publish/v1', predicate: null })
}

/** SLSA provenance, version 1, as GitHub's action writes it. */
export function slsaStatement(
  { filename, sha256 }: Pick<ReleasedFile, 'filename' | 'sha256'>,
  build: MadeBuild,
): object {
  const repository = `https://github.com/${build.repository}`
  return statementOf(filename, sha256, {
    type: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: {
          workflow: { ref: build.ref, repository, path: `.github/workflows/${build.workflow}` },
        },
        internalParameters: {
          github: {
            event_name: build.trigger,
            repository_id: build.repositoryId,
            repository_owner_id: build.ownerId,
            runner_environment: build.runner,
          },
        },
        resolvedDependencies: [{ uri: `git+${repository}@${build.ref}`, digest: { gitCommit: build.commit } }],
      },
      runDetails: { builder: { id: configOf(build) }, metadata: { invocationId: runOf(build) } },
    },
  })
}

export interface ProvenanceOptions {
  /** What is signed otherwise than an honest run would. */
  readonly signing?: MadeSigning
  /** Who the index says it is by: the run that signed, when not given. */
  readonly publisher?: object
  /** Whether SLSA provenance is there too. */
  readonly slsa?: boolean
}

/** The provenance object that an index gives for a file: a publish attestation by such a run, and SLSA provenance if asked for. */
export function madeProvenance(
  instance: MadeSigstore,
  file: Pick<ReleasedFile, 'filename' | 'sha256'>,
  build: MadeBuild = githubBuild(),
  { signing = {}, publisher = publisherOfBuild(build), slsa = false }: ProvenanceOptions = {},
): object {
  const statements = [publishStatement(file), ...(slsa ? [slsaStatement(file, build)] : [])]
  const attestations = statements.map((statement) => instance.attest({ ...signingOf(build), ...signing, statement }))
  return { version: 1, attestation_bundles: [{ publisher, attestations }] }
}

interface Said {
  readonly type: string
  readonly predicate: object | null
}

function statementOf(name: string, sha256: string, said: Said): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256 } }],
    predicateType: said.type,
    predicate: said.predicate,
  }
}

function configOf({ repository, workflow, ref }: MadeBuild): string {
  return `https://github.com/${repository}/.github/workflows/${workflow}@${ref}`
}

function runOf({ repository }: MadeBuild): string {
  return `https://github.com/${repository}/actions/runs/42/attempts/1`
}
