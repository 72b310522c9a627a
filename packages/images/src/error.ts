import { CodedError } from '@cordon/model'

/**
 * Why an image cannot be judged at all. Each message names the part and what to do next; names in it are hostile text.
 *
 * `NOT_AN_IMAGE` nothing that is known as one · `BAD_DOCUMENT` a manifest, index or configuration that breaks its format · `BAD_REFERENCE` no
 * name of an image · `BAD_PLATFORM` no platform · `NO_PLATFORM`, `NO_TAG` the image has none like that · `AMBIGUOUS` several images, and none
 * was named · `MISSING_BLOB` a part that the manifest names is not there · `WRONG_DIGEST`, `WRONG_SIZE` a part has other bytes than the
 * manifest promises · `BAD_LAYER` a layer does not unpack · `TOO_LARGE` over a bound · `UNSUPPORTED` of a kind that is not read.
 */
export type ImageErrorCode =
  | 'NOT_AN_IMAGE'
  | 'BAD_DOCUMENT'
  | 'BAD_REFERENCE'
  | 'BAD_PLATFORM'
  | 'NO_PLATFORM'
  | 'NO_TAG'
  | 'AMBIGUOUS'
  | 'MISSING_BLOB'
  | 'WRONG_DIGEST'
  | 'WRONG_SIZE'
  | 'BAD_LAYER'
  | 'TOO_LARGE'
  | 'UNSUPPORTED'

export class ImageError extends CodedError<ImageErrorCode> {}
