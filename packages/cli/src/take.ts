import { type Taken, takeInventory } from '@cordon/engine'
import type { Io } from './command.ts'
import type { ProgressLine } from './progress.ts'
import type { PlacedConfig, TargetOptions } from './target-options.ts'

/** Everything that the targets of a command hold, read, with a line of progress on a terminal. */
export function takeTargets(
  targets: readonly string[],
  options: TargetOptions,
  config: PlacedConfig,
  { io, progress }: { readonly io: Io; readonly progress: ProgressLine },
): Taken {
  return takeInventory(
    {
      targets,
      cwd: io.cwd,
      exclude: options.exclude ?? [],
      configured: { folder: config.folder, exclude: config.scan.exclude },
      includeEnvironments: options.includeEnvironments ?? config.scan.includeEnvironments,
      verify: options.verify ?? false,
    },
    (done, total) => progress.show(`reading ${done} of ${total} files`),
  )
}
