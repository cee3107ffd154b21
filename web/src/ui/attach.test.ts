import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { defineComponent, h, useTemplateRef } from 'vue'
import { Attach } from './attach'

it('puts attributes and listeners onto its one child, beside the child’s own', async () => {
  const outer = vi.fn<() => void>()
  const inner = vi.fn<() => void>()
  const app = mount(() =>
    h(Attach, { 'aria-expanded': false, class: 'b', onClick: outer }, () =>
      h('button', { class: 'a', onClick: inner }),
    ),
  )
  expect(app.html()).toBe('<button class="a b" aria-expanded="false"></button>')
  await app.get('button').trigger('click')
  expect(outer).toHaveBeenCalledOnce()
  expect(inner).toHaveBeenCalledOnce()
})

it('finds the child of a slot that was passed on, and gives its element to a ref', () => {
  const Outer = defineComponent({
    setup(_props, { slots, expose }) {
      const trigger = useTemplateRef<HTMLElement>('trigger')
      expose({ trigger })
      return () => h(Attach, { ref: 'trigger', id: 'x' }, { default: () => [slots.default?.()] })
    },
  })
  const app = mount(Outer, { slots: { default: '<!-- note --><button>go</button>' } })
  expect(app.get('button').attributes('id')).toBe('x')
  expect((app.vm as unknown as { trigger: HTMLElement }).trigger.tagName).toBe('BUTTON')
})
