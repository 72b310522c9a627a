/** Media types of image documents and layers: OCI image-spec and Docker's before it. */
export const manifestTypes: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

export const indexTypes: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

/** What an `Accept` header of a registry client lists. */
export const documentTypes: readonly string[] = [...manifestTypes, ...indexTypes]

const layerForm =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar)(?:[.+](?:gzip|zstd))?$/

/** True where the type is that of a layer of files, or is not given. */
export function isLayerType(mediaType: string): boolean {
  return mediaType === '' || layerForm.test(mediaType)
}

const configTypes: readonly string[] = [
  '',
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  // Left by tools that call every blob that.
  'application/octet-stream',
]

export function isConfigType(mediaType: string): boolean {
  return configTypes.includes(mediaType)
}
