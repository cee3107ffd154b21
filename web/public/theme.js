// Runs before the first paint. The same key and values are written by src/composables/useTheme.ts.
;(function () {
  try {
    var theme = localStorage.getItem('tandem:theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch {
    // Storage may be blocked: then the system's theme is shown.
  }
})()
