// Ranges of any template for any conditions, against what a filter says of every item.
import { expect } from 'chai'
import fc from 'fast-check'
import { printStored } from '../../../lib/entity/key/template/print-template.js'
import type { Template } from '../../../lib/entity/key/template/slot.js'
import type { AttributeValue, StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import type { Separators } from '../../../lib/entity/table/table-options.js'
import { Condition } from '../../../lib/expression/condition/condition.js'
import type { Comparison, ConditionNode } from '../../../lib/expression/condition/condition-node.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import type { OperatorName } from '../../../lib/expression/condition/operators.js'
import { compareStored } from '../../../lib/expression/stored/stored-order.js'
import { clausesOf } from '../../../lib/plan/condition/normal-form.js'
import type { GivenValue } from '../../../lib/plan/template/given-values.js'
import { keyPath } from '../../../lib/plan/template/template-conditions.js'
import { useTemplate } from '../../../lib/plan/template/template-use.js'
import {
  context,
  templateOf,
  templates,
  type Values,
  values,
} from '../../entity/key/template/random-templates.js'
import { holds, runCount } from '../../properties/property-runs.js'

const most = 100

const codecOf = (property: string) => context.codec.at(property)
const nameOf = (property: string): string => String(codecOf(property)?.name)

function storedOf(from: Values): StoredItem {
  const encoded = context.codec.encode(from)
  return encoded !== undefined && 'M' in encoded ? encoded.M : {}
}

// Values that the attribute could not have, too: between two, and beyond what the key can hold.
const oddOperands: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc
    .constantFrom('0.005', '-0.005', '1E7', '-1E7', '100000', '0', '99999.999', '-99999999.5')
    .map((N) => ({ N })),
  fc.constantFrom('2026-01-05T12:00:00.000Z', '1970-01-01T12:00:00.000Z').map((S) => ({ S })),
)

type Draw = readonly [
  property: string,
  operator: OperatorName,
  from: Values,
  to: Values,
  odd: AttributeValue,
  useOdd: number,
  cut: number,
]

const properties = Object.keys(fc.sample(values, 1)[0] ?? {})
const operatorNames: OperatorName[] = [
  'eq',
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'in',
  'beginsWith',
  'exists',
]
const draws: fc.Arbitrary<Draw> = fc.tuple(
  fc.constantFrom(...properties),
  fc.constantFrom(...operatorNames),
  values,
  values,
  oddOperands,
  fc.nat(9),
  fc.nat(12),
)

function comparisonOf(
  [property, operator, from, to, odd, useOdd, cut]: Draw,
  names: readonly string[],
): Comparison {
  // The attributes of the template more often than others.
  const named = names[useOdd % 7] ?? property
  const codec = codecOf(named)?.codec
  const [type] = codec?.types ?? []
  const stored = (source: Values): AttributeValue =>
    codec?.encode(Reflect.get(source, named)) ?? { NULL: true }
  const fits =
    useOdd === 0 && type !== undefined && type in odd && (type === 'N' || named === 'day' || named === 'one')
  const [a, b] = [fits ? odd : stored(from), stored(to)]
  const chosen = operatorFor(operator, type, named)
  const operands = (): AttributeValue[] => {
    if (chosen === 'exists') return []
    if (chosen === 'in') return [a, b]
    if (chosen === 'between') return (compareStored(a, b) ?? 0) > 0 ? [b, a] : [a, b]
    if (chosen === 'beginsWith') return 'S' in a ? [{ S: [...a.S].slice(0, cut).join('') }] : [a]
    return [a]
  }
  const name = nameOf(named)
  return {
    kind: 'comparison',
    operator: chosen,
    left: { kind: 'path', text: named, names: [name] },
    operands: operands().map((value) => ({ kind: 'value', value })),
  }
}

// What conditions may ask of an attribute: dates whose text does not sort are not compared by order.
function operatorFor(operator: OperatorName, type: string | undefined, name: string): OperatorName {
  const unordered = type === 'BOOL' || name === 'trimmed'
  const any = ['eq', 'ne', 'in', 'exists'].includes(operator)
  if (unordered && !any && !(name === 'trimmed' && operator === 'beginsWith')) return 'eq'
  return type === 'N' && operator === 'beginsWith' ? 'gte' : operator
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

// Conditions that decide, one attribute of the template after the other, so that ranges are narrow.
const narrowing = fc.tuple(fc.nat(3), values, draws)

function leading(template: Template, [count, from, draw]: readonly [number, Values, Draw]): ConditionNode[] {
  const given = template.slots.slice(0, count).map(({ property }): ConditionNode => {
    const [, , , , odd] = draw
    return comparisonOf([property, 'eq', from, from, odd, 9, 0], [])
  })
  const next = template.slots[count]
  return next === undefined
    ? given
    : [...given, comparisonOf([next.property, ...draw.slice(1)] as unknown as Draw, [])]
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

const lossy = fc.constantFrom(
  '{one:lower}',
  '{at:day}',
  '{at:month}',
  '{seconds:hour}',
  '{trimmed:day}',
  '{day:year}',
)
const anyTemplate = fc.oneof(
  { weight: 3, arbitrary: templates },
  { weight: 1, arbitrary: fc.tuple(templates, lossy).map(([text, slot]) => `${slot}#${text}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'ORDER#{at}#{one}',
      '{kind}#{line:5}',
      '{line:5}{one}',
      '{at:day}{line:5}',
      'A#{one}#{two}#{line:5}',
      '{one}',
    ),
  },
)

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
          const template = templateOf(text, mode, most)
          const names = template.slots.map(({ property }) => property)
          const nodes = [...some.map((tree) => nodeOf(tree, names)), ...leading(template, lead)]
          const clauses = clausesOf(nodes, new Set(names.map(nameOf)))
          const use = useTemplate(keyPath('sk'), template, { equals: given(clauses), clauses })
          if (use.never !== undefined) tally.never++
          if (use.comparison !== undefined) tally.ranges++
          if (use.comparison !== undefined) expectSizes(use.comparison)
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
function expectSizes({ operands }: Comparison): void {
  for (const operand of operands)
    if (operand.kind === 'value' && 'S' in operand.value)
      expect(Buffer.byteLength(operand.value.S)).within(1, most)
}

const meets = (node: ConditionNode, item: StoredItem): boolean => evaluate(new Condition('Test', node), item)
