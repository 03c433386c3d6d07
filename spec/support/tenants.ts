// Repositories of many tenants: the tenant is in the key, in an attribute, or in a template.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { attribute, Collection, CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { array, integer, literal, optional, string } from 'superstruct'

/** Entities in tables with these names. */
export function tenantEntities(name: (prefix: string) => string) {
  const shared = {
    tenantId: string(),
    id: string(),
    n: attribute(integer(), { default: 0 }),
    color: optional(string()),
  }
  const Keyed = new Entity({
    name: 'Keyed',
    table: new Table({ name: name('keyed') }),
    attributes: shared,
    key: { partition: 'tenantId', sort: 'id' },
    indexes: { byColor: { partition: 'color', sort: 'n' } },
  })
  const Loose = new Entity({
    name: 'Loose',
    table: new Table({ name: name('loose') }),
    attributes: {
      ...shared,
      tenantId: attribute(string(), { name: 't' }),
      revision: integer(),
      tags: optional(array(string())),
    },
    key: { partition: 'id' },
    version: 'revision',
    indexes: {
      byColor: { partition: 'color', sort: 'n' },
      keysOnly: { partition: 'color', projection: 'keys' },
      byTenant: { partition: 'tenantId', sort: 'n', projection: 'keys' },
    },
  })
  const table = new Table({
    name: name('made'),
    key: { partition: 'pk', sort: 'sk' },
    indexes: { gsi: { partition: 'g' } },
    kind: 'kind',
  })
  const Made = new Entity({
    name: 'Made',
    table,
    attributes: shared,
    key: { partition: 'T#{tenantId}', sort: 'M#{id}' },
    indexes: { byColor: { index: 'gsi', partition: '{tenantId}#{color}' } },
  })
  const Other = new Entity({
    name: 'Other',
    table,
    attributes: { ...shared, size: optional(integer()) },
    key: { partition: 'T#{tenantId}', sort: 'O#{id}' },
  })
  const zoo = new Table({ name: name('zoo') })
  const Cat = new Entity({
    name: 'Cat',
    table: zoo,
    attributes: { ...shared, kind: literal('cat'), lives: integer() },
    key: { partition: 'id' },
  })
  const Dog = new Entity({
    name: 'Dog',
    table: zoo,
    attributes: { ...shared, kind: literal('dog'), tricks: optional(integer()) },
    key: { partition: 'id' },
  })
  return { Keyed, Loose, Made, Other, Cat, Dog, Animal: Entity.oneOf([Cat, Dog]) }
}

/** The repositories of all tenants, with their tables. */
export async function tenantRepositories(client: DynamoDBClient, name: (prefix: string) => string) {
  const kinds = tenantEntities(name)
  const executor = new CommandExecutor({ client, scans: 'allow' })
  const made = {
    ...kinds,
    executor,
    keyed: new Repository(kinds.Keyed, executor),
    loose: new Repository(kinds.Loose, executor),
    made: new Repository(kinds.Made, executor),
    others: new Repository(kinds.Other, executor),
    animals: new Repository(kinds.Animal, executor),
    collection: new Collection({ made: kinds.Made, others: kinds.Other }, executor),
  }
  for (const repository of [made.keyed, made.loose, made.made, made.animals]) await repository.createTable()
  return made
}
