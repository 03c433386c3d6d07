// Theme: what loading costs after the SDK, the size of a bundle, and the first response of a new process.

import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { median } from './harness/measure.mjs'
import { reportOf } from './harness/processes.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const here = new URL('harness/', import.meta.url)

/** What is required once the SDK is there: this library's CommonJS build, and the peers as they publish themselves. */
const packages = {
  dyntastic: `${root}dist/cjs/index.js`,
  superstruct: 'superstruct',
  'document-client': '@aws-sdk/lib-dynamodb',
  electrodb: 'electrodb',
  'dynamodb-toolbox': 'dynamodb-toolbox',
}
const starters = ['document-client', 'electrodb', 'dynamodb-toolbox', 'dyntastic']

/** The rows of this theme. Loading and starting are ratios, in fresh processes that take turns. */
export async function measure({ quick }) {
  const times = quick ? 3 : 9
  return [...(await bundle()), ...loading(times), ...starting(times)]
}

async function bundle() {
  const { outputFiles } = await build({
    stdin: { contents: `export * from './dist/esm/index.js'`, resolveDir: root },
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'esm',
    external: ['@aws-sdk/*', '@smithy/*'],
    logLevel: 'error',
  })
  const [{ contents }] = outputFiles
  const kilobytes = (bytes) => bytes / 1000
  const unit = 'KB'
  const contender = 'dyntastic'
  return [
    {
      mode: 'bundle with superstruct, SDK external, minified',
      contender,
      unit,
      value: kilobytes(contents.length),
      target: 40,
    },
    {
      mode: 'the same, gzipped',
      contender,
      unit,
      value: kilobytes(gzipSync(contents, { level: 9 }).length),
      target: 12,
    },
  ]
}

function loading(times) {
  const ratios = fromEach(Object.keys(packages))
  for (let round = 0; round < times; round++)
    for (const [name, path] of Object.entries(packages)) {
      const { sdk, own } = reportOf(new URL('load-after-sdk.cjs', here), [path])
      ratios[name].push(own / sdk)
    }
  return Object.entries(ratios).map(([contender, values]) => ({
    mode: 'require, SDK loaded before; CPU relative to the load of the SDK',
    contender,
    value: median(values),
    ...(contender === 'dyntastic' ? { target: 0.1 } : {}),
  }))
}

function starting(times) {
  const ratios = fromEach(starters)
  for (let round = 0; round < times; round++)
    for (const name of starters) {
      const base = reportOf(new URL('cold-start.mjs', here), ['raw'])
      const other = reportOf(new URL('cold-start.mjs', here), [name])
      ratios[name].push(other.cpu / base.cpu)
    }
  return Object.entries(ratios).map(([contender, values]) => ({
    mode: 'cold start: a whole process up to its first item; CPU relative to the raw SDK',
    contender,
    value: median(values),
  }))
}

function fromEach(names) {
  return Object.fromEntries(names.map((name) => [name, []]))
}
