/**
 * Writes docs/checks/<family>/<name>.md and docs/checks/README.md from the checks' own words, and docs/formats.md from the formats. `--check` writes nothing and
 * fails when a page is stale, missing or left over.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checks } from '@cordon/checks'
import { type Behaviour, behaviours, type NoteCheck, noteChecks } from '@cordon/checks/artifact'
import { formats } from '@cordon/engine'
import type { LockfileFormat } from '@cordon/lockfiles'
import type { Check } from '@cordon/model'

const folder = 'docs/checks'
const notice = '<!-- Written by tools/write-docs.ts from the check itself: change it there and run `npm run docs`. -->'
const formatsPage = 'docs/formats.md'

/** Every generated page by its path in the repository. */
export function docPages(
  all: readonly Check[],
  formats: readonly LockfileFormat[],
  seen: readonly Behaviour[] = behaviours,
  remarks: readonly NoteCheck[] = noteChecks,
): ReadonlyMap<string, string> {
  return new Map([
    [formatsPage, formatsText(formats)],
    [`${folder}/README.md`, indexPage(all, seen, remarks)],
    ...all.map((check) => [`${folder}/${check.id}.md`, checkPage(check)] as const),
    ...seen.map((behaviour) => [`${folder}/${behaviour.id}.md`, behaviourPage(behaviour)] as const),
    ...remarks.map((check) => [`${folder}/${check.id}.md`, checkPage(check)] as const),
  ])
}

const roles: Readonly<Record<LockfileFormat['role'], string>> = {
  lock: 'records an answer: exact versions',
  requirements: 'pins or asks, line by line',
  manifest: 'asks for ranges',
  command: 'commands that install',
  installed: 'what stands there',
  document: 'what a document says is there',
}

function formatsText(formats: readonly LockfileFormat[]): string {
  const rows = formats.map(
    ({ id, title, files, role }) =>
      `| \`${id}\` | ${title} | ${files.map((name) => `\`${name}\``).join(', ')} | ${roles[role]} |`,
  )
  return `<!-- Written by tools/write-docs.ts from the formats themselves: change them there and run \`npm run docs\`. -->

# What Cordon reads

Everything that says what gets installed, found below the folders that are named. A copy of a lock under a longer name (\`prod.uv.lock\`) is
read as that lock; a file that is named on the command line and ends in \`.txt\` or \`.in\` is read as requirements. \`cordon inventory\` lists what was
read, what was passed over and what could not be understood, with the reason.

| format | what it is | usual names | role |
|---|---|---|---|
${rows.join('\n')}

Files that only may install something (scripts, notebooks, CI) are passed over in silence when they hold no word of it.
`
}

function indexPage(all: readonly Check[], seen: readonly Behaviour[], remarks: readonly NoteCheck[]): string {
  const behaviourRows = seen.map(
    ({ id, meta }) => `| [\`${id}\`](${id}.md) | ${meta.title} | ${meta.attack.map(techniqueLink).join(', ')} |`,
  )
  const row = ({ id, meta }: Pick<Check, 'id' | 'meta'>): string =>
    `| [\`${id}\`](${id}.md) | ${meta.title} | ${meta.domain} | ${severityOf(meta.severity)} |`
  const rows = all.map(row)
  return `${notice}

# Checks

Each check ends \`clean\`, \`found\` or \`unknown\` for every line or file that it applies to. What is done about a finding is for the
[policy](../configuration.md#policy) to say: a check only reports.

| check | finds | domain | severity |
|---|---|---|---|
${rows.join('\n')}

# Remarks on metadata and publication

What \`cordon inspect\` remarks on beside the code: what a package says of itself, and what its index says of it. Remarks never make a verdict
\`malicious\`; those of low severity are told and do not warn.

| remark | tells | domain | severity |
|---|---|---|---|
${remarks.map(row).join('\n')}

# Behaviours of code

What \`cordon inspect\` looks for in the code of packages: each is a flow with the stage at which it runs, not a text that the code holds.

| behaviour | what the code does | MITRE ATT&CK |
|---|---|---|
${behaviourRows.join('\n')}
`
}

function techniqueLink(technique: string): string {
  return `[${technique}](https://attack.mitre.org/techniques/${technique.replace('.', '/')}/)`
}

function behaviourPage({ id, meta }: Behaviour): string {
  return `${notice}

# ${meta.title}

\`${id}\` · domain ${meta.domain} · severity ${severityOf(meta.severity)} · MITRE ATT&CK ${meta.attack.map(techniqueLink).join(', ')}

## Why

${meta.why}

## What to do

${meta.remedy}

## References

${meta.references.map((url) => `- <${url}>`).join('\n')}
`
}

const subjects: Readonly<Record<Check['subject'] | NoteCheck['subject'], string>> = {
  dependency: 'judges each dependency',
  file: 'judges each file',
  content: 'remarks on what a package says of itself',
  publication: 'remarks on what its index says of a package',
}

function checkPage({ id, meta, subject }: Check | NoteCheck): string {
  return `${notice}

# ${meta.title}

\`${id}\` · domain ${meta.domain} · severity ${severityOf(meta.severity)} · ${subjects[subject]}

## Why

${meta.why}

## What to do

${meta.remedy}

## Deciding about it

\`\`\`toml
# cordon.toml: fail the scan on it
[[policy.rules]]
name = "my-rule"
action = "deny"
check = "${id}"
\`\`\`

## References

${meta.references.map((url) => `- <${url}>`).join('\n')}
`
}

function severityOf(severity: Check['meta']['severity']): string {
  return severity === 'unknown' ? "the advisory's" : severity
}

function main(root: string, checkOnly: boolean): number {
  const pages = docPages(checks, formats)
  const onDisk = globSync([`${folder}/**/*.md`, formatsPage], { cwd: root }).map((path) => path.replaceAll('\\', '/'))
  const leftOver = onDisk.filter((path) => !pages.has(path))
  const stale = [...pages].filter(([path, text]) => {
    const file = join(root, path)
    return !existsSync(file) || readFileSync(file, 'utf8') !== text
  })
  if (checkOnly) {
    for (const path of leftOver) console.error(`${path}: no check has this page`)
    for (const [path] of stale) console.error(`${path}: stale; run \`npm run docs\``)
    return leftOver.length + stale.length === 0 ? 0 : 1
  }
  for (const path of leftOver) rmSync(join(root, path))
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  console.log(`docs: ${pages.size} pages, ${stale.length} written, ${leftOver.length} removed`)
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = main(resolve(dirname(fileURLToPath(import.meta.url)), '..'), process.argv.includes('--check'))
}
