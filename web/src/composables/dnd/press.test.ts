import { describe, expect, it } from 'vitest'
import { createPress } from './press'

const origin = { x: 100, y: 100 }

describe('createPress', () => {
  it('drags with a mouse after 4 px, in any direction', () => {
    const press = createPress('mouse', origin)
    expect(press.move({ x: 103, y: 100 })).toBe('waiting')
    expect(press.move({ x: 97, y: 97 })).toBe('drag')
  })
  it('never drags with a mouse only because it was held', () => {
    expect(createPress('mouse', origin).hold()).toBe('waiting')
  })
  it.each(['touch', 'pen'])('lifts with a %s that rests, trembling within 8 px', (type) => {
    const press = createPress(type, origin)
    expect(press.move({ x: 100, y: 108 })).toBe('waiting')
    expect(press.hold()).toBe('drag')
  })
  it('leaves a swipe to the scroller, for good', () => {
    const press = createPress('touch', origin)
    expect(press.move({ x: 100, y: 109 })).toBe('over')
    expect(press.hold()).toBe('over')
    expect(press.move(origin)).toBe('over')
  })
})
