import { expect } from 'chai'
import fc from 'fast-check'
import { type Bound, isBefore, OrderedTree } from '../../../../lib/testing/engine/storage/ordered-tree.js'
import { cpuMilliseconds } from '../../../support/cpu-time.js'

const key = fc.nat(400).map((n) => `k${String(n).padStart(3, '0')}`)
type Step = { kind: 'set' | 'delete' | 'copy' | 'restore'; key: string }
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 10, arbitrary: fc.constant('set' as const) },
    { weight: 8, arbitrary: fc.constant('delete' as const) },
    { weight: 1, arbitrary: fc.constantFrom('copy' as const, 'restore' as const) },
  ),
  key,
})

function contentOf(tree: OrderedTree<number>): [string, number][] {
  const found: [string, number][] = []
  tree.ascend(undefined, (value, at) => found.push([at, value]) > 0)
  return found
}

const sorted = (model: Map<string, number>) => [...model].sort(([a], [b]) => (a < b ? -1 : 1))

describe('ordered tree', () => {
  it('holds what a map holds, in order, with copies that do not change', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 100, maxLength: 1500, size: 'max' }), (steps) => {
        let [tree, model, owner] = [new OrderedTree<number>(), new Map<string, number>(), {}]
        let kept: { tree: OrderedTree<number>; model: Map<string, number> } | undefined
        for (const [at, { kind, key }] of steps.entries()) {
          if (kind === 'set') {
            expect(tree.set(owner, key, at)).to.equal(model.get(key))
            model.set(key, at)
          } else if (kind === 'delete') {
            expect(tree.delete(owner, key)).to.equal(model.get(key))
            model.delete(key)
          } else if (kind === 'copy' || kept === undefined) {
            kept = { tree, model: new Map(model) }
            tree = tree.copy()
            owner = {}
          } else {
            tree = kept.tree.copy()
            model = new Map(kept.model)
            owner = {}
          }
          expect(tree.size).to.equal(model.size)
        }
        expect(contentOf(tree)).to.deep.equal(sorted(model))
        for (const [name, value] of model) expect(tree.get(name)).to.equal(value)
        if (kept !== undefined) expect(contentOf(kept.tree)).to.deep.equal(sorted(kept.model))
      }),
      { seed: 20_120_810, numRuns: 30 },
    )
  })

  it('is walked from any position, both ways, until the callback stops it', () => {
    const tree = new OrderedTree<number>()
    const names = Array.from({ length: 1_000 }, (_, n) => `n${String(n * 2).padStart(4, '0')}`)
    for (const [at, name] of names.entries()) tree.set(tree, name, at)
    const bound = fc.record({
      text: fc.nat(2_100).map((n) => `n${String(n).padStart(4, '0')}`.slice(0, 5)),
      after: fc.boolean(),
    })
    fc.assert(
      fc.property(bound, fc.integer({ min: 1, max: 200 }), (from: Bound, count) => {
        const up: string[] = []
        tree.ascend(from, (_, at) => up.push(at) < count)
        expect(up).to.deep.equal(names.filter((name) => !isBefore(name, from)).slice(0, count))
        const down: string[] = []
        tree.descend(from, (_, at) => down.push(at) < count)
        expect(down).to.deep.equal(
          names
            .filter((name) => isBefore(name, from))
            .reverse()
            .slice(0, count),
        )
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('has positions before a string, and after all that begins with it', () => {
    expect(['a', 'ab', 'abc', 'b'].map((text) => isBefore(text, { text: 'ab', after: false }))).to.deep.equal(
      [true, false, false, false],
    )
    expect(['a', 'ab', 'abc', 'b'].map((text) => isBefore(text, { text: 'ab', after: true }))).to.deep.equal([
      true,
      true,
      true,
      false,
    ])
  })

  it('finds its way in logarithmic time', () => {
    const time = (count: number) => {
      const tree = new OrderedTree<number>()
      for (let n = 0; n < count; n += 1) tree.set(tree, `${(n * 7919) % count}`, n)
      return cpuMilliseconds(() => {
        for (let n = 0; n < 20_000; n += 1) tree.get(`${n % count}`)
      })
    }
    time(1_000)
    expect(time(100_000)).to.be.below(20 * time(1_000) + 50)
  })
})
