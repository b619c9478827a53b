namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>Tests that share a PostgreSQL.</summary>
[CollectionDefinition(nameof(PostgresTests))]
public sealed class PostgresTests : ICollectionFixture<SharedPostgres>;
