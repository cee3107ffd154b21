/** What the palette shows: options in lots, one for each section, and their order. */
import type { Fit } from '@/project/mark'
import type { Option } from '@/ui/option'

/** The sections, in the order in which they stand where they fit alike. */
export const sections = ['recent', 'tasks', 'projects', 'people', 'views', 'comments', 'actions'] as const
export type SectionName = (typeof sections)[number]

/** An option that leads to an address, or does something. */
export interface Item extends Option {
  to?: string
  run?: () => void
}

export interface Lot {
  readonly section: SectionName
  /** How well the best of it fits. */
  readonly fit: Fit
  readonly items: readonly Item[]
}

/** Whoever does not find it among so many types another letter: those below are to be seen as well. */
export const mostInLot = 14

const bySection = (a: Lot, b: Lot): number => sections.indexOf(a.section) - sections.indexOf(b.section)

const withMore = (items: readonly Item[], more: readonly Item[]): readonly Item[] => [
  ...items,
  ...more.slice(0, Math.max(0, mostInLot - items.length)),
]

/**
 * The section of the best option first. What came from elsewhere is added to the end of its section, or as a section at
 * the end, so that nothing that stands there already changes its order; what stands there already is not told twice.
 */
export function arrange(here: readonly Lot[], elsewhere: readonly Lot[]): Lot[] {
  const known = new Set(here.flatMap(({ items }) => items.map(({ value }) => value)))
  const more = elsewhere.map((lot) => ({ ...lot, items: lot.items.filter(({ value }) => !known.has(value)) }))
  const moreOf = (section: SectionName): readonly Item[] =>
    more.find((lot) => lot.section === section)?.items ?? []
  const first = here
    .filter(({ items }) => items.length > 0)
    .toSorted((a, b) => a.fit - b.fit || bySection(a, b))
    .map((lot) => ({ ...lot, items: withMore(lot.items, moreOf(lot.section)) }))
  const isThere = new Set(first.map(({ section }) => section))
  const others = more.filter(({ section, items }) => items.length > 0 && !isThere.has(section))
  return [...first, ...others.toSorted(bySection)]
}
