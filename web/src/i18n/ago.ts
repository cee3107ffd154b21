const units = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/**
 * How long ago a moment was, in words: "now", "5 minutes ago", "3 weeks ago". Both times are milliseconds since 1970. A
 * moment ahead of this machine's clock is "now".
 */
export function ago(at: number, now: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const passedMs = Math.max(0, now - at)
  for (const [unit, lengthMs] of units) {
    if (passedMs >= lengthMs) return format.format(-Math.floor(passedMs / lengthMs), unit)
  }
  return format.format(0, 'second')
}
