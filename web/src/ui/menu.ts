import type { Component } from 'vue'

/** One line of a menu. `items` makes it a submenu; `'line'` separates. */
export interface MenuAction {
  label: string
  icon?: Component
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** Why this one may not be chosen: it can be reached, and says so. The reason stands once, at the end of its menu. */
  whyNot?: string
  /** Given: a tick can stand before it. */
  checked?: boolean
  items?: readonly MenuEntry[]
  run?: () => void
}

export type MenuEntry = MenuAction | 'line'

/** Where a layer stands: an element, or a place such as that of the pointer. */
export type Anchor = HTMLElement | { getBoundingClientRect(): DOMRect }
