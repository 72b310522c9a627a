import type { RenderOptions } from '../src/format.ts'

export const plainOptions: RenderOptions = { columns: 80, color: false, verbose: false, explain: null }
