import { partBytes, type Source } from '@/sync/sendFile'

export interface Growing {
  readonly source: Source
  /** There is more now. */
  grow(part: Blob): void
  /** There will be no more. */
  end(): void
  /** Where the part begins in which a byte is: what stands before has been sent when that byte has. */
  partAt(byte: number): number
}

/** Bytes that are sent while they are made. Those before `from` are not here: the server has them. */
export function growing(from = 0): Growing {
  const parts: { at: number; part: Blob }[] = []
  let size = from
  let isEnded = false
  let wake: (() => void) | null = null

  const isKnown = (at: number): boolean => at < size || isEnded

  function slice(at: number): Blob {
    const first = parts.findLastIndex((one) => one.at <= at)
    if (first < 0) throw new Error('What was recorded then is not here any more.')
    const some = parts.slice(first).map(({ part }) => part)
    const begin = at - parts[first]!.at
    return new Blob(some).slice(begin, begin + partBytes)
  }

  return {
    async source(at) {
      while (!isKnown(at)) await new Promise<void>((resolve) => (wake = resolve))
      return at < size ? slice(at) : null
    },
    grow(part) {
      parts.push({ at: size, part })
      size += part.size
      wake?.()
    },
    end() {
      isEnded = true
      wake?.()
    },
    partAt: (byte) => parts.findLast(({ at }) => at <= byte)?.at ?? 0,
  }
}
