// dynalite, called in the process: its HTTP handler is handed requests that never see a socket.
import { EventEmitter } from 'node:events'
import type { Server } from 'node:http'
import { ServiceFailure } from './service-failure.js'
import type { WireObject } from './wire.js'

/** Runs one operation of DynamoDB on dynalite; rejects with a `ServiceFailure`. */
export type Store = (operation: string, input: object) => Promise<WireObject>

interface Settings {
  readonly createTableMs: number
  readonly deleteTableMs: number
  readonly updateTableMs: number
}

type Dynalite = (settings: Settings) => Server

const headers = {
  'content-type': 'application/x-amz-json-1.0',
  // dynalite wants to see a signature, and does not check it.
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20120810/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
  'x-amz-date': '20120810T000000Z',
}

/** A new, empty, in-memory store. Fails with the command to type where dynalite is not installed. */
export async function openStore(): Promise<Store> {
  const dynalite = await loadDynalite()
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  return (operation, input) =>
    new Promise((resolve, reject) => {
      const request = Object.assign(new EventEmitter(), {
        method: 'POST',
        url: '/',
        headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` },
      })
      const response = {
        statusCode: 200,
        setHeader() {},
        end(body: string) {
          const output = JSON.parse(body) as WireObject
          if (response.statusCode === 200) resolve(output)
          else reject(new ServiceFailure(output, response.statusCode))
        },
      }
      server.emit('request', request, response)
      request.emit('data', Buffer.from(JSON.stringify(input)))
      request.emit('end')
    })
}

async function loadDynalite(): Promise<Dynalite> {
  // Not a literal, so that neither the compiler nor a bundler looks for a package that may be absent.
  const name: string = 'dynalite'
  try {
    const loaded: { default: Dynalite } = await import(name)
    return loaded.default
  } catch (cause) {
    throw new Error(
      'startLocal() runs on the package dynalite, which could not be loaded: npm i -D dynalite',
      {
        cause,
      },
    )
  }
}
