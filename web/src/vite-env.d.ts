/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** A digest of the API's shapes: what was kept under another one is not read. */
  readonly SHAPES: string
}
