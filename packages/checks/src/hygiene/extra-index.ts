import { type CheckMeta, defineFileCheck, type InstallOption, type Lockfile, type ProjectFile } from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { manifestsOf } from '../governing.ts'
import { withoutCredentials } from '../url.ts'

const id = 'hygiene/extra-index'

const meta: CheckMeta = {
  title: 'Second index that may answer for any name',
  domain: 'engineering',
  severity: 'high',
  why: `With two indexes the installer asks both for every name. pip takes the highest version that any of them offers, so whoever registers the name of an internal package on the public index, with a high version, gets their code into the build. In 2021 this dependency confusion got a researcher's packages run inside more than 35 large companies; in December 2022 it was used against PyTorch, whose nightly builds took \`torchtriton\` from the public index instead of the project's own.

pip also hides errors of an index: when the internal one is down or refuses, the public one answers alone. Names that are bound to one index, or an index that serves everything, cannot be confused.`,
  remedy:
    'Use one index that serves both (a proxy that keeps internal names to itself) as `--index-url`, or bind the internal names to their index.',
  references: [
    'https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-extra-index-url',
    'https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index',
    'https://python-poetry.org/docs/repositories/#explicit-package-sources',
    'https://medium.com/@alex.birsan/dependency-confusion-4a5d60fec610',
    'https://pytorch.org/blog/compromised-nightly-dependency/',
    'https://cwe.mitre.org/data/definitions/427.html',
  ],
}

type Tool = 'pip' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'hatch'

const remedies: Readonly<Record<Tool, string>> = {
  pip: 'Give pip one `--index-url`, a proxy that serves public and internal packages and keeps internal names to itself; pip cannot bind a name to an index.',
  uv: 'Mark the index `explicit = true` and bind the internal packages to it in `[tool.uv.sources]`.',
  poetry: 'Give the source `priority = "explicit"` and the internal packages `source = "<name>"`.',
  pdm: "List the internal packages in the source's `include_packages`, exclude them from the others (`exclude_packages`), and set `respect-source-order = true` under `[tool.pdm.resolution]`.",
  pipenv: 'Leave `install_search_all_sources` off and give each internal package its `index = "<name>"`.',
  hatch: 'Give the environment one index that serves public and internal packages and keeps internal names to itself.',
}

/** Finds indexes beside the main one that are asked for any name (dependency confusion). */
export const extraIndex = defineFileCheck({
  id,
  meta,
  needs: ['file', 'project'],
  run({ project }, file) {
    const risky = file.options.filter((option) => option.kind === 'extra-index-url' || isUnsafeStrategy(option))
    if (risky.length === 0) return null
    const main = new Set(file.options.filter((option) => option.kind === 'index-url').map(addressOf))
    const told = toldByManifest(file, project)
    return outcomeOf(
      risky
        .filter(
          (option) =>
            isUnsafeStrategy(option) ||
            !(option.explicit || main.has(addressOf(option)) || told.has(addressOf(option))),
        )
        .map((option) => {
          const tool = toolOf(option, file)
          return findingOf(id, meta, {
            message: messageOf(option, tool),
            severity: tool === 'uv' && !isUnsafeStrategy(option) ? 'low' : meta.severity,
            remedy: remedies[tool],
            evidence: [lineOf(option)],
          })
        }),
    )
  },
})

/** uv asks the indexes in turn and stops at the first that knows the name, unless it is told to compare them all. */
function isUnsafeStrategy(option: InstallOption): boolean {
  return option.kind === 'other' && /\bunsafe-(?:best|first)-match\b/.test(option.text)
}

function addressOf(option: InstallOption): string {
  return (option.value ?? '').trim().replace(/\/$/, '')
}

/** A lock repeats the sources of its manifest: the manifest is where to change them. */
function toldByManifest(file: Lockfile, project: readonly ProjectFile[]): ReadonlySet<string> {
  if (file.role !== 'lock') return new Set()
  return new Set(manifestsOf(file, project).flatMap((manifest) => manifest.file.options.map(addressOf)))
}

function messageOf(option: InstallOption, tool: Tool): string {
  if (isUnsafeStrategy(option))
    return 'uv is told to compare all indexes for every name, so the highest version of any of them wins.'
  const shown = withoutCredentials(option.value ?? 'a second index')
  const name = option.name === null ? '' : ` (${option.name})`
  // uv takes a name from the first index that knows it, and asks the main one last.
  return tool === 'uv'
    ? `${shown}${name} is asked for every name before the main index: it may answer for public packages, and an internal name it does not hold is taken from the main one.`
    : `${shown}${name} is asked for every name beside the main index, so a public package can take the place of an internal one.`
}

function toolOf(option: InstallOption, file: Lockfile): Tool {
  const { format } = file
  if (format === 'pipfile' || format === 'pipfile-lock') return 'pipenv'
  if (format === 'hatch' || option.text.startsWith('hatch ')) return 'hatch'
  const named = /\btool\.(uv|poetry|pdm)\b/.exec(option.text)?.[1]
  if (named === 'uv' || named === 'poetry' || named === 'pdm') return named
  return format === 'script' || /\bUV_[A-Z_]*INDEX|^uv /.test(option.text) ? 'uv' : 'pip'
}
