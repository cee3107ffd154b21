import { prefersStillness } from '@/composables/dnd'

const glideMs = 220
const easing = 'cubic-bezier(.2, .8, .2, 1)'

/** Lets a card glide from where it was to where it is now, above all columns; only those would see it cut off. */
export async function flyCard(card: HTMLElement, from: DOMRect): Promise<void> {
  const to = card.getBoundingClientRect()
  if (prefersStillness() || !isInSight(from) || !isInSight(to)) return
  const flyer = card.cloneNode(true) as HTMLElement
  flyer.removeAttribute('data-drag')
  flyer.inert = true
  Object.assign(flyer.style, {
    position: 'fixed',
    left: '0',
    top: '0',
    inlineSize: `${to.width}px`,
    blockSize: `${to.height}px`,
    pointerEvents: 'none',
    zIndex: '30',
  })
  document.body.append(flyer)
  // Not `visibility`: a hidden card could not keep the focus.
  card.style.opacity = '0'
  await flyer
    .animate([frameAt(from), frameAt(to)], { duration: glideMs, easing })
    .finished.catch(() => undefined)
  flyer.remove()
  card.style.opacity = ''
}

function isInSight({ top, bottom, left, right }: DOMRect): boolean {
  return bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth
}

function frameAt({ left, top }: DOMRect): Keyframe {
  return { transform: `translate3d(${left}px, ${top}px, 0)` }
}
