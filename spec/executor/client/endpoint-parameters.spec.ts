// Parameters of endpoints, as the commands of the SDK describe them.
import {
  BatchGetItemCommand,
  DescribeLimitsCommand,
  GetItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { parameterSources } from '../../../lib/executor/client/endpoint-parameters.js'

const names = [
  ...['region', 'useFipsEndpoint', 'useDualstackEndpoint', 'accountIdEndpointMode', 'accountId', 'endpoint'],
]
const readers = new Map(names.map((name) => [name, () => `the ${name}`]))
const parameters = (Command: unknown, input: object) => {
  const sources = parameterSources(Command, readers)
  return (
    sources && {
      ofClient: Object.fromEntries(sources.ofClient.map(([name, read]) => [name, read(undefined as never)])),
      ofInput: Object.fromEntries(
        sources.ofInput.map(({ name, member, get, value }) => [
          name,
          member === undefined ? (get?.(input) ?? value) : Reflect.get(input, member),
        ]),
      ),
    }
  )
}
const ofClient = {
  Region: 'the region',
  UseFIPS: 'the useFipsEndpoint',
  UseDualStack: 'the useDualstackEndpoint',
  AccountIdEndpointMode: 'the accountIdEndpointMode',
  AccountId: 'the accountId',
  Endpoint: 'the endpoint',
}

describe('executor/client/endpoint-parameters', () => {
  const cases: readonly (readonly [name: string, Command: unknown, input: object, ofInput: object])[] = [
    ['of one table', GetItemCommand, { TableName: 'T' }, { ResourceArn: 'T' }],
    [
      'of several tables',
      BatchGetItemCommand,
      { RequestItems: { T: {}, U: {} } },
      { ResourceArnList: ['T', 'U'] },
    ],
    [
      'of a transaction',
      TransactWriteItemsCommand,
      { TransactItems: [{ Put: { TableName: 'T' } }, { Delete: { TableName: 'U' } }] },
      { ResourceArnList: ['T', 'U'] },
    ],
    ['of no table', DescribeLimitsCommand, {}, {}],
  ]
  for (const [name, Command, input, ofInput] of cases)
    it(`are those of the client and of the input of a command ${name}`, () => {
      expect(parameters(Command, input)).to.deep.equal({ ofClient, ofInput })
    })

  const described = (instructions: object) => ({ getEndpointParameterInstructions: () => instructions })

  it('may be constants', () => {
    const Command = described({ IsSearch: { type: 'staticContextParams', value: true } })
    expect(parameters(Command, {})).to.deep.equal({ ofClient: {}, ofInput: { IsSearch: true } })
  })

  it('are not known of a command that describes none, or one of another kind', () => {
    const unknown = [
      ...[undefined, {}, described({}), described({ New: { type: 'builtInParams', name: 'new' } })],
      ...[described({ New: { type: 'newParams' } }), described({ New: { type: 'operationContextParams' } })],
    ]
    for (const Command of unknown) expect(parameterSources(Command, readers)).to.equal(undefined)
  })
})
