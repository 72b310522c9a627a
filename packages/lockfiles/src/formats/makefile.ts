import { Collector } from '../commands/collector.ts'
import { installMarks, mayInstall } from '../commands/marks.ts'
import type { LockfileFormat } from '../format.ts'
import { readMakefile } from '../sessions/make.ts'

const fileName = /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[^/]+\.mk)$/

/** What the recipes of a makefile install. */
export const makefile = {
  id: 'makefile',
  title: 'Makefile',
  files: ['Makefile', '*.mk'],
  role: 'command',
  marks: installMarks,
  matches(path) {
    return fileName.test(path)
  },
  parse(text, path) {
    const collector = new Collector(path)
    if (mayInstall(text)) readMakefile(text, collector)
    return collector.finish('makefile')
  },
} as const satisfies LockfileFormat
