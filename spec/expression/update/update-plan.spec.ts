import { expect } from 'chai'
import fc from 'fast-check'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import type { Change } from '../../../lib/expression/change/update-change.js'
import { compare } from '../../../lib/expression/condition/comparison.js'
import type { OperatorName } from '../../../lib/expression/condition/operators.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { plannedUpdate, printedUpdate } from '../../../lib/expression/update/update-plan.js'
import { holds, runCount } from '../../properties/property-runs.js'
import { conditionOf, thingEntity, treesOn } from '../../properties/random-conditions.js'
import { anyAttempt, attempted } from '../../properties/random-updates.js'
import { thrown } from '../../support/rejection.js'
import { change, root } from '../sample-updates.js'

const condition = (path: string, operator: OperatorName, ...args: readonly unknown[]) =>
  compare({ root, path: resolvePath(root, path), size: false }, operator, args, () => undefined)
const owner = () => ({ name: 'Order' })
const update = (status: string, total: number): Change[] => [
  change('append', 'lines', { sku: status, quantity: 1 }),
  change('add', 'total', total),
  change('set', 'note', status),
]

describe('expression/update-plan', () => {
  it('prints updates of the same functions, operators and paths once, each with its own values', () => {
    const order = owner()
    const first = plannedUpdate(order, update('a', 1), [condition('total', 'gt', 1)])
    const second = plannedUpdate(order, update('b', 2), [condition('total', 'gt', 2)])
    expect(second).deep.equal(printedUpdate(update('b', 2), [condition('total', 'gt', 2)], 'Order'))
    expect(second.values).not.deep.equal(first.values)
    // The list of names is the one that was made first.
    expect(second.names).equal(first.names)
  })

  it('tells apart what prints differently', () => {
    const order = owner()
    const all: (readonly [Change[], ReturnType<typeof condition>[]])[] = [
      [[change('set', 'note', 'a')], []],
      [[change('set', 'nickname', 'a')], []],
      [[change('remove', 'note')], []],
      [[change('setIfMissing', 'note', 'a')], []],
      [[change('set', 'note', 'a'), change('remove', 'nickname')], []],
      [[change('set', 'note', 'a')], [condition('total', 'gt', 1)]],
      [[change('set', 'note', 'a')], [condition('total', 'gte', 1)]],
      [[change('set', 'note', 'a')], [condition('total', 'in', [1])]],
      [[change('set', 'note', 'a')], [condition('total', 'in', [1, 2])]],
      [[change('set', 'note', 'a')], [condition('total', 'gt', 1), condition('note', 'exists')]],
      [[change('set', 'lines[0].sku', 'a')], []],
      [[change('set', 'lines[1].sku', 'a')], []],
    ]
    for (let times = 0; times < 2; times++)
      for (const [changes, conditions] of all)
        expect(plannedUpdate(order, changes, conditions)).deep.equal(
          printedUpdate(changes, conditions, 'Order'),
        )
  })

  it('remembers nothing of what is refused', () => {
    const order = owner()
    const twice = [change('set', 'note', 'a'), change('remove', 'note')]
    for (let times = 0; times < 2; times++) thrown(() => plannedUpdate(order, twice, []), InvalidUpdateError)
    const many = Array.from({ length: 301 }, () => condition('total', 'gt', 1))
    for (let times = 0; times < 2; times++)
      thrown(() => plannedUpdate(order, update('a', 1), many), InvalidConditionError)
  })

  it('remembers neither names of unusual length nor any number of shapes', () => {
    const order = owner()
    const at = (name: string): Change[] => {
      const { target, ...rest } = change('set', 'note', 'a')
      return [{ ...rest, target: { ...target, text: name, names: [name] } }]
    }
    const long = 'n'.repeat(201)
    const names = () => plannedUpdate(order, at(long), []).names
    expect(names()).deep.equal([long])
    expect(names()).not.equal(names())
    const kept = plannedUpdate(order, at('kept'), []).names
    expect(plannedUpdate(order, at('kept'), []).names).equal(kept)
    for (let count = 0; count < 6_000; count++) plannedUpdate(order, at(`name ${count}`), [])
    expect(plannedUpdate(order, at('kept'), [])).deep.include({ names: kept })
    expect(plannedUpdate(order, at('kept'), []).names).not.equal(kept)
  })

  it('gives what printing gives, for any changes and conditions', async function () {
    this.timeout(600_000)
    const entity = thingEntity('plans')
    const remembering = { name: entity.name }
    let planned = 0
    const property = fc.property(
      fc.array(anyAttempt, { minLength: 1, maxLength: 4 }),
      fc.array(treesOn(entity), { maxLength: 2 }),
      (attempts, trees) => {
        const changes = attempts.flatMap((attempt) => attempted(attempt) ?? [])
        const conditions = trees.map((tree) => conditionOf(entity, tree))
        const printed = outcome(() => printedUpdate(changes, conditions, entity.name))
        // Once to remember it, and once from memory.
        for (let times = 0; times < 2; times++)
          expect(outcome(() => plannedUpdate(remembering, changes, conditions))).deep.equal(printed)
        if (typeof printed === 'object') planned++
      },
    )
    await holds(property, runCount(300))
    expect(planned).above(0)
  })
})

function outcome(print: () => object): object | string {
  try {
    return print()
  } catch (error) {
    return String(error)
  }
}
