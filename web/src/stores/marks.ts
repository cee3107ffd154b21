import { shallowReactive } from 'vue'

/** Tasks whose cards are marked as changed since the person last looked, by project. */
export const marks = shallowReactive(new Map<string, ReadonlySet<string>>())
