// What scripts/check-recipes.mjs adds to a copy of the project, recipe by recipe: the steps in order, the first one
// the row that the recipe is about.

const shop = `
import { array, number, string } from 'superstruct'
import { Entity } from './lib/repository/entity.js'
import { Repository } from './lib/repository/repository.js'
import { CommandExecutor } from './lib/executor/command-executor.js'
const Thing = new Entity({ name: 'Thing', table: 'things', attributes: { id: string(), note: string(), total: number() }, key: { partition: 'id' } })
const things = new Repository(Thing, new CommandExecutor())
`

const anOperator = {
  page: 'add-an-operator.md',
  named: 'lacks',
  steps: [
    {
      path: 'lib/expression/condition/operators.ts',
      before: '} as const satisfies Record<string, OperatorRow>',
      insert: `  /** Does not hold this part or member, or is absent. */
  lacks: {
    doc: 'Does not hold this part or member, or is absent.',
    operands: 'member',
    types: ['S', 'B', 'SS', 'NS', 'BS', 'L'],
    negated: true,
    afterSize: false,
    keys: [],
    print: (left, [member]) => \`contains(\${left}, \${member})\`,
    holds: (left, [member]) => left === undefined || member === undefined || !includes(left, member),
  },
`,
    },
    {
      path: 'spec/expression/condition/operators.spec.ts',
      before: '  contains: [\n',
      insert: `  lacks: [
    {
      condition: attr.tags.lacks('a'),
      text: 'NOT contains(#0, :0)',
      holds: [{ tags: { SS: ['b'] } }, {}],
      fails: [{ tags: { SS: ['a', 'b'] } }],
    },
  ],
`,
    },
  ],
  requires: ['spec/expression/condition/operators.spec.ts'],
  specs: [
    'spec/expression/condition/*.spec.ts',
    'spec/plan/**/*.spec.ts',
    'spec/properties/conditions.spec.ts',
  ],
  program: `${shop}
import { not } from './lib/expression/condition/logic.js'
const condition = not(Thing.condition((attr) => attr.note.lacks('x')))
console.log(things.query().where('id').eq('a').where('note').lacks('x').toCommand().input.FilterExpression, '|', String(condition))
`,
  prints: 'NOT contains(#1, :1) | NOT NOT contains(note, (value))',
}

const anUpdateFunction = {
  page: 'add-an-update-function.md',
  named: 'increment',
  steps: [
    {
      path: 'lib/expression/function/update-functions.ts',
      before: '} as const satisfies Record<string, UpdateFunctionRow>',
      insert: `  /** Adds one to a number. */
  increment: {
    doc: 'Adds one to a number.',
    clause: 'ADD',
    arguments: 'one',
    types: ['N'],
  },
`,
    },
    { path: 'lib/expression/function/update-functions.ts', before: "  | 'none'\n", insert: "  | 'one'\n" },
    { path: 'lib/expression/function/typed-update.ts', before: '  none: []\n', insert: '  one: []\n' },
    { path: 'lib/expression/change/update-arguments.ts', before: '  none: 0,\n', insert: '  one: 0,\n' },
    {
      path: 'lib/expression/change/update-arguments.ts',
      before: '  none(place) {\n',
      insert: "  one: () => madeOperand({ N: '1' }),\n\n",
    },
    {
      path: 'spec/expression/change/update-arguments.spec.ts',
      before: '  none: [updateArguments.none(tags, []), undefined],\n',
      insert: "  one: [updateArguments.one(total, []), { kind: 'value', value: { N: '1' } }],\n",
    },
    {
      path: 'spec/expression/function/update-functions.spec.ts',
      after: 'const cases: Record<UpdateFunctionName, readonly Case[]> = {\n',
      insert: `  increment: [
    ['adds one', () => change('increment', 'total'), 'ADD total :0', [N(1)], { total: N(1) }, { total: N(2) }],
  ],
`,
    },
    {
      path: 'spec/operation/update/update-chain.spec.ts',
      before: "  subtract: ['total', 1],\n",
      insert: "  increment: ['total'],\n",
    },
    {
      path: 'spec/types/updates.ts',
      before: "  subtract: 'subtract',\n",
      insert: "  increment: 'increment',\n",
    },
  ],
  first: 2,
  requires: [
    'lib/expression/change/update-arguments.ts',
    'lib/expression/function/typed-update.ts',
    // What the types of the methods are made of: mended with the line in typed-update.ts.
    'lib/operation/update/update.ts',
    'spec/expression/change/update-arguments.spec.ts',
    'spec/expression/function/update-functions.spec.ts',
    'spec/operation/update/update-chain.spec.ts',
    'spec/types/updates.ts',
  ],
  specs: [
    'spec/expression/change/*.spec.ts',
    'spec/expression/function/*.spec.ts',
    'spec/operation/update/*.spec.ts',
  ],
  program: `${shop}
console.log(things.update('a').increment('total').toCommand().input.UpdateExpression)
`,
  prints: 'ADD #0 :0',
}

const aCodec = {
  page: 'add-a-codec.md',
  named: 'url',
  steps: [
    {
      path: 'lib/entity/codecs/url.ts',
      create: `// URLs: S, as their href.
import { invalid } from '../codec/codec.js'
import { type CodecRow, mismatch, type Wire } from '../codec/node.js'

export const urlRow: CodecRow = {
  doc: 'S: the whole URL.',
  kinds: ['url'],
  make: () => ({
    types: ['S'],
    parse: (value) => (value instanceof URL ? value : invalid),
    encode: (value) => ({ S: String(value) }),
    decode: (stored: Wire | undefined, failures) =>
      typeof stored?.S === 'string' && URL.canParse(stored.S)
        ? new URL(stored.S)
        : mismatch(stored, ['S'], failures),
  }),
}
`,
    },
    {
      path: 'lib/entity/codecs/table.ts',
      after: "import { unstorableRow } from './unstorable.js'\n",
      insert: "import { urlRow } from './url.js'\n",
    },
    { path: 'lib/entity/codecs/table.ts', before: '  anyRow,\n', insert: '  urlRow,\n' },
    {
      path: 'lib/entity/table/item-types.ts',
      swap: [
        'type Keyable = string | number | bigint | Date | Uint8Array\n',
        'type Keyable = string | number | bigint | Date | Uint8Array | URL\n',
      ],
    },
    { path: 'lib/expression/path/typed-path.ts', before: '  | ReadonlySet<unknown>\n', insert: '  | URL\n' },
    {
      path: 'lib/expression/chain/typed-operators.ts',
      swap: [
        "T extends Date\n          ? 'S' | 'N'\n",
        "T extends Date\n          ? 'S' | 'N'\n          : T extends URL\n          ? 'S'\n",
      ],
    },
    {
      path: 'spec/entity/codecs/url.spec.ts',
      create: `import { define } from 'superstruct'
import { codecOf, keeps } from './crossing.js'

describe('url codec', () => {
  it('URLs are stored as S', () => {
    const url = define<URL>('url', (value) => value instanceof URL)
    keeps(codecOf(url), new URL('https://example.com/a'), { S: 'https://example.com/a' })
  })
})
`,
    },
    {
      path: 'spec/entity/codecs/round-trip.spec.ts',
      before: "  sample('boolean', boolean(), fc.boolean()),\n",
      insert:
        "  sample('url', define<URL>('url', (value) => value instanceof URL), fc.webUrl().map((url) => new URL(url))),\n",
    },
    {
      path: 'spec/entity/codecs/round-trip.spec.ts',
      swap: ['  date,\n  dynamic,\n', '  date,\n  define,\n  dynamic,\n'],
    },
  ],
  requires: [],
  specs: [
    'spec/entity/codecs/url.spec.ts',
    'spec/entity/codecs/round-trip.spec.ts',
    'spec/entity/compile/*.spec.ts',
  ],
  program: `${shop}
import { define } from 'superstruct'
const Page = new Entity({
  name: 'Page',
  table: 'pages',
  attributes: { url: define<URL>('url', (value) => value instanceof URL), note: string() },
  key: { partition: 'url' },
})
const pages = new Repository(Page, new CommandExecutor())
console.log(JSON.stringify(pages.get({ url: new URL('https://a.b/') }).toCommand().input.Key), pages.query().where('url').eq(new URL('https://a.b/')).toCommand().input.KeyConditionExpression)
`,
  prints: '{"url":{"S":"https://a.b/"}} #0 = :0',
}

const anError = {
  page: 'add-an-error.md',
  named: 'moon',
  steps: [
    {
      path: 'lib/errors/codes.ts',
      before: '  SCAN_FORBIDDEN: {\n',
      insert: `  MOON: {
    family: 'before sending',
    sentence: 'the moon is full',
    remedy: 'Wait a day.',
  },
`,
    },
    {
      path: 'lib/errors/moon-error.ts',
      create: `// A call under a full moon.
import { DyntasticError } from './dyntastic-error.js'

/** The moon is full; nothing was sent. */
export class MoonError extends DyntasticError {
  static override readonly code = 'MOON'
}
`,
    },
    {
      path: 'lib/index.ts',
      before: "export { QueryPlanError } from './errors/query-plan-error.js'\n",
      insert: "export { MoonError } from './errors/moon-error.js'\n",
    },
    {
      path: 'spec/errors/samples.ts',
      before: "import { QueryPlanError } from '../../lib/errors/query-plan-error.js'\n",
      insert: "import { MoonError } from '../../lib/errors/moon-error.js'\n",
    },
    {
      path: 'spec/errors/samples.ts',
      before: '  QUERY_PLAN: [',
      insert: '  MOON: [MoonError, (details) => new MoonError(details)],\n',
    },
    { path: 'spec/index.spec.ts', before: "      'QueryPlanError',\n", insert: "      'MoonError',\n" },
    {
      path: 'spec/errors/moon-error.spec.ts',
      create: `import { expect } from 'chai'
import { MoonError } from '../../lib/errors/moon-error.js'

describe('MoonError', () => {
  it('says what happened', () => {
    expect(new MoonError().message).contain('the moon is full')
  })
})
`,
    },
  ],
  requires: ['spec/errors/samples.ts'],
  specs: ['spec/errors/*.spec.ts', 'spec/index.spec.ts'],
  program: `import { MoonError } from './lib/index.js'
console.log(new MoonError({ entity: 'Tide' }).toString())
`,
  prints: 'MoonError: Tide: the moon is full. Wait a day.',
}

const anOperation = {
  page: 'add-an-operation.md',
  named: 'exists',
  room: 'get',
  steps: [
    {
      path: 'lib/operation/get/exists.ts',
      create: `// Reads whether an item exists, by its key (GetItem of the key alone).
import type { GetItemCommandInput, GetItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { KeyValues } from '../../entity/key/key-values.js'
import { type Deferred, settle } from '../ground/deferred.js'
import { Operation, type OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'

/** Whether an item exists. */
export class ExistsOperation extends Operation<'GetItem', boolean> {
  /** @internal */
  readonly key: Deferred<KeyValues>

  /** @internal */
  constructor(context: OperationContext, key: Deferred<KeyValues>) {
    super(context, 'exists')
    this.key = key
    Object.freeze(this)
  }

  override compile(): Request<'GetItem'> {
    const { model } = this.context
    const input: GetItemCommandInput = { TableName: model.table.name, Key: settle(this.key).stored }
    return { call: 'GetItem', input, entity: model.name, operation: this.name, table: model.table }
  }

  override decode(output: GetItemCommandOutput): boolean {
    return output.Item !== undefined
  }
}
`,
    },
    {
      path: 'lib/repository/repository.ts',
      before: "import { deferred } from '../operation/ground/deferred.js'\n",
      insert: "import { ExistsOperation } from '../operation/get/exists.js'\n",
    },
    {
      path: 'lib/repository/repository.ts',
      after: '    return { model: this.entity, runner: this.executor }\n  }\n',
      insert: `
  /** Whether an item exists (GetItem). */
  exists(key: KeyArgument<E>): ExistsOperation {
    return new ExistsOperation(
      this.context,
      deferred(() => readKey(this.entity, key, 'exists', false)),
    )
  }

`,
    },
    {
      path: 'lib/index.ts',
      before: "export type { GetOperation } from './operation/get/get.js'\n",
      insert: "export type { ExistsOperation } from './operation/get/exists.js'\n",
    },
    {
      path: 'spec/faults/write-operations.ts',
      before: " | 'query' | 'scan' | 'search' | 'read' | 'check'\n",
      insert: " | 'exists'",
    },
    {
      path: 'spec/operation/shared.spec.ts',
      swap: ["type Method = 'get' |", "type Method = 'exists' | 'get' |"],
    },
    { path: 'spec/operation/shared.spec.ts', before: "  byKey('get', ", insert: "  byKey('exists', []),\n" },
    {
      path: 'spec/operation/get/exists.spec.ts',
      create: `import { expect } from 'chai'
import { Entity, Repository } from 'dyntastic'
import { string } from 'superstruct'
import { FakeRunner } from '../fake-runner.js'

describe('exists', () => {
  it('is a GetItem', () => {
    const E = new Entity({ name: 'E', table: 'things', attributes: { id: string() }, key: { partition: 'id' } })
    const request = new Repository(E, new FakeRunner()).exists('a').compile()
    expect(request.input.Key).deep.equal({ id: { S: 'a' } })
  })
})
`,
    },
  ],
  requires: [],
  specs: ['spec/operation/get/*.spec.ts', 'spec/operation/shared.spec.ts', 'spec/index.spec.ts'],
  program: `${shop}
console.log(things.exists('a').toCommand().constructor.name)
`,
  prints: 'GetItemCommand',
}

const anAttributeOption = {
  page: 'add-an-option.md',
  named: 'attribute',
  steps: [
    {
      path: 'lib/entity/struct/attribute.ts',
      after: '  readonly immutable?: boolean\n',
      insert: '  /** A note for people who read the definition. */\n  readonly note?: string\n',
    },
    {
      path: 'lib/entity/struct/attribute.ts',
      before: '  immutable: {\n',
      insert:
        "  note: { takes: kind('a string', (value) => typeof value === 'string'), doc: 'A note for people.' },\n",
    },
  ],
  requires: ['lib/entity/struct/attribute.ts'],
  table: 0,
  specs: ['spec/entity/table/descriptor.spec.ts'],
  program: `import { attribute } from './lib/entity/struct/attribute.js'
import { string } from 'superstruct'
import { readFileSync } from 'node:fs'
attribute(string(), { note: 'x' })
let refused = ''
try { attribute(string(), { note: 5 } as never) } catch (error) { refused = (error as Error).name }
console.log(refused, readFileSync('docs/guide/reference.md', 'utf8').includes('A note for people.'))
`,
  prints: 'EntityDefinitionError true',
}

const anExecutorOption = {
  page: 'add-an-option.md',
  named: 'executor',
  steps: [
    {
      path: 'lib/executor/executor-options.ts',
      after: '  readonly gather?: boolean | undefined\n',
      insert: '  /** A label of the executor, for logs. */\n  readonly label?: string | undefined\n',
    },
    {
      path: 'lib/executor/executor-options.ts',
      before: '  gather: {\n',
      insert: "  label: { takes: aString, doc: 'A label of the executor.' },\n",
    },
    {
      path: 'spec/executor/executor-options.spec.ts',
      before: '  reportDropped: {',
      insert: "  label: { good: ['a'], bad: [[5, 'but is 5']] },\n",
    },
  ],
  requires: ['lib/executor/executor-options.ts', 'spec/executor/executor-options.spec.ts'],
  table: 1,
  specs: ['spec/executor/executor-options.spec.ts'],
  program: `import { CommandExecutor } from './lib/executor/command-executor.js'
import { readFileSync } from 'node:fs'
console.log(new CommandExecutor({ label: 'a' }).options.label, readFileSync('docs/guide/reference.md', 'utf8').includes('A label of the executor.'))
`,
  prints: 'a true',
}

export const trials = [
  anOperator,
  anUpdateFunction,
  aCodec,
  anError,
  anOperation,
  anAttributeOption,
  anExecutorOption,
]
