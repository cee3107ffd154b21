import { shallowRef } from 'vue'

/** Counts what the person's own stream has said; whoever shows something of theirs asks anew when it moves. */
export const heard = shallowRef(0)
