import type { InjectionKey } from 'vue'

/** A person whom a text names. */
export interface PersonRef {
  readonly id: string
  readonly name: string
  readonly isMe: boolean
}

/** A task that a text names. */
export interface TaskRef {
  readonly title: string
  /** The name of its status; empty where it is not known. */
  readonly status: string
  readonly isClosed: boolean
  readonly href: string
}

/** What a text may refer to, as far as its reader may see it. Asked again whenever it changes: both are tracked. */
export interface Refs {
  /** By handle, in lower case. */
  person(handle: string): PersonRef | undefined
  /** By key, `WEB-12`. One that is not known yet is looked for, and is undefined until it is found. */
  task(key: string): TaskRef | undefined
  /** The address of this moment in a recording that the text is about, in seconds. */
  moment?(seconds: number): string | undefined
}

/** Given by whatever shows texts of a project. */
export const refsKey: InjectionKey<Refs> = Symbol('refs')
