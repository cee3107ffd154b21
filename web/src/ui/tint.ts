/** A tint that is running: its colour, and a number that starts it anew. */
export interface Tint {
  color: string
  at: number
}
