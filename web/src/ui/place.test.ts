import { expect, it } from 'vitest'
import { placeBeside } from './place'

const window = { left: 0, top: 0, width: 1000, height: 600 }
const tip = { left: 0, top: 0, width: 100, height: 24 }
const at = (left: number, top: number) => ({ left, top, width: 28, height: 28 })

it('stands in the middle of the wanted side', () => {
  expect(placeBeside(at(500, 300), tip, 'bottom', window)).toEqual({ left: 464, top: 334 })
  expect(placeBeside(at(500, 300), tip, 'top', window)).toEqual({ left: 464, top: 270 })
  expect(placeBeside(at(500, 300), tip, 'right', window)).toEqual({ left: 534, top: 302 })
})

it('goes to the other side where there is no room', () => {
  expect(placeBeside(at(500, 570), tip, 'bottom', window).top).toBe(540)
  expect(placeBeside(at(900, 300), tip, 'right', window).left).toBe(794)
})

it('stays inside the window', () => {
  expect(placeBeside(at(0, 300), tip, 'bottom', window).left).toBe(8)
  expect(placeBeside(at(990, 300), tip, 'bottom', window).left).toBe(892)
})
