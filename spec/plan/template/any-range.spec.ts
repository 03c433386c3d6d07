// Ranges of any template for any conditions, against what a filter says of every item.
import { expect } from 'chai'
import fc from 'fast-check'
import { printStored } from '../../../lib/entity/key/template/print-template.js'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import type { Separators } from '../../../lib/entity/table/table-options.js'
import { Condition } from '../../../lib/expression/condition/condition.js'
import type { Comparison, ConditionNode } from '../../../lib/expression/condition/condition-node.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import { clausesOf } from '../../../lib/plan/condition/normal-form.js'
import type { GivenValue } from '../../../lib/plan/template/given-values.js'
import { keyPath } from '../../../lib/plan/template/template-conditions.js'
import { useTemplate } from '../../../lib/plan/template/template-use.js'
import { context, templateWithin, type Values, values } from '../../entity/key/template/random-templates.js'
import { holds, runCount } from '../../properties/property-runs.js'
import {
  anyTemplate,
  comparisonOf,
  type Draw,
  draws,
  leading,
  nameOf,
  narrowing,
} from './random-comparisons.js'

const most = 100

function storedOf(from: Values): StoredItem {
  const encoded = context.codec.encode(from)
  return encoded !== undefined && 'M' in encoded ? encoded.M : {}
}

type Tree = { readonly draw: Draw } | { readonly kind: 'and' | 'or' | 'not'; readonly parts: readonly Tree[] }
const trees: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 5, arbitrary: draws.map((draw): Tree => ({ draw })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('and', 'or', 'not'), fc.array(draws, { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]): Tree => ({ kind: kind as 'and', parts: parts.map((draw) => ({ draw })) })),
  },
)

function nodeOf(tree: Tree, names: readonly string[]): ConditionNode {
  if ('draw' in tree) return comparisonOf(tree.draw, names)
  const parts = tree.parts.map((part) => nodeOf(part, names))
  if (tree.kind !== 'not') return { kind: tree.kind, conditions: parts }
  const [first] = parts
  return first?.kind === 'comparison' ? { kind: 'not', condition: first } : { kind: 'or', conditions: parts }
}

function given(clauses: readonly ConditionNode[]): ReadonlyMap<string, GivenValue> {
  const equals = new Map<string, GivenValue>()
  for (const clause of clauses) {
    if (clause.kind !== 'comparison' || clause.operator !== 'eq' || clause.left.kind !== 'path') continue
    const [operand] = clause.operands
    const name = String(clause.left.names[0])
    if (operand?.kind !== 'value' || equals.has(name)) continue
    equals.set(name, { value: operand.value, clauses: [clause] })
  }
  return equals
}

describe('any range of a template', () => {
  const tally = { ranges: 0, never: 0, matches: 0, outside: 0, shown: 0 }

  it('contains every item that meets the conditions; conditions that it implies are left out', async function () {
    this.timeout(600_000)
    const runs = runCount(10_000)
    const items = fc.array(values, { minLength: 3, maxLength: 8 })
    const separators = fc.constantFrom<Separators>('escape', 'escape', 'refuse', 'keep')
    await holds(
      fc.property(
        anyTemplate,
        separators,
        items,
        fc.array(trees, { maxLength: 2 }),
        narrowing,
        (text, mode, list, some, lead) => {
          const template = templateWithin(text, mode, most)
          const names = template.slots.map(({ property }) => property)
          const nodes = [...some.map((tree) => nodeOf(tree, names)), ...leading(template, lead)]
          const clauses = clausesOf(nodes, new Set(names.map(nameOf)))
          const use = useTemplate(keyPath('sk'), template, { equals: given(clauses), clauses })
          if (use.never !== undefined) tally.never++
          if (use.comparison !== undefined) tally.ranges++
          if (use.comparison !== undefined) expectSizes(use.comparison, template.most)
          const left = clauses.filter((clause) => !use.covered.includes(clause))
          tally.shown += use.covered.length
          // Items near to the conditions: what these compare with.
          for (const from of [...list, lead[1], lead[2][2], lead[2][3]]) {
            const stored = storedOf(from)
            const key = printStored(template, stored)
            if (key === undefined || 'message' in key) continue
            const item: StoredItem = { ...stored, sk: key }
            const expected = nodes.every((node) => meets(node, item))
            const inRange =
              use.never === undefined && (use.comparison === undefined || meets(use.comparison, item))
            if (expected) tally.matches++
            if (!inRange) tally.outside++
            const found = inRange && left.every((node) => meets(node, item))
            expect(found, JSON.stringify({ text, key, clauses, use })).equal(expected)
          }
        },
      ),
      runs,
    )
    console.log(`        ${JSON.stringify(tally)}`)
    for (const [what, count] of Object.entries(tally)) expect(count, what).above(runs / 20)
  })
})

// DynamoDB rejects other operands of a key condition.
function expectSizes({ operands }: Comparison, most: number): void {
  for (const operand of operands)
    if (operand.kind === 'value' && 'S' in operand.value)
      expect(Buffer.byteLength(operand.value.S)).within(1, most)
}

const meets = (node: ConditionNode, item: StoredItem): boolean => evaluate(new Condition('Test', node), item)
