import type { Component } from 'vue'

/** Something said in a few words that can be pressed: taken away, or (with `pressed`) switched. */
export interface Chip {
  id: string
  icon: Component
  words: string
  /** What pressing it does, for those who do not see it. */
  label: string
  /** Whether it is switched on; missing: pressing takes it away. */
  pressed?: boolean
}
