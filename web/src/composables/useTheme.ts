import { shallowRef, watchEffect, type ShallowRef } from 'vue'

export type Theme = 'system' | 'light' | 'dark'

export interface UseThemeReturn {
  theme: ShallowRef<Theme>
}

const key = 'tandem:theme'
const themes: readonly string[] = ['system', 'light', 'dark']

function remembered(): Theme {
  try {
    const value = localStorage.getItem(key) ?? ''
    return themes.includes(value) ? (value as Theme) : 'system'
  } catch {
    return 'system'
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // Storage may be blocked; the choice then lasts until the tab is closed.
  }
}

const theme = shallowRef<Theme>(remembered())
let applied = false

/** The person's choice of colours on this device. `public/theme.js` applies it before the first paint. */
export function useTheme(): UseThemeReturn {
  if (!applied) {
    applied = true
    watchEffect(() => {
      if (theme.value === 'system') delete document.documentElement.dataset.theme
      else document.documentElement.dataset.theme = theme.value
      remember(theme.value)
    })
    addEventListener('storage', (event) => {
      if (event.key === key) theme.value = remembered()
    })
  }
  return { theme }
}
