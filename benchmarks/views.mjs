// Theme: 1,000 items in pages of 100 where each is looked at before it is read: items of two kinds, as a union and as a
// collection, without deleted ones, within bounds, and selected attributes. CPU time of the whole SDK stack, relative
// to the raw SDK.
import assert from 'node:assert/strict'
import { openView, views } from './contenders/dyntastic-views.mjs'
import * as raw from './contenders/raw.mjs'
import { cannedClient } from './harness/clients.mjs'
import { median } from './harness/measure.mjs'
import { storedPages } from './harness/order.mjs'
import { contest } from './harness/processes.mjs'

/** The most of what the raw SDK takes, which is that of a query of one entity. */
const target = 0.45

export const modes = Object.keys(views)

/** The reading of one view, ready to be measured; it has shown that it reads every item. */
export async function operation(contender, name) {
  const view = views[name]
  const { client } = cannedClient('full', JSON.parse(JSON.stringify(storedPages(view.stored))))
  const run = contender.openView === undefined ? raw.open({ client }).readPages : openView(view, client)
  assert.equal((await run()).length, 1_000)
  return run
}

/** The rows of this theme. */
export function measure({ quick }) {
  return modes.map((mode) => {
    const rounds = Array.from({ length: quick ? 1 : 3 }, () => {
      const args = ['views', 'dyntastic-views', quick ? 'quick' : 'normal', mode]
      return contest(...args)[mode]
    })
    const ratios = rounds.map(({ ratio }) => ratio)
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)]
    return {
      mode,
      contender: 'dyntastic',
      value: median(ratios),
      target,
      note: `${low.toFixed(2)} to ${high.toFixed(2)}; raw ${median(rounds.map(({ base }) => base)).toFixed(1)} µs`,
    }
  })
}
