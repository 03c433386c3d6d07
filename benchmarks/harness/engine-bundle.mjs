// The embedded engine as one file: it is not an entry point of the package, so its source is bundled.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** Bundles the engine; returns the URL of the bundle, and `remove()`, which deletes it. */
export async function bundledEngine() {
  const folder = mkdtempSync(path.join(tmpdir(), 'dyntastic-engine-'))
  const outfile = path.join(folder, 'engine.mjs')
  await build({
    entryPoints: [new URL('../../lib/testing/engine/engine.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  })
  return {
    bundle: pathToFileURL(outfile).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
