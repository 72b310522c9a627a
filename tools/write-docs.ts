/**
 * Writes docs/checks/<family>/<name>.md and docs/checks/README.md from the checks' own words. `--check` writes nothing and
 * fails when a page is stale, missing or left over.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checks } from '@cordon/checks'
import type { Check } from '@cordon/model'

const folder = 'docs/checks'
const notice = '<!-- Written by tools/write-docs.ts from the check itself: change it there and run `npm run docs`. -->'

/** Every generated page by its path in the repository. */
export function docPages(all: readonly Check[]): ReadonlyMap<string, string> {
  return new Map([
    [`${folder}/README.md`, indexPage(all)],
    ...all.map((check) => [`${folder}/${check.id}.md`, checkPage(check)] as const),
  ])
}

function indexPage(all: readonly Check[]): string {
  const rows = all.map(
    ({ id, meta }) => `| [\`${id}\`](${id}.md) | ${meta.title} | ${meta.domain} | ${severityOf(meta.severity)} |`,
  )
  return `${notice}

# Checks

Each check ends \`clean\`, \`found\` or \`unknown\` for every line or file that it applies to. What is done about a finding is for the
[policy](../configuration.md#policy) to say: a check only reports.

| check | finds | domain | severity |
|---|---|---|---|
${rows.join('\n')}
`
}

function checkPage({ id, meta, subject }: Check): string {
  return `${notice}

# ${meta.title}

\`${id}\` · domain ${meta.domain} · severity ${severityOf(meta.severity)} · judges each ${subject}

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
  const pages = docPages(checks)
  const onDisk = globSync(`${folder}/**/*.md`, { cwd: root }).map((path) => path.replaceAll('\\', '/'))
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
