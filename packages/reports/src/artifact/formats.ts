import { github } from '../formats/github.ts'
import { gitlab } from '../formats/gitlab.ts'
import { junit } from '../formats/junit.ts'
import { markdown } from '../formats/markdown.ts'
import { sarif } from '../formats/sarif.ts'
import { collected } from './collected.ts'
import type { ArtifactFormat } from './format.ts'
import { json, jsonLines } from './json.ts'
import { table } from './table.ts'

/** Every way to tell of artifacts, alphabetical by id: those of `cordon scan`, and one for streams. */
export const artifactFormats: readonly ArtifactFormat[] = [
  collected(github),
  collected(gitlab),
  json,
  jsonLines,
  collected(junit),
  collected(markdown),
  collected(sarif),
  table,
]
