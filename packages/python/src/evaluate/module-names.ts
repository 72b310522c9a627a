/** What `dir()` tells of modules that texts are decoded and run with: the names that matter, sorted as Python sorts them. */
const names: Readonly<Record<string, string>> = {
  base64:
    'a85decode a85encode b16decode b16encode b32decode b32encode b64decode b64encode b85decode b85encode decode decodebytes ' +
    'standard_b64decode urlsafe_b64decode urlsafe_b64encode',
  binascii: 'Error a2b_base64 a2b_hex b2a_base64 b2a_hex crc32 hexlify unhexlify',
  bz2: 'BZ2Compressor BZ2Decompressor BZ2File compress decompress open',
  codecs: 'decode encode getdecoder getencoder lookup open',
  gzip: 'GzipFile compress decompress open',
  lzma: 'LZMACompressor LZMADecompressor LZMAFile compress decompress open',
  marshal: 'dump dumps load loads',
  os: 'environ execv execve execvp getcwd getenv listdir popen putenv remove startfile system unlink walk',
  pickle: 'dump dumps load loads',
  subprocess: 'Popen call check_call check_output getoutput getstatusoutput run',
  sys: 'argv executable exit modules path platform stdin stdout',
  zlib: 'adler32 compress compressobj crc32 decompress decompressobj error',
}

const listed = new Map(Object.entries(names).map(([module, list]) => [module, list.split(' ')]))

/** Names of a module of the standard library; null of one that is not listed. */
export function namesOfModule(path: string): readonly string[] | null {
  return listed.get(path) ?? null
}
