// Attributes described with ArkType, next to superstruct: validated by the schema, stored by what it returns.
//
//   npm ci && node --import tsx examples/arktype.ts
import { type } from 'arktype'
import { attribute, CommandExecutor, Entity, Repository, ValidationError } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { optional, string } from 'superstruct'

const Member = new Entity({
  name: 'Member',
  table: 'DyntasticExampleMembers',
  attributes: {
    id: string(),
    email: type('string.trim').to('string.lower').to('string.email'),
    role: type("'admin' | 'guest'"),
    joined: attribute(type('Date | string.date.parse'), { as: 'epochSeconds' }),
    address: type({ city: 'string', 'zip?': 'string' }),
    // The input is a string, the item contains its length.
    secret: type('string').pipe((text) => text.length),
    nick: optional(string()),
  },
  key: { partition: 'id' },
})

const local = await startLocal()
const members = new Repository(Member, new CommandExecutor({ client: local.client, scans: 'allow' }))

try {
  const saved = await members.save({
    id: 'm1',
    email: ' Ann@Example.com',
    role: 'admin',
    joined: '2026-01-02',
    address: { city: 'Bern' },
    secret: 'correct horse',
  })
  console.log('saved:', saved)

  const wrong = {
    id: 'm2',
    email: 'nobody',
    role: 'admin',
    joined: '2026-01-02',
    address: { city: 'Bern' },
    secret: '',
  } as const
  const error = await Promise.resolve(members.save(wrong)).catch((reason: unknown) => reason)
  if (!(error instanceof ValidationError)) throw new Error('an invalid address was saved')
  console.log('refused:', error.message)

  await members
    .update('m1')
    .set('address.city', 'Basel')
    .set('email', 'ann@example.org')
    .if('role')
    .eq('admin')
  const found = await members.scan().where('address.city').eq('Basel').where('secret').gt(5)
  console.log('found:', found)
  if (found[0]?.email !== 'ann@example.org' || found[0].secret !== 13)
    throw new Error('it was not found as it was written')
} finally {
  await local.stop()
}
