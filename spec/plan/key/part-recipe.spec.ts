// Comparisons of templated keys by recipe: those that planning makes, for any template and any values of one shape.
import { expect } from 'chai'
import fc from 'fast-check'
import { number } from 'superstruct'
import type { KeyPart } from '../../../lib/entity/key/key.js'
import { compileTemplate } from '../../../lib/entity/key/template/compile-template.js'
import type { Separators } from '../../../lib/entity/table/table-options.js'
import type { ConditionNode } from '../../../lib/expression/condition/condition-node.js'
import { clausesOf } from '../../../lib/plan/condition/normal-form.js'
import { filledPart, nameIn, partRecipe } from '../../../lib/plan/key/part-recipe.js'
import { contextOf } from '../../entity/compiled-attributes.js'
import { templateOf, templateWithin, values } from '../../entity/key/template/random-templates.js'
import { holds, runCount } from '../../properties/property-runs.js'
import { anyTemplate, leading, narrowing } from '../template/random-comparisons.js'
import { on, shown, use } from '../template/used-templates.js'

type Template = ReturnType<typeof templateOf>

const recipeFor = (template: Template, clauses: readonly ConditionNode[]) => {
  const part = { name: 'sk', property: 'sk', template } as unknown as KeyPart
  return partRecipe(part, use(template, clauses).comparison, clauses)
}

// What other values make of the recipe of the first ones.
function filledBy(template: Template, first: readonly ConditionNode[], other: readonly ConditionNode[]) {
  const recipe = recipeFor(template, first)
  const comparison = typeof recipe === 'object' ? filledPart(recipe, other) : undefined
  return comparison && shown({ comparison } as never)
}

const placesOf = (all: readonly ConditionNode[], some: readonly ConditionNode[]): boolean[] =>
  all.map((each) => some.includes(each))

const shapeOf = (clauses: readonly ConditionNode[]): string =>
  clauses.map((each) => (each.kind === 'comparison' ? `${nameIn(each)} ${each.operator}` : '')).join()

describe('filledPart', () => {
  const day = (date: string) => `2026-01-${date}T00:00:00.000Z`
  const noon = '2026-01-06T12:00:00.000Z'

  it('makes the ends of a range of other values', () => {
    const template = templateOf('ORDER#{at}#{one}')
    expect(filledBy(template, [on('at', 'gt', day('05'))], [on('at', 'gt', day('07'))])).deep.equal([
      'between',
      `ORDER#${day('07')}$`,
      'ORDER$',
    ])
  })

  it('needs planning if a range is empty, or says less than the first one', () => {
    const [one, days] = [templateOf('A#{one}'), templateOf('{at:day}#{one}')]
    const range = (from: string, to: string) => [on('one', 'between', from, to)]
    expect(filledBy(one, range('a', 'b'), range('b', 'c'))).deep.equal(['between', 'A#b', 'A#c'])
    expect(filledBy(one, range('a', 'b'), range('c', 'b'))).equal(undefined)
    const from = (date: string) => [on('at', 'gte', date)]
    expect(filledBy(days, from(day('05')), from(day('06')))).deep.equal(['gte', '2026-01-06'])
    expect(filledBy(days, from(day('05')), from(noon))).equal(undefined)
  })

  it('needs planning for a value whose text others have, if the first one was alone with its own', () => {
    const template = templateOf('{one}#{two}')
    const [first] = template.slots
    const place = ({ S }: { S: string }) => ({ text: S.toLowerCase(), rank: S === 'x' ? 'only' : 'within' })
    const slot = { ...first, format: { ...first?.format, place } } as never
    const pieces = [slot, ...template.pieces.slice(1)]
    const given = (one: string) => [on('one', 'eq', one)]
    expect(filledBy({ ...template, pieces }, given('x'), given('x'))).deep.equal(['beginsWith', 'x#'])
    expect(filledBy({ ...template, pieces }, given('x'), given('A'))).equal(undefined)
  })

  it('compares a number that is the whole key with other values', () => {
    const context = contextOf({ total: number() })
    const template = compileTemplate(context, '{total}', {
      place: 'key.sort',
      type: 'N',
      separators: 'escape',
      most: 1024,
    })
    const range = (from: number, to: number) => [on('total', 'between', from, to)]
    expect(filledBy(template, range(1, 2), range(3, 4))).deep.equal(['between', '3', '4'])
    expect(filledBy(template, range(1, 2), range(4, 3))).equal(undefined)
    expect(filledBy(template, [on('total', 'gt', 1)], [on('total', 'gt', 5)])).deep.equal(['gt', '5'])
  })

  it('makes what planning makes, which stands for the same conditions', async function () {
    this.timeout(600_000)
    const tally = { filled: 0, ranges: 0, planned: 0 }
    const runs = runCount(10_000)
    const separators = fc.constantFrom<Separators>('escape', 'escape', 'refuse', 'keep')
    const property = fc.property(
      anyTemplate,
      separators,
      fc.constantFrom(20, 1024),
      narrowing,
      fc.array(fc.tuple(values, values, values, fc.nat(12)), { minLength: 1, maxLength: 3 }),
      (text, mode, most, lead, others) => {
        const template = templateWithin(text, mode, most)
        const names = new Set(template.slots.map(({ name }) => name))
        const clauses = clausesOf(leading(template, lead), names)
        // Choices are not remembered for several conditions on one attribute.
        if (new Set(clauses.map(nameIn)).size < clauses.length) return
        const used = use(template, clauses)
        const recipe = recipeFor(template, clauses)
        if (used.never !== undefined || typeof recipe !== 'object') return
        const [count, , draw] = lead
        for (const [given, from, to, cut] of others) {
          const [property, operator, , , odd, useOdd] = draw
          const other = clausesOf(
            leading(template, [count, given, [property, operator, from, to, odd, useOdd, cut]]),
            names,
          )
          if (shapeOf(other) !== shapeOf(clauses)) continue
          const filled = filledPart(recipe, other)
          const planned = use(template, other)
          if (filled === undefined) tally.planned++
          else {
            tally.filled++
            if (recipe.open !== undefined) tally.ranges++
            const facts = JSON.stringify({ text, clauses, other })
            expect(planned.never, facts).equal(undefined)
            expect(filled, facts).deep.equal(planned.comparison)
            expect(placesOf(other, planned.covered), facts).deep.equal(placesOf(clauses, used.covered))
            expect(planned.used, facts).deep.equal(used.used)
            expect(planned.known, facts).equal(used.known)
          }
        }
      },
    )
    await holds(property, runs)
    console.log(`        ${JSON.stringify(tally)}`)
    for (const [what, count] of Object.entries(tally)) expect(count, what).above(runs / 20)
  })
})

describe('partRecipe', () => {
  it('is refused for partial templates, and for conditions on the key attribute itself', () => {
    const template = templateOf('A#{one}')
    const clauses = [on('one', 'gt', 'a')]
    expect(recipeFor({ ...template, partial: true }, clauses)).equal(undefined)
    expect(recipeFor(template, [...clauses, on('sk', 'gt', 'a')])).equal(undefined)
  })
})

describe('nameIn', () => {
  it('is the attribute that a comparison is on', () => {
    expect(nameIn(on('total', 'gt', 1))).equal('total')
    expect(nameIn(undefined)).equal(undefined)
  })
})
