// Comparisons of any attributes with any values, for templates of any pieces.
import fc from 'fast-check'
import type { Template } from '../../../lib/entity/key/template/slot.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import type { Comparison } from '../../../lib/expression/condition/condition-node.js'
import type { OperatorName } from '../../../lib/expression/condition/operators.js'
import { compareStored } from '../../../lib/expression/stored/stored-order.js'
import { context, templates, type Values, values } from '../../entity/key/template/random-templates.js'

const codecOf = (property: string) => context.codec.at(property)
/** The stored name of an attribute. */
export const nameOf = (property: string): string => String(codecOf(property)?.name)

// Values that the attribute could not have, too: between two, and beyond what the key can hold.
const oddOperands: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc
    .constantFrom('0.005', '-0.005', '1E7', '-1E7', '100000', '0', '99999.999', '-99999999.5')
    .map((N) => ({ N })),
  fc.constantFrom('2026-01-05T12:00:00.000Z', '1970-01-01T12:00:00.000Z').map((S) => ({ S })),
)

/** What a comparison is made of. */
export type Draw = readonly [
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
/** Any comparison. */
export const draws: fc.Arbitrary<Draw> = fc.tuple(
  fc.constantFrom(...properties),
  fc.constantFrom(...operatorNames),
  values,
  values,
  oddOperands,
  fc.nat(9),
  fc.nat(12),
)

/** The comparison of a draw; `names`: attributes that it chooses rather than others. */
export function comparisonOf(
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

/** Conditions that decide, one attribute of the template after the other, so that ranges are narrow. */
export const narrowing = fc.tuple(fc.nat(3), values, draws)

/** These conditions for a template. */
export function leading(
  template: Template,
  [count, from, draw]: readonly [number, Values, Draw],
): Comparison[] {
  const given = template.slots.slice(0, count).map(({ property }): Comparison => {
    const [, , , , odd] = draw
    return comparisonOf([property, 'eq', from, from, odd, 9, 0], [])
  })
  const next = template.slots[count]
  return next === undefined
    ? given
    : [...given, comparisonOf([next.property, ...draw.slice(1)] as unknown as Draw, [])]
}

const lossy = fc.constantFrom(
  '{one:lower}',
  '{at:day}',
  '{at:month}',
  '{seconds:hour}',
  '{trimmed:day}',
  '{day:year}',
)
/** Templates of any pieces, some of which lose a part of their values. */
export const anyTemplate = fc.oneof(
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
