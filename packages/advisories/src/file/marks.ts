/** How an interval ends: the two lowest bits of its flags. */
export const intervalEnds = ['open', 'before', 'through'] as const

/** The other bits. */
export const intervalFlags = { fixed: 4, certain: 8, text: 16 } as const
