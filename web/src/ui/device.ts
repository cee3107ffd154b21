// The first that is named counts: many name others too, to be taken for them.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]
const handhelds: ReadonlySet<string | null> = new Set(['iPhone', 'iPad', 'Android'])

export interface Device {
  /** Null where the text names none that is known. */
  browser: string | null
  system: string | null
  /** One that is held in the hand. */
  isMobile: boolean
}

/** The browser and system that a `User-Agent` (RFC 9110, 10.1.5) names, as far as people know them. */
export function deviceOf(agent: string): Device {
  const find = (known: typeof browsers): string | null =>
    known.find(([pattern]) => pattern.test(agent))?.[1] ?? null
  const system = find(systems)
  return { browser: find(browsers), system, isMobile: handhelds.has(system) }
}
