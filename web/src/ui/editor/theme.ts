import { EditorView } from '@codemirror/view'

const shades = Object.fromEntries(
  Array.from({ length: 10 }, (_, i) => [`.cm-shade-${i}`, { '--caret': `var(--person-${i})` }]),
)

/** By the tokens of the page, so that it is dark and light as the rest is. */
export const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'transparent', font: 'var(--font-base)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.6', overflow: 'visible' },
  '.cm-content': { padding: '0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--text-faint)' },
  '.cm-md-h1': { font: 'var(--weight-strong) var(--font-large)' },
  '.cm-md-h2': { font: 'var(--weight-strong) var(--font-section)' },
  '.cm-md-h3': { fontWeight: 'var(--weight-strong)' },
  '.cm-md-strong': { fontWeight: 'var(--weight-strong)' },
  '.cm-md-em': { fontStyle: 'italic' },
  '.cm-md-strike': { textDecoration: 'line-through', color: 'var(--text-muted)' },
  '.cm-md-code': {
    padding: '1px var(--space-2)',
    borderRadius: 'var(--radius-1)',
    background: 'var(--bg-active)',
    fontFamily: 'var(--family-mono)',
    fontSize: '0.92em',
  },
  '.cm-md-block': {
    paddingInline: 'var(--space-4)',
    background: 'var(--bg-sunken)',
    fontFamily: 'var(--family-mono)',
    fontSize: '0.92em',
  },
  '.cm-md-link': { color: 'var(--accent-text)', textDecoration: 'underline', textUnderlineOffset: '2px' },
  '.cm-md-mention': {
    borderRadius: 'var(--radius-1)',
    background: 'var(--bg-selected)',
    color: 'var(--accent-text)',
  },
  '.cm-md-quote': {
    paddingInlineStart: 'var(--space-5)',
    borderInlineStart: '2px solid var(--line)',
    color: 'var(--text-muted)',
  },
  '.cm-md-bullet': { display: 'inline-block', minWidth: '1ch', color: 'var(--text-muted)' },
  '.cm-md-box': {
    marginInline: '0 var(--space-2)',
    verticalAlign: '-1px',
    accentColor: 'var(--accent)',
    cursor: 'pointer',
  },
  '.cm-md-image': { display: 'block', maxWidth: '100%', borderRadius: 'var(--radius-2)' },
  '.cm-caret': { position: 'relative', borderInlineStart: '2px solid var(--caret)', marginInline: '-1px' },
  '.cm-caret-name': {
    position: 'absolute',
    insetBlockEnd: '100%',
    insetInlineStart: '-2px',
    padding: '0 var(--space-2)',
    borderRadius: 'var(--radius-1)',
    background: 'var(--caret)',
    color: 'var(--text-on-fill)',
    font: 'var(--font-meta)',
    whiteSpace: 'nowrap',
    pointerEvents: 'none',
    zIndex: '1',
  },
  '.cm-their-selection': { background: 'color-mix(in srgb, var(--caret) 22%, transparent)' },
  ...shades,
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius-3)',
    background: 'var(--bg-raised)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow-float)',
    overflow: 'hidden',
    zIndex: 'var(--z-float)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '240px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'center',
    gap: 'var(--space-4)',
    minHeight: 'var(--row)',
    padding: '0 var(--space-5)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--bg-selected)', color: 'var(--text)' },
  '.cm-completionDetail': { color: 'var(--text-muted)', fontStyle: 'normal', marginInlineStart: 'auto' },
})

/** What came is green, what went is red; both also by a line under or through them. */
export const diffTheme = EditorView.theme({
  '&.cm-merge-b .cm-changedLine, & .cm-inlineChangedLine': { background: 'var(--success-soft)' },
  '&.cm-merge-b .cm-changedText': {
    background: 'var(--success-mark)',
    textDecoration: 'underline',
    textDecorationColor: 'var(--success)',
  },
  '& .cm-deletedChunk': { paddingInlineStart: '0', background: 'var(--danger-soft)' },
  '& .cm-deletedChunk .cm-deletedText, &.cm-merge-b .cm-deletedText': {
    background: 'var(--danger-mark)',
    textDecoration: 'line-through',
    textDecorationColor: 'var(--danger)',
  },
})
