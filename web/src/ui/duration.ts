/** Seconds as hours and minutes: "45m", "2h", "1h 30m". */
export function formatDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest}m`
  return rest === 0 ? `${hours}h` : `${hours}h ${rest}m`
}

const unitSeconds: Record<string, number> = { d: 8 * 3600, h: 3600, m: 60 }

/**
 * What people write for a length of time, in seconds: "1h 30m", "90m", "1.5h", "1,5", "2d" (of eight hours), "1:30".
 * A bare number is hours. Null for what is not understood.
 */
export function parseDuration(text: string): number | null {
  const wanted = text.trim().toLowerCase().replaceAll(',', '.')
  const clock = /^(\d+):([0-5]\d)$/.exec(wanted)
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60
  if (/^\d+(\.\d+)?$/.test(wanted)) return Math.round(Number(wanted) * 3600)
  const parts = [...wanted.matchAll(/(\d+(?:\.\d+)?)\s*([dhm])[a-z]*\s*/g)]
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== wanted) return null
  return Math.round(parts.reduce((sum, [, number, unit]) => sum + Number(number) * unitSeconds[unit!]!, 0))
}
