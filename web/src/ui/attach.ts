import { cloneVNode, Comment, Fragment, isVNode, type FunctionalComponent, type VNode } from 'vue'

/** Puts its attributes and listeners onto its one child, and adds nothing to the page. A `ref` gives the child's element. */
export const Attach: FunctionalComponent = (_props, { attrs, slots }) => {
  const child = first(slots.default?.() ?? [])
  return child ? cloneVNode(child, attrs, true) : null
}
Attach.inheritAttrs = false

/** The first real node; slots that are passed on wrap theirs in fragments. */
function first(nodes: readonly unknown[]): VNode | null {
  for (const node of nodes) {
    if (!isVNode(node) || node.type === Comment) continue
    const found = node.type === Fragment && Array.isArray(node.children) ? first(node.children) : node
    if (found) return found
  }
  return null
}
