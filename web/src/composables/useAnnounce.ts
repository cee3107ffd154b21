import { shallowRef, type ShallowRef } from 'vue'

const message = shallowRef('')

/** What is said next to those who listen to the page, politely. `Announcer` in the shell says it. */
export function useAnnounce(): { message: Readonly<ShallowRef<string>>; announce: (text: string) => void } {
  return { message, announce }
}

// A repeated sentence is not said again unless it differs: a no-break space at its end makes the difference.
function announce(text: string): void {
  message.value = message.value === text ? `${text}\u00a0` : text
}
