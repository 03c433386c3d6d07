// The parts of the SDK's client that this library works with apart from `send`.

/** A middleware of the SDK (@smithy/types). */
export type Middleware = (next: Handler, context: Context) => Handler
export type Handler = (args: unknown) => Promise<unknown>
export type Context = Readonly<Record<string, unknown>>
export type Position = Readonly<Record<string, unknown>>

/** The SDK's MiddlewareStack, as far as it is read. */
export interface MiddlewareList {
  applyToStack(stack: object): void
  identifyOnResolve?(): boolean
}

/** An identity of AWS: credentials, which may be temporary. */
export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly accountId?: string
  /** Where they come from, for the user agent. */
  readonly $source?: object
}

/** An endpoint in the older form, which a client's configuration has. */
export interface Endpoint {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
}

/** A response of a request handler. */
export interface HttpResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface HttpRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query: Readonly<Record<string, string | string[] | null>>
  readonly headers: Record<string, string>
  readonly body?: unknown
}

export interface Configuration {
  readonly region: () => Promise<string>
  readonly credentials: (properties: object) => Promise<Identity>
  readonly endpoint?: (() => Promise<Endpoint>) | undefined
  readonly requestHandler: {
    handle(request: HttpRequest, options: object): Promise<{ readonly response: HttpResponse }>
  }
  readonly retryStrategy?: () => Promise<unknown>
  readonly maxAttempts?: () => Promise<number>
  readonly streamCollector: (stream: unknown) => Promise<Uint8Array>
  readonly disableClockSkewCorrection?: () => Promise<boolean>
  /** Milliseconds that the clock of the server is ahead; the SDK keeps it here. */
  systemClockOffset?: number
}

/** A client of the SDK that was found to be as the SDK made it. */
export interface SdkClient {
  readonly config: Configuration
  readonly middlewareStack: MiddlewareList
  send(command: object, options?: object): Promise<object>
}

/** A command of the SDK. */
export interface SdkCommand {
  readonly middlewareStack: { add(middleware: Middleware, position: Position): void }
}
