// Public entry point: lists every public name.
export * as s from 'superstruct'
export type { AnyStoredItem, AnyStoredValue } from './entity/codec/dialect.js'
export type { Inspect } from './entity/item/item-mark.js'
export type { EntityModel } from './entity/model.js'
export {
  type Attribute,
  type AttributeOptions,
  attribute,
  type SchemaAttribute,
} from './entity/struct/attribute.js'
export type { AttributeType, AttributeValue, StoredItem } from './entity/struct/attribute-value.js'
export type {
  SchemaIssue,
  SchemaResult,
  StandardSchema,
  TypedSchema,
} from './entity/struct/standard-schema.js'
export type {
  DateForm,
  NoStorageForm,
  StorageForm,
  StorageFormOf,
  TextForm,
} from './entity/struct/storage-form.js'
export { type VectorInput, type VectorSchema, type VectorStruct, vector } from './entity/struct/vector.js'
export type { AnyIndex, AnyKey, Checked, Definition, OtherText } from './entity/table/definition.js'
export type {
  ComputedKeyValue,
  ComputedSide,
  Descriptor,
  IndexDescriptor,
  KeylessDescriptor,
  KeySide,
  TemplateIndex,
  TemplateSide,
} from './entity/table/descriptor.js'
export type {
  AnyAttributeStruct,
  AnyAttributes,
  AttributeStruct,
  Attributes,
  DeclaringOwner,
  ImmutableName,
  IndexItemsFrom,
  IndexKeyName,
  InputFrom,
  ItemFrom,
  KeyArgumentFrom,
  KeyFrom,
  KeyName,
  ManagedName,
  PrimaryKeyName,
  TemplateKeyArgument,
  TtlName,
} from './entity/table/item-types.js'
export {
  type AnyUpgrade,
  type CheckedManaged,
  type SchemaVersion,
  type Upgrade,
  type UpgradeResult,
  upgrade,
} from './entity/table/schema-version.js'
export type { VectorsFrom } from './entity/table/searched-types.js'
export type { PurgeAfter, SoftDeleteOptions } from './entity/table/soft-delete-options.js'
export { Table } from './entity/table/table.js'
export type {
  DeclaredAttribute,
  DeclaredIndex,
  DeclaredKey,
  IndexProjection,
  KindOptions,
  Separators,
  TableNamesChecked,
  TableOptions,
  UnknownNames,
  UnknownNamesWithin,
  VectorDistance,
} from './entity/table/table-options.js'
export type { DeclaringTable } from './entity/table/template-types.js'
export type { TableCreation } from './entity/table-definition.js'
export type { StoredValues } from './entity/union-discriminator.js'
export type { UnionModel } from './entity/union-model.js'
export { BudgetExceededError } from './errors/budget-exceeded-error.js'
export type { ErrorCode } from './errors/codes.js'
export {
  type ConditionFailedDetails,
  ConditionFailedError,
  type FailedClause,
} from './errors/condition-failed-error.js'
export { DuplicateOperationError } from './errors/duplicate-operation-error.js'
export { DyntasticError, type ErrorDetails } from './errors/dyntastic-error.js'
export { EntityDefinitionError } from './errors/entity-definition-error.js'
export type { ReportedFailure } from './errors/failures.js'
export { IdempotencyMismatchError } from './errors/idempotency-mismatch-error.js'
export { AbortedError, TimeoutError } from './errors/interrupted.js'
export { InvalidConditionError } from './errors/invalid-condition-error.js'
export { type CursorRefusal, InvalidCursorError } from './errors/invalid-cursor-error.js'
export { InvalidItemError } from './errors/invalid-item-error.js'
export { InvalidKeyError } from './errors/invalid-key-error.js'
export { InvalidOptionError } from './errors/invalid-option-error.js'
export { InvalidUpdateError } from './errors/invalid-update-error.js'
export { ItemExistsError } from './errors/item-exists-error.js'
export { ItemNotFoundError } from './errors/item-not-found-error.js'
export type { Outcome } from './errors/outcome.js'
export { QueryPlanError } from './errors/query-plan-error.js'
export { RequestFailedError } from './errors/request-failed-error.js'
export { ScanForbiddenError } from './errors/scan-forbidden-error.js'
export { SchemaVersionError } from './errors/schema-version-error.js'
export { ScopeError, type ScopeErrorReason } from './errors/scope-error.js'
export { StreamRecordError, type StreamRecordProblem } from './errors/stream-record-error.js'
export { TableNotFoundError } from './errors/table-not-found-error.js'
export { ThrottledError } from './errors/throttled-error.js'
export { type CancellationReason, TransactionCancelledError } from './errors/transaction-cancelled-error.js'
export { TransactionLimitError } from './errors/transaction-limit-error.js'
export { UniqueValueError } from './errors/unique-value-error.js'
export { UnknownOutcomeError } from './errors/unknown-outcome-error.js'
export { type ChunkFailure, type UnprocessedDetails, UnprocessedError } from './errors/unprocessed-error.js'
export { UnsupportedOperationError } from './errors/unsupported-operation-error.js'
export { type UpdateMisfitDetails, UpdateMisfitError } from './errors/update-misfit-error.js'
export { ValidationError } from './errors/validation-error.js'
export { VersionConflictError } from './errors/version-conflict-error.js'
export { CommandExecutor } from './executor/command-executor.js'
export type { Transport, TransportName } from './executor/direct/direct-transport.js'
export type { ExecutorOptions, TimeLimits } from './executor/executor-options.js'
export type { SecretOption, SecretSettings } from './executor/reading/cursor-sealer.js'
export type { RetryOption } from './executor/retry-policy.js'
export type { BatchScope, BatchScopeOptions } from './executor/scope/batch-scope.js'
export type { ScopeOptions } from './executor/scope/scope.js'
export type { OpenScope, Work } from './executor/scope/scope-run.js'
export type { TransactionScope, TransactionScopeOptions } from './executor/scope/transaction-scope.js'
export type { ClientSetting, ClientSettings } from './executor/sending/clients.js'
export type {
  CommandEvent,
  CommandStartEvent,
  DroppedEvent,
  Observer,
  TableCreatedEvent,
  TransportFallbackEvent,
} from './executor/sending/observers.js'
export type { TableCreated } from './executor/tables/create-table.js'
export type { TableDifference } from './executor/tables/table-differences.js'
export type {
  AttributeReference,
  Compared,
  Operators,
  SizeMethod,
  SizeOperators,
  Unfinished,
  UnfinishedCondition,
} from './expression/chain/typed-operators.js'
export type { Ref, Refs } from './expression/chain/typed-references.js'
export type { Condition } from './expression/condition/condition.js'
export { and, not, or } from './expression/condition/logic.js'
export type { ChangeArguments, ChangePath } from './expression/function/typed-update.js'
export type { At, Path, Select } from './expression/path/typed-path.js'
export type { AllOf, DiscriminatorOf, Shared } from './expression/path/typed-union.js'
export type { Patch } from './expression/update/typed-patch.js'
export type { BackfillOptions, CheckpointStore } from './operation/backfill/backfill-options.js'
export type {
  BackfillFailure,
  BackfillProgress,
  BackfillReport,
  VersionCounts,
} from './operation/backfill/backfill-report.js'
export type { GetManyOperation } from './operation/batch-read/get-many.js'
export type { Keys } from './operation/batch-read/key-source.js'
export type { ManySource } from './operation/batch-write/write-source.js'
export type { WriteReport } from './operation/batch-write/write-tally.js'
export type { SoftOnly } from './operation/get/deleted-items.js'
export type { GetOperation } from './operation/get/get.js'
export type { InvalidItemPolicy } from './operation/get/invalid-item-policy.js'
export type { Awaitable } from './operation/ground/deferred.js'
export type {
  BatchOperation,
  BatchReadOperation,
  Faced,
  FaceName,
  FaceResults,
  Facing,
  Listed,
  TransactionOperation,
  TransactionReadOperation,
} from './operation/ground/faces.js'
export type { Operation } from './operation/ground/operation.js'
export type {
  Call,
  CallName,
  Calls,
  Request,
  SearchVectorsInput,
  SearchVectorsOutput,
  TouchedTable,
} from './operation/ground/request.js'
export type { Retry, RetryPolicy } from './operation/ground/retry.js'
export type {
  Patience,
  Runner,
  RunOptions,
  ScanPolicy,
  ScanWarning,
  SendOptions,
} from './operation/ground/runner.js'
export type { ReadBudget, ReadUsage } from './operation/ground/usage-meter.js'
export type {
  BatchOptions,
  ManyOptions,
  Progress,
  RequestsOptions,
  SaveManyOptions,
  TransactionOptions,
} from './operation/many/many-options.js'
export type { MoveOperation } from './operation/move/move.js'
export type { CollectionQuery } from './operation/query/collection-query.js'
export type { Entry, Grouped, GroupedPage, GroupsOr } from './operation/query/grouping.js'
export type { QueryNarrowing, QueryOperation } from './operation/query/query.js'
export type { Collected, Page } from './operation/query/query-reading.js'
export type { ReadRate, ReadWriteRate, WriteRate } from './operation/rate/rate-options.js'
export type { PendingSearch, StartedSearch } from './operation/search/pending-search.js'
export type { CollectedHits, SearchOperation } from './operation/search/search.js'
export type { SearchExplanation } from './operation/search/search-explanation.js'
export type { Hit, SearchOperators, SearchTypes, SearchWhere } from './operation/search/search-types.js'
export type { MarkOperation } from './operation/soft-delete/mark-operation.js'
export type { RestoreOperation } from './operation/soft-delete/restore.js'
export type { SoftDeleteOperation } from './operation/soft-delete/soft-delete.js'
export type {
  CheckUniqueOptions,
  UniqueFault,
  UniqueProgress,
  UniqueReport,
} from './operation/unique-check/check-options.js'
export type {
  UpdateMethods,
  UpdateNarrowing,
  UpdateOperation,
  UpdateRows,
} from './operation/update/update.js'
export type { UpdateReturning } from './operation/update/update-state.js'
export type {
  GivenBy,
  IdempotentArguments,
  UnlessOnce,
  UpdatedPart,
  UpsertArguments,
} from './operation/update/update-types.js'
export type { CheckOperation } from './operation/write/check.js'
export type { ConditionalOperation } from './operation/write/conditional.js'
export type { DeleteOperation } from './operation/write/delete.js'
export type { PutFace, PutOperation, Replacing, WriteFace } from './operation/write/put.js'
export type { Explanation } from './plan/explanation.js'
export type { Rejection } from './plan/source/plan.js'
export type {
  AnyEntity,
  CreateFaceOf,
  CreationOf,
  DeleteFaceOf,
  DeleteManyArguments,
  DeleteOf,
  FixedNameOf,
  IndexItemsOf,
  InputOf,
  ItemOf,
  KeyArgument,
  KeyOf,
  ManagedNameOf,
  Noted,
  SaveFaceOf,
  SaveManyArguments,
  SearchIn,
  SoftArgument,
  VectorsOf,
} from './repository/any-entity.js'
export { type Backfilled, backfill } from './repository/backfill.js'
export type { BoundEntity, BoundKeyArgument, BoundsChecked, WithoutBound } from './repository/bound-types.js'
export {
  Collection,
  type CollectionBounds,
  type CollectionGroups,
  type CollectionIndexes,
  type CollectionItem,
  type CollectionItems,
  type KindIn,
  type One,
  type OneName,
  one,
} from './repository/collection.js'
export { Entity, type Extended } from './repository/entity.js'
export { EntityUnion } from './repository/entity-union.js'
export { Repository } from './repository/repository.js'
export type { TableCallOptions } from './repository/repository-options.js'
export type { UnionChecked, UnionIndexItems } from './repository/union-types.js'
export type { Problem, Simplify } from './util/types.js'
export { version } from './version.js'
