import { platformText } from '@cordon/images'
import type { ReportedImage } from '@cordon/model'
import type { ImageSummary } from './take-image.ts'

/** What a report says of the image that it is about. */
export function reportedImage({ name, platform, digest, base, layers }: ImageSummary): ReportedImage {
  return { name, platform: platformText(platform), digest, base, layers }
}
