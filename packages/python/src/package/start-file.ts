const newline = 10
const space = 32
const importWord = [0x69, 0x6d, 0x70, 0x6f, 0x72, 0x74]

/** The lines of a `.pth` file that Python runs at every start, each where it stands; all others are blanked. */
export function codeOfPth(bytes: Uint8Array): Uint8Array {
  const code = Uint8Array.from(bytes)
  for (let start = 0; start < code.length; ) {
    const found = code.indexOf(newline, start)
    const end = found < 0 ? code.length : found
    if (!isRun(code, start)) code.fill(space, start, end)
    start = end + 1
  }
  return code
}

/** `import` at the very beginning of the line, with a blank or tab behind. */
function isRun(line: Uint8Array, start: number): boolean {
  const behind = line[start + importWord.length]
  return importWord.every((letter, index) => line[start + index] === letter) && (behind === space || behind === 9)
}
