import { watch } from 'vue'

const prefix = /^\(\d+\+?\) /

/** Shows a number where the page itself is not in sight: before its title, in its icon, on the installed app. Gives the way out. */
export function showBadge(count: () => number): () => void {
  const show = (): void => {
    const n = count()
    const title = document.title.replace(prefix, '')
    const wanted = n > 0 ? `(${n > 99 ? '99+' : n}) ${title}` : title
    if (document.title !== wanted) document.title = wanted
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
    const href = n > 0 ? '/icon-unread.svg' : '/icon.svg'
    if (icon && icon.getAttribute('href') !== href) icon.setAttribute('href', href)
    // Some browsers have it, and of those only installed apps.
    const done = (navigator as { setAppBadge?: (n: number) => Promise<void> }).setAppBadge?.(n)
    void done?.catch(() => null)
  }
  // Pages write the title by themselves.
  const observer = new MutationObserver(show)
  observer.observe(document.querySelector('title')!, { childList: true, characterData: true, subtree: true })
  const stop = watch(count, show, { immediate: true })
  return () => {
    stop()
    observer.disconnect()
  }
}
