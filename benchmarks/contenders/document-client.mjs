// The SDK's own DynamoDBDocumentClient: conversion inside of it, dates converted in place, nothing validated.
import { createRequire } from 'node:module'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { tableName } from '../harness/order.mjs'

const require = createRequire(new URL('../peers/', import.meta.url))
const { DynamoDBDocumentClient, GetCommand, PutCommand } = require('@aws-sdk/lib-dynamodb')

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
      const Item = { ...order, placedAt: order.placedAt.toISOString() }
      await client.send(new PutCommand({ TableName: tableName, Item }))
    },
    decode: (item) => dated(unmarshall(item)),
  }
}

/** A document client over a canned one. Where `send` is stubbed, the stub still converts: that is this client's work. */
export function documentClient({ client, mode }) {
  const made = DynamoDBDocumentClient.from(client)
  if (mode === 'full') return made
  made.send = async ({ input }) => {
    const { Key, Item } = input
    const low = { ...input, ...(Key && { Key: marshall(Key) }), ...(Item && { Item: marshall(Item) }) }
    const answer = await client.send({ input: low })
    return { ...answer, ...(answer.Item && { Item: unmarshall(answer.Item) }) }
  }
  return made
}

function dated(order) {
  order.placedAt = new Date(order.placedAt)
  return order
}
