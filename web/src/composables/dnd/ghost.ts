import type { Point } from './types'

/** The picture of a dragged card that follows the pointer. Moved by `transform` alone: no layout, no paint of what lies below. */
export interface Ghost {
  /** Upper left corner, client px. */
  place(at: Point): void
  /** Glides to a place and goes away; at once when motion is unwanted. */
  settle(at: Point | null): Promise<void>
  remove(): void
}

export const settleMs = 140
const easing = 'cubic-bezier(.2, .8, .2, 1)'

export function createGhost(card: HTMLElement): Ghost {
  const box = card.getBoundingClientRect()
  const ghost = card.cloneNode(true) as HTMLElement
  ghost.removeAttribute('data-drag')
  ghost.classList.add('is-ghost')
  ghost.inert = true
  Object.assign(ghost.style, {
    position: 'fixed',
    insetBlockStart: '0',
    insetInlineStart: '0',
    left: '0',
    inlineSize: `${box.width}px`,
    blockSize: `${box.height}px`,
    margin: '0',
    pointerEvents: 'none',
    willChange: 'transform',
    zIndex: '1000',
  })
  const place = (at: Point) => {
    ghost.style.transform = transformAt(at)
  }
  place({ x: box.left, y: box.top })
  document.body.append(ghost)

  return {
    place,
    async settle(at) {
      if (at && !prefersStillness()) {
        const glide = ghost.animate(
          { transform: transformAt(at) },
          { duration: settleMs, easing, fill: 'forwards' },
        )
        await glide.finished.catch(() => undefined)
      }
      ghost.remove()
    },
    remove: () => ghost.remove(),
  }
}

export function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}

function transformAt({ x, y }: Point): string {
  return `translate3d(${x}px, ${y}px, 0)`
}
