// The SDK's own DynamoDBDocumentClient: conversion inside the client, dates converted in place, nothing validated.
import { createRequire } from 'node:module'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { change, chunks, key, question, tableName } from '../harness/order.mjs'

const require = createRequire(new URL('../peers/', import.meta.url))
const {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} = require('@aws-sdk/lib-dynamodb')

export const title = 'DocumentClient'

export const stored = (item) => item

export function open(canned) {
  const client = documentClient(canned)
  return {
    async get(Key) {
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key }))
      return Item && dated(Item)
    },
    async save(order) {
      await client.send(new PutCommand({ TableName: tableName, Item: undated(order) }))
    },
    async saveMany(orders) {
      for (const chunk of chunks(orders, 25)) {
        const requests = chunk.map((order) => ({ PutRequest: { Item: undated(order) } }))
        await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }))
      }
    },
    async getMany(keys) {
      const found = new Map()
      for (const Keys of chunks(keys, 100)) {
        const reply = await client.send(new BatchGetCommand({ RequestItems: { [tableName]: { Keys } } }))
        for (const item of reply.Responses[tableName])
          found.set(`${item.customerId} ${item.orderId}`, dated(item))
      }
      return keys.map(({ customerId, orderId }) => found.get(`${customerId} ${orderId}`))
    },
    async transact(orders) {
      const TransactItems = orders.map((order) => ({ Put: { TableName: tableName, Item: undated(order) } }))
      await client.send(new TransactWriteCommand({ TransactItems }))
    },
    buildQuery: () => converted(queryInput()),
    async readPages() {
      const orders = []
      let ExclusiveStartKey
      do {
        const reply = await client.send(new QueryCommand({ ...queryInput(), ExclusiveStartKey }))
        for (const item of reply.Items) orders.push(dated(item))
        ExclusiveStartKey = reply.LastEvaluatedKey
      } while (ExclusiveStartKey !== undefined)
      return orders
    },
    buildUpdate: () => converted(updateInput()),
    update: async () => dated((await client.send(new UpdateCommand(updateInput()))).Attributes),
    decode: (item) => dated(unmarshall(item)),
  }
}

/**
 * A document client over a canned one. Where `send` is stubbed, the stub still converts: that is this client's work.
 */
export function documentClient({ client, mode }) {
  const made = DynamoDBDocumentClient.from(client)
  if (mode === 'full') return made
  made.send = async ({ input }) => {
    const reply = await client.send({ input: converted(input) })
    const { Item, Items, Attributes, LastEvaluatedKey, Responses } = reply
    return {
      ...reply,
      ...(Item && { Item: unmarshall(Item) }),
      // An arrow, as `map` hands over more arguments than the item.
      ...(Items && { Items: Items.map((item) => unmarshall(item)) }),
      ...(Responses &&
        !Array.isArray(Responses) && {
          Responses: mapped(Responses, (items) => items.map((item) => unmarshall(item))),
        }),
      ...(Attributes && { Attributes: unmarshall(Attributes) }),
      ...(LastEvaluatedKey && { LastEvaluatedKey: unmarshall(LastEvaluatedKey) }),
    }
  }
  return made
}

/** An input of the document client as DynamoDB takes it. */
export function converted(input) {
  const { Key, Item, ExpressionAttributeValues: values, ExclusiveStartKey: start } = input
  const { RequestItems: tables, TransactItems: actions } = input
  return {
    ...input,
    ...(Key && { Key: marshall(Key) }),
    ...(Item && { Item: marshall(Item) }),
    ...(values && { ExpressionAttributeValues: marshall(values) }),
    ...(start && { ExclusiveStartKey: marshall(start) }),
    ...(tables && { RequestItems: mapped(tables, convertedRequests) }),
    ...(actions && { TransactItems: actions.map((action) => mapped(action, converted)) }),
  }
}

function convertedRequests(given) {
  if (!Array.isArray(given)) return { ...given, Keys: given.Keys.map((key) => marshall(key)) }
  return given.map((request) => mapped(request, converted))
}

function mapped(map, change) {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]))
}

function queryInput() {
  return {
    TableName: tableName,
    KeyConditionExpression: '#customerId = :customerId AND begins_with(#orderId, :orderId)',
    FilterExpression: '#total > :total',
    ExpressionAttributeNames: { '#customerId': 'customerId', '#orderId': 'orderId', '#total': 'total' },
    ExpressionAttributeValues: {
      ':customerId': question.customerId,
      ':orderId': question.orderIdPrefix,
      ':total': question.totalAbove,
    },
    Limit: 100,
  }
}

function updateInput() {
  return {
    TableName: tableName,
    Key: key,
    UpdateExpression:
      'SET #status = :status, #lines = list_append(#lines, :lines) ADD #quantity :quantity REMOVE #note',
    ConditionExpression: 'attribute_exists(#customerId) AND #total > :total',
    ExpressionAttributeNames: {
      '#status': 'status',
      '#lines': 'lines',
      '#quantity': 'quantity',
      '#note': 'note',
      '#customerId': 'customerId',
      '#total': 'total',
    },
    ExpressionAttributeValues: {
      ':status': change.status,
      ':lines': change.lines,
      ':quantity': change.quantity,
      ':total': change.totalAbove,
    },
    ReturnValues: 'ALL_NEW',
  }
}

function undated(order) {
  return { ...order, placedAt: order.placedAt.toISOString() }
}

function dated(order) {
  order.placedAt = new Date(order.placedAt)
  return order
}
