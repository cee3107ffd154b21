// Puts a brotli and a gzip twin beside each built file that becomes smaller by it, so that the server never
// compresses the client itself.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = new URL('../../internal/web/dist/', import.meta.url)
const compressible = /\.(html|js|css|svg|webmanifest)$/

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
}

for (const name of readdirSync(dist, { recursive: true })) {
  if (!compressible.test(name)) continue
  const bytes = readFileSync(new URL(name, dist))
  for (const [ending, twin] of [
    ['br', brotli(bytes)],
    ['gz', gzipSync(bytes, { level: 9 })],
  ]) {
    if (twin.length < bytes.length) writeFileSync(new URL(`${name}.${ending}`, dist), twin)
  }
}
