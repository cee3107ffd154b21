export const task = {}
