// The types stay cheap for the compiler: within their budgets, and near the committed baseline.
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  budgets,
  complaint,
  costOf,
  measureTypeCost,
  slack,
  type TypeCost,
} from '../../benchmarks/type-cost.js'
import type { Program } from '../../benchmarks/type-programs.js'

const file = new URL('../../benchmarks/type-cost-baseline.json', import.meta.url)
const baseline = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
const programs: readonly Program[] = [
  'imports',
  'entities',
  'wide',
  'recursive',
  'queries5',
  'queries200',
  'updates5',
  'updates200',
  'lists5',
  'templates',
]

describe('type cost', () => {
  let costs: readonly TypeCost[] = []

  before(function () {
    this.timeout(120_000)
    costs = measureTypeCost(programs)
  })

  for (const program of programs) {
    it(`keeps '${program}' within ${budgets[program]} instantiations and ${slack} times the baseline`, () => {
      const cost = costs.find((each) => each.program === program)
      expect(cost && complaint(cost, baseline)).equal(undefined)
    })
  }

  it('counts what is there: an entity costs more than its imports, and a wide one more than a usual one', () => {
    const [imports = 0, entities = 0, wide = 0] = costs.map(costOf)
    expect(imports).above(100)
    expect(entities).above(imports)
    expect(wide).above(entities)
  })
})

describe('complaint', () => {
  const cost = {
    program: 'entities',
    instantiations: 30_000,
    above: 29_000,
    types: 1,
    checkSeconds: 1,
  } as const

  it('names a cost over its budget, and one far above its baseline', () => {
    expect(complaint({ ...cost, perEntity: 3_451 }, { entities: 3_000 })).include('over the budget of 3450')
    expect(complaint({ ...cost, perEntity: 2_401 }, { entities: 2_000 })).include('the baseline of 2000')
    expect(complaint({ ...cost, perEntity: 2_400 }, {})).include('no baseline')
  })

  it('lets the rest pass', () => {
    expect(complaint({ ...cost, perEntity: 2_400 }, { entities: 2_000 })).equal(undefined)
  })
})
