import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AdvisoryAnswer } from '@cordon/model'
import type { Answer } from './run.ts'

/** Answers of the advisories from a case's answers.json: by `name==version`, or by name for what is not pinned. */
export function answersOf(folder: string): Answer {
  const path = join(folder, 'answers.json')
  const answers: Readonly<Record<string, AdvisoryAnswer>> = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : {}
  return ({ name, version }) => {
    const key = version === null ? name : `${name}==${version.raw}`
    return answers[key] ?? { kind: 'known', matches: [], fix: null }
  }
}
