import { diff } from '@codemirror/merge'
import { ChangeSet } from '@codemirror/state'

/**
 * What was typed on top of one text, as it is to be made on another that is there in its place: where no history leads
 * from one to the other, their difference does.
 */
export function movedOnto(before: string, after: string, typed: readonly ChangeSet[]): ChangeSet {
  const changes = diff(before, after).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    insert: after.slice(fromB, toB),
  }))
  const theirs = ChangeSet.of(changes, before.length)
  const mine = typed.reduce((all, one) => all.compose(one), ChangeSet.empty(before.length))
  return mine.map(theirs)
}
