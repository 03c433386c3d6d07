// Tags of tables: TagResource, UntagResource, ListTagsOfResource.
import type { EngineContext } from '../storage/engine-context.js'
import type { TableDefinition } from '../storage/table-definition.js'
import { failure, invalid, ServiceFailure } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { account, knownTable, tableArn, tableNameOf } from './table-names.js'

/** One tag, as requests carry it. */
interface Tag {
  readonly Key: string
  readonly Value: string
}

const mostTags = 50

export function tagResource(input: WireObject, context: EngineContext): WireObject {
  const tags = input['Tags'] as readonly Tag[]
  const definition = resourceOf(input, context)
  if (tags.length === 0) throw invalid('Atleast one Tag needs to be provided as Input.')
  checkTags(tags)
  const next = new Map([...definition.tags, ...tags.map(({ Key, Value }): [string, string] => [Key, Value])])
  if (next.size > mostTags) throw tooMany(next.size)
  context.database.define({ ...definition, tags: next })
  return {}
}

export function untagResource(input: WireObject, context: EngineContext): WireObject {
  const keys = input['TagKeys'] as readonly string[]
  const definition = resourceOf(input, context)
  if (keys.length === 0) throw invalid('Atleast one Tag Key needs to be provided as Input.')
  context.database.define({
    ...definition,
    tags: new Map([...definition.tags].filter(([key]) => !keys.includes(key))),
  })
  return {}
}

export function listTagsOfResource(input: WireObject, context: EngineContext): WireObject {
  return { Tags: [...resourceOf(input, context).tags].map(([Key, Value]) => ({ Key, Value })) }
}

/** Refuses more tags than a resource may have, and one key twice. */
export function checkTags(tags: readonly Tag[]): void {
  const keys = new Set(tags.map(({ Key }) => Key))
  if (keys.size < tags.length)
    throw invalid('Duplicate tag keys: Only one value may be given for each tag key')
  if (tags.length > mostTags) throw tooMany(tags.length)
}

function tooMany(count: number) {
  return invalid(
    `One or more parameter values were invalid: Too many tags: ${count} tags, at most ${mostTags} are allowed`,
  )
}

/** Refuses a request without an ARN, or with an invalid one: to a resource that nobody can name, nobody has access. */
export function checkResource(operation: string) {
  return ({ ResourceArn: arn }: WireObject): void => {
    if (arn === undefined) throw invalid('Invalid TableArn')
    if (!/^(?:[^:]+:){5}.+\/.+$/.test(String(arn)))
      throw new ServiceFailure({
        __type: 'com.amazon.coral.service#AccessDeniedException',
        Message: `User: arn:aws:iam::${account}:root is not authorized to perform: dynamodb:${operation} on resource: ${arn}`,
      })
  }
}

function resourceOf(input: WireObject, context: EngineContext): TableDefinition {
  const arn = String(input['ResourceArn'])
  if (!/^arn:[^:]+:dynamodb:[^:]*:\d+:table\/[\w.-]{3,}$/.test(arn))
    throw invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`)
  const name = tableNameOf(arn)
  const table = tableArn(name) === arn ? knownTable(context, name) : undefined
  if (table === undefined)
    throw failure('ResourceNotFoundException', `Requested resource not found: ResourcArn: ${arn} not found`)
  return table.definition
}
