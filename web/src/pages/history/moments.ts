import type { History } from '@/api/activity'

/** The last entry that was there at a time (milliseconds since 1970), as far as the marks tell; 0 before them. */
export function seqAt(marks: History['marks'], time: number): number {
  let seq = 0
  for (const mark of marks) {
    if (Date.parse(mark.at) > time) break
    seq = mark.seq
  }
  return seq
}

/** About when an entry was made: between two marks in proportion. Milliseconds since 1970; null where there is none. */
export function timeAt(marks: History['marks'], seq: number): number | null {
  const after = marks.findIndex((mark) => mark.seq >= seq)
  const [a, b] = [marks[after - 1], marks[after]]
  if (!b) return null
  const end = Date.parse(b.at)
  if (!a || b.seq === seq) return end
  const start = Date.parse(a.at)
  return Math.round(start + ((end - start) * (seq - a.seq)) / (b.seq - a.seq))
}
