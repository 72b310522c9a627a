import type { ArtifactOddity, CheckMeta } from '@cordon/model'
import { differences } from '../compare-statements.ts'
import { defineContentNote, notesOf } from '../note.ts'
import { entryPointTable, metadataStatement, projectStatement, type Statement } from '../statement.ts'

const id = 'metadata/manifest-confusion'

const meta: CheckMeta = {
  title: 'Metadata that differs from place to place',
  domain: 'author',
  severity: 'medium',
  why: `A release says in several places what it is and what it needs: on its index's page, in the metadata that the index serves beside the file (PEP 658), in METADATA of the wheel, in PKG-INFO and \`pyproject.toml\` of the source distribution. Resolvers, scanners and people each read another one of them. Where they differ, what was looked at is not what gets installed.

Compared are name, version, supported Pythons, requirements and entry points, of requirements their meaning: spelling, order, the place of an extra and of a marker's terms make no difference. What a place calls dynamic (PEP 621, PEP 643), or does not say, is not compared. Each difference is told with both sides. The files of one release are compared with each other where they are inspected in one run: those of an index, or those that are named together.`,
  remedy: 'Look at the file that really gets installed; if the release is yours, build and upload all of it anew.',
  references: [
    'https://peps.python.org/pep-0643/',
    'https://peps.python.org/pep-0621/',
    'https://peps.python.org/pep-0658/',
    'https://packaging.python.org/en/latest/specifications/pyproject-toml/#dynamic',
  ],
}

/** Tells where PKG-INFO and `[project]` of the same source distribution contradict each other. */
export const manifestConfusion = defineContentNote({
  id,
  meta,
  note({ metadata, metadataPath, entryPoints, pyproject }) {
    const manifest = pyproject === null ? null : projectStatement(pyproject)
    if (metadata === null || manifest === null) return []
    const source = metadataPath?.slice(metadataPath.lastIndexOf('/') + 1) ?? 'its metadata'
    const place = { source, path: metadataPath, entryPoints: entryPointTable(entryPoints) }
    return differences(metadataStatement(metadata, place), manifest)
  },
})

/** The same of two places anywhere: of an index and a file, or of two files of a release. */
export function confusionNotes(a: Statement, b: Statement): readonly ArtifactOddity[] {
  return notesOf({ id, note: () => differences(a, b) }, null)
}

/** A difference that is no contradiction of fields. */
export function confusionNote(detail: string, path: string | null): ArtifactOddity {
  return { code: id, path, detail }
}
