import { type CheckMeta, defineFileCheck } from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { isRemote, withoutCredentials } from '../url.ts'

const id = 'hygiene/find-links-network'

const meta: CheckMeta = {
  title: 'Packages taken from any link on a web page',
  domain: 'engineering',
  severity: 'medium',
  why: `\`--find-links\` takes every link on a page as a candidate for every package, beside the index and with the same rank: the highest version wins. One page that is changed, or that shows links other people wrote, can so replace any package of the project and not only the one it was added for. Such pages have none of what an index has: no owner of a name, no yanked releases, no attestations.

A local folder of wheels is not reported; a hash for every line makes a network page safe in content.`,
  remedy:
    'Serve the files through an index and bind the one package to it (uv: `explicit = true` with `[tool.uv.sources]`), or name the file by URL with its digest.',
  references: [
    'https://pip.pypa.io/en/stable/cli/pip_install/#finding-packages',
    'https://docs.astral.sh/uv/concepts/indexes/',
  ],
}

/** Finds `--find-links` to another machine. */
export const findLinksNetwork = defineFileCheck({
  id,
  meta,
  needs: ['file'],
  run(_facts, file) {
    const options = file.options.filter((option) => option.kind === 'find-links')
    if (options.length === 0) return null
    return outcomeOf(
      options
        .filter((option) => option.value !== null && isRemote(option.value))
        .map((option) =>
          findingOf(id, meta, {
            message: `Every link on ${withoutCredentials(option.value ?? '')} may stand in for any package.`,
            evidence: [lineOf(option)],
          }),
        ),
    )
  },
})
