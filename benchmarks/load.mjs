// Theme: what loading costs after the SDK, the size of a bundle, and the first response of a new process.

import { fileURLToPath } from 'node:url'
import { bundleSizes } from '../scripts/package-costs.mjs'
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
/** Kilobytes. */
const targets = { 'a handler with one get': 55, 'an error class': 8 }
const starters = ['document-client', 'electrodb', 'dynamodb-toolbox', 'dyntastic']

/** The rows of this theme. Loading and starting are ratios, in fresh processes that take turns. */
export async function measure({ quick }) {
  const times = quick ? 3 : 9
  return [...(await bundle()), ...loading(times), ...starting(times)]
}

async function bundle() {
  const sizes = await bundleSizes(root)
  return Object.entries(sizes).map(([program, { gzipped }]) => ({
    mode: `bundle of ${program}, with superstruct, SDK external, gzipped`,
    contender: 'dyntastic',
    unit: 'KB',
    value: gzipped / 1000,
    ...(program in targets ? { target: targets[program] } : {}),
  }))
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
    ...(contender === 'dyntastic' ? { target: 0.15 } : {}),
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
