import { useI18n } from '@/i18n'
import { holdKeys } from '@/composables/heldKeys'
import { useActions } from '@/composables/useActions'
import { doOrSay } from '@/composables/useRefusal'
import type { Action } from '@/stores/actions'
import type { ProjectStore } from '@/stores/project'
import type { Direction, UseBoardFocusReturn } from './useBoardFocus'
import type { UseBoardMovesReturn } from './useBoardMoves'

export interface UseBoardActionsOptions {
  store: ProjectStore
  focus: UseBoardFocusReturn
  moves: UseBoardMovesReturn
  /** Why this person may not change tasks, null when they may. */
  whyNot: () => string | null
  compose: (status: string) => void
  open: (card: string) => void
  peek: (card: string) => void
}

const arrows: Record<Direction, { keys: readonly string[]; move: string }> = {
  up: { keys: ['up', 'k'], move: 'alt+up' },
  down: { keys: ['down', 'j'], move: 'alt+down' },
  left: { keys: ['left', 'h'], move: 'alt+left' },
  // L alone is the label's key.
  right: { keys: ['right', 'shift+l'], move: 'alt+right' },
}

/** The keys of the board, which is where the focus is unless something lies above it. */
export function useBoardActions(options: UseBoardActionsOptions): void {
  const { store, focus, moves, whyNot, compose, open, peek } = options
  const { t } = useI18n()
  const section = () => t('board.section')
  const card = () => focus.current.value

  function steps(): Action[] {
    return (Object.keys(arrows) as Direction[]).flatMap((direction) => [
      {
        id: `board.focus-${direction}`,
        label: t(`board.focus.${direction}`),
        section: section(),
        keys: arrows[direction].keys,
        keyOnly: true,
        when: () => isOnBoard(),
        run: () => void focus.step(direction),
      },
      {
        id: `board.move-${direction}`,
        label: t(`board.move.${direction}`),
        section: section(),
        keys: arrows[direction].move,
        keyOnly: true,
        when: onCard,
        run: () => doOrSay(whyNot(), () => void moves.nudge(card()!, direction)),
      },
    ])
  }

  useActions(() => [
    ...steps(),
    {
      id: 'task.create',
      label: t('board.create'),
      section: section(),
      keys: 'c',
      run: () =>
        doOrSay(whyNot(), () => {
          compose(statusForNew(store, card()))
          holdKeys()
        }),
    },
    {
      id: 'board.open',
      label: t('board.open'),
      section: section(),
      keys: 'enter',
      keyOnly: true,
      when: () => onCard() && card() !== null,
      run: () => open(card()!),
    },
    {
      id: 'board.peek',
      label: t('board.peek'),
      section: section(),
      keys: 'space',
      keyOnly: true,
      when: () => onCard() && card() !== null,
      run: () => peek(card()!),
    },
  ])
}

/** Where C creates: in the column of the focused card, or in the first. */
function statusForNew(store: ProjectStore, card: string | null): string {
  const own = card ? store.task(card)?.status : undefined
  return own ?? store.statuses.value[0]?.id ?? ''
}

function onCard(): boolean {
  return isCard(document.activeElement)
}

function isCard(element: Element | null): boolean {
  return element instanceof HTMLElement && element.dataset.card !== undefined
}

function isOnBoard(): boolean {
  const element = document.activeElement
  return element === null || element === document.body || isCard(element)
}
