// The SDK alone, by hand: marshall and unmarshall, dates converted in place, nothing validated.
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { change, chunks, key, question, tableName } from '../harness/order.mjs'

export const title = 'raw SDK'

export const stored = (item) => item

export function open({ client }) {
  return {
    async get(key) {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: marshall(key) }))
      return Item && read(Item)
    },
    async save(order) {
      await client.send(new PutItemCommand({ TableName: tableName, Item: write(order) }))
    },
    buildQuery: queryInput,
    async readPages() {
      const orders = []
      let ExclusiveStartKey
      do {
        const reply = await client.send(new QueryCommand({ ...queryInput(), ExclusiveStartKey }))
        for (const item of reply.Items) orders.push(read(item))
        ExclusiveStartKey = reply.LastEvaluatedKey
      } while (ExclusiveStartKey !== undefined)
      return orders
    },
    buildUpdate: updateInput,
    async update() {
      const { Attributes } = await client.send(new UpdateItemCommand(updateInput()))
      return read(Attributes)
    },
    async saveMany(orders) {
      for (const chunk of chunks(orders, 25)) {
        const requests = chunk.map((order) => ({ PutRequest: { Item: write(order) } }))
        await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }))
      }
    },
    // In the order of the keys, as every program needs them.
    async getMany(keys) {
      const found = new Map()
      for (const chunk of chunks(keys, 100)) {
        const Keys = chunk.map((key) => marshall(key))
        const reply = await client.send(new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys } } }))
        for (const item of reply.Responses[tableName]) {
          const order = read(item)
          found.set(`${order.customerId} ${order.orderId}`, order)
        }
      }
      return keys.map(({ customerId, orderId }) => found.get(`${customerId} ${orderId}`))
    },
    async transact(orders) {
      const TransactItems = orders.map((order) => ({ Put: { TableName: tableName, Item: write(order) } }))
      await client.send(new TransactWriteItemsCommand({ TransactItems }))
    },
    decode: read,
    encode: write,
  }
}

function queryInput() {
  return {
    TableName: tableName,
    KeyConditionExpression: '#customerId = :customerId AND begins_with(#orderId, :orderId)',
    FilterExpression: '#total > :total',
    ExpressionAttributeNames: { '#customerId': 'customerId', '#orderId': 'orderId', '#total': 'total' },
    ExpressionAttributeValues: marshall({
      ':customerId': question.customerId,
      ':orderId': question.orderIdPrefix,
      ':total': question.totalAbove,
    }),
    Limit: 100,
  }
}

function updateInput() {
  return {
    TableName: tableName,
    Key: marshall(key),
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
    ExpressionAttributeValues: marshall({
      ':status': change.status,
      ':lines': change.lines,
      ':quantity': change.quantity,
      ':total': change.totalAbove,
    }),
    ReturnValues: 'ALL_NEW',
  }
}

function write(order) {
  return marshall({ ...order, placedAt: order.placedAt.toISOString() })
}

function read(item) {
  const order = unmarshall(item)
  order.placedAt = new Date(order.placedAt)
  return order
}
