import type { Lockfile } from '@cordon/model'
import { Collector } from '../commands/collector.ts'
import { installMarks, mayInstall } from '../commands/marks.ts'
import { parseDockerfile } from '../docker/instructions.ts'
import { ImageReader } from '../docker/read.ts'
import type { LockfileFormat } from '../format.ts'

const fileName =
  /(?:^|\/)(?:(?:Dockerfile|Containerfile)(?:[._-][^/]*)?|[^/]+\.(?:Dockerfile|dockerfile|Containerfile))$/
const ignoreList = /\.dockerignore$/

/** What `RUN`, `CMD` and `ENTRYPOINT` of a Dockerfile install, stage by stage. */
export const dockerfile = {
  id: 'dockerfile',
  title: 'Dockerfile',
  files: ['Dockerfile', 'Dockerfile.*', '*.Dockerfile', 'Containerfile'],
  role: 'command',
  marks: installMarks,
  matches(path) {
    return fileName.test(path) && !ignoreList.test(path)
  },
  parse(text, path): Lockfile {
    const collector = new Collector(path)
    if (!mayInstall(text)) return collector.finish('dockerfile')
    const file = parseDockerfile(text)
    const reader = new ImageReader(collector, file.escapeChar)
    for (const instruction of file.instructions) reader.read(instruction)
    return collector.finish('dockerfile')
  },
} as const satisfies LockfileFormat
