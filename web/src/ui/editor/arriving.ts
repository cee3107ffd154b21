let count = 0

/** What stands in a text for a file until that is stored. */
export const newMark = (): string => `#upload-${Date.now().toString(36)}-${++count}`

/** Whether a text waits for a file. */
export const isArriving = (text: string): boolean => /\]\(#upload-[0-9a-z]+-\d+\)/.test(text)
