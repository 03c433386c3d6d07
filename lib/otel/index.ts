// Public entry `dyntastic/otel`: spans of OpenTelemetry for each command, as parents of the SDK's own.
import { context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { aFunction, kind } from '../errors/option-kinds.js'
import { checkOptions, type OptionTable } from '../errors/option-table.js'
import type { CommandEvent, CommandStartEvent, Observer } from '../executor/sending/observers.js'
import { version } from '../version.js'

/** Options of `openTelemetry()`. */
export interface OpenTelemetryOptions {
  /** The tracer that starts the spans; by default that of the global provider, found at each command. */
  readonly tracer?: Tracer
  /** Returns further attributes of a span. @example attributes: ({ entity }) => ({ 'app.entity': entity }) */
  attributes?(event: CommandStartEvent): Readonly<Record<string, string | number | boolean>>
}

/** The options of `openTelemetry`. */
export const openTelemetryOptions: OptionTable<OpenTelemetryOptions> = {
  tracer: {
    takes: kind<Tracer>('a tracer', (value) => typeof Object(value).startSpan === 'function'),
    default: "that of the global provider, with the library's name",
    doc: 'Starts the spans.',
  },
  attributes: {
    takes: aFunction(),
    doc: 'Returns further attributes of a span, from the event of its command.',
  },
}

/**
 * Returns an observer that makes a span for each command, named and described by the semantic conventions for database
 * clients and for DynamoDB. The span is active while the command is sent, so spans of the SDK and of HTTP are nested in
 * it. It contains names, counts and error codes, and no value of an item.
 * @example
 * import { openTelemetry } from 'dyntastic/otel'
 * const executor = new CommandExecutor({ observers: [openTelemetry()] })
 * await users.get('u1') // span "GetItem users"
 * @throws InvalidOptionError if an option does not exist or does not fit.
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Observer {
  checkOptions(openTelemetryOptions, options, { operation: 'openTelemetry' })
  return {
    aroundCommand(start, send) {
      const tracer = options.tracer ?? trace.getTracer('dyntastic', version)
      const attributes = { ...describe(start), ...options.attributes?.(start) }
      const span = tracer.startSpan(`${start.call} ${start.table}`, { kind: SpanKind.CLIENT, attributes })
      void context.with(trace.setSpan(context.active(), span), send).then((event) => finish(span, event))
    },
  }
}

// Semantic conventions: "Database client spans" and "AWS DynamoDB client".
function describe({ entity, operation, call, table, index, items }: CommandStartEvent) {
  return {
    'db.system.name': 'aws.dynamodb',
    'db.operation.name': call,
    'db.collection.name': table,
    'aws.dynamodb.table_names': [table],
    'rpc.system': 'aws-api',
    'rpc.service': 'DynamoDB',
    'rpc.method': call,
    'dyntastic.operation': `${entity}.${operation}`,
    ...(index !== undefined && { 'aws.dynamodb.index_name': index }),
    ...(items !== undefined && { 'db.operation.batch.size': items }),
  }
}

function finish(
  span: Span,
  { attempts, requestId, consumedCapacity, returned, examined, error }: CommandEvent,
) {
  span.setAttribute('dyntastic.attempts', attempts)
  if (requestId !== undefined) span.setAttribute('aws.request_id', requestId)
  if (consumedCapacity !== undefined) span.setAttribute('dyntastic.consumed_capacity', consumedCapacity)
  if (returned !== undefined)
    span.setAttributes({ 'aws.dynamodb.count': returned, 'db.response.returned_rows': returned })
  if (examined !== undefined) span.setAttribute('aws.dynamodb.scanned_count', examined)
  if (error !== undefined) fail(span, error)
  span.end()
}

// Messages may contain keys, so only names are recorded.
function fail(span: Span, error: unknown): void {
  const { code, cause }: { readonly code?: unknown; readonly cause?: unknown } = Object(error)
  const { name }: { readonly name?: unknown } = Object(cause)
  if (typeof name === 'string') span.setAttribute('db.response.status_code', name)
  const type = typeof code === 'string' ? code : 'Error'
  span.setAttribute('error.type', type)
  span.setStatus({ code: SpanStatusCode.ERROR, message: type })
}
