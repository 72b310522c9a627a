import { type ImageSummary, reportedImage, withLayers } from '@cordon/engine'
import { platformText } from '@cordon/images'
import type { ExitCode } from '@cordon/model'
import type { CommandModule, Io } from '../command.ts'
import { harmless } from '../harmless.ts'
import { type ImageReadOptions, readImage } from '../image/read.ts'
import { addConfigOptions, loadConfig, withoutPlatform } from '../target-options.ts'
import { addJudgingOptions, reportOn, type ScanOptions } from './scan.ts'

interface ImageOptions extends ScanOptions, ImageReadOptions {}

const examples = `
Examples:
  $ cordon image app.tar                          what docker save or skopeo wrote
  $ cordon image ./layout:1.4                     one image of an OCI layout
  $ cordon image registry.example/team/app:1.4    an image of a registry
  $ cordon image app.tar --base python.tar        say what is the base image's
  $ cordon image registry.example/app --base auto ask the registry for the base image that the annotations name
  $ cordon image ./rootfs                         a folder with a root file system

Exit codes: 0 allowed, 1 blocked by policy, 2 bad usage, or an image that is not what it promises,
3 nothing installed in it, 4 incomplete (something unknown that the policy does not allow).`

/** `cordon image REF|PATH`: what is installed in a container image, judged. */
export const image: CommandModule = {
  name: 'image',
  configure(command, io, finish) {
    const target = command
      .argument('<image>', 'OCI layout, archive, root file system, or the name of an image in a registry')
      .option('--platform <os/architecture>', 'which of several, e.g. linux/arm64 (default: linux/amd64)')
      .option(
        '--base <image>',
        'the image that it was built on, as a path or a name; `auto`: asks for the one that it names',
      )
      .option('--all-layers', 'also judge what later layers delete: it is still in the bytes of the image')
      .option('--verify', 'compare installed files with their RECORD')
      .option('--plain-http', 'speak to a registry without TLS')
    addJudgingOptions(addConfigOptions(target))
      .addHelpText('after', examples)
      .action(async (name: string, options: ImageOptions) => finish(await runImage(name, options, io)))
  },
}

async function runImage(target: string, options: ImageOptions, io: Io): Promise<ExitCode> {
  const config = await loadConfig(['.'], options, io)
  return await reportOn([target], withoutPlatform(options), config, {
    io,
    nothing() {
      io.stderr.write(`cordon: nothing of Python is installed in ${harmless(target)}.\n`)
      return 3
    },
    async take(progress) {
      const read = await readImage(target, options, { io, progress })
      progress.clear()
      const { taken, image: found, warnings } = read
      if (found === null) return { taken, warnings }
      describe(found, io)
      return {
        taken,
        warnings,
        image: reportedImage(found),
        refine: (inspections) => withLayers(inspections, found),
      }
    },
  })
}

const longestCommand = 90

/** What the image is made of, beside the report: its layers and where the base image ends. */
function describe({ name, digest, platform, base, layers }: ImageSummary, io: Io): void {
  const lines = [`${name} (${platformText(platform)}, ${digest})`]
  if (base !== null) lines.push(`Base image: ${baseText(base)}`)
  for (const { index, diffId, createdBy, bytes, base: isBase } of layers) {
    const command = createdBy?.slice(0, longestCommand) ?? 'no history'
    const size = `${(bytes / 1_000_000).toFixed(1)} MB`
    lines.push(
      `  ${String(index).padStart(2)}  ${diffId.slice(7, 19)}  ${size.padStart(9)}  ${isBase === true ? 'base ' : ''}${command}`,
    )
  }
  io.stderr.write(`${lines.map(harmless).join('\n')}\n`)
}

function baseText({ name, digest, layers, boundary, named }: NonNullable<ImageSummary['base']>): string {
  const called = [name, digest].filter((part) => part !== null).join('@') || 'unnamed'
  const said = named === null ? '' : named === 'given' ? ' (given)' : ` (by its ${named})`
  const where = layers === null ? ', its layers are not known' : `, the lowest ${layers} layers`
  return `${called}${said}${where}${boundary === 'history' ? ' (guessed from the history)' : ''}`
}
