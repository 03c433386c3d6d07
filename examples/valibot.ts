// Attributes described with valibot, next to superstruct: validated by the schema, stored by what it returns.
//
//   npm ci && node --import tsx examples/valibot.ts

import { attribute, CommandExecutor, Entity, Repository, ValidationError } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { optional, string } from 'superstruct'
import * as v from 'valibot'

const Member = new Entity({
  name: 'Member',
  table: 'DyntasticExampleMembers',
  attributes: {
    id: string(),
    email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email()),
    role: v.picklist(['admin', 'guest']),
    joined: attribute(v.union([v.date(), v.pipe(v.string(), v.toDate())]), { as: 'epochSeconds' }),
    address: v.object({ city: v.string(), zip: v.optional(v.string()) }),
    // The input is a string, the item contains its length.
    secret: v.pipe(
      v.string(),
      v.transform((text) => text.length),
    ),
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
