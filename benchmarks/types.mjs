// Theme: what the types cost the compiler, and with it the editor.
import { readFileSync } from 'node:fs'
import { register } from 'tsx/esm/api'

register()
const baseline = JSON.parse(readFileSync(new URL('type-cost-baseline.json', import.meta.url), 'utf8'))
const { budgets, costOf, measureTypeCost } = await import('./type-cost.ts')

const words = {
  imports: 'the bare imports',
  entities: '10 entities, every operation: for each entity and its calls',
  thirty: '30 entities, every operation: for each entity and its calls',
  dense: '10 entities, 26 statements for each with clauses in all forms',
  wide: 'one entity of 200 attributes',
  recursive: 'one entity with a recursive struct',
  queries5: 'chains of where, limit and select on an entity of 5 attributes',
  queries200: 'chains of where, limit and select on an entity of 200 attributes',
  updates5: 'chains of changes and conditions on an entity of 5 attributes',
  updates200: 'chains of changes and conditions on an entity of 200 attributes',
  lists5: 'two batches and two transactions of 24, 20, 24 and 2 operations on an entity of 5 attributes',
}

/** The rows of this theme: type instantiations, which are the same each time; the check time stands next to them. */
export function measure() {
  return measureTypeCost(Object.keys(words)).map((cost) => ({
    mode: words[cost.program],
    key: cost.program,
    contender: 'dyntastic',
    unit: 'instantiations',
    value: costOf(cost),
    target: budgets[cost.program],
    before: baseline[cost.program],
    note: `${cost.instantiations} in all, check ${cost.checkSeconds.toFixed(2)} s`,
  }))
}
