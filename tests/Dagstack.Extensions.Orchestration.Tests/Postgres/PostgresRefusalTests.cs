using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>What an operator reads when the store cannot be opened.</summary>
[Collection(nameof(PostgresTests))]
public sealed class PostgresRefusalTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Open_ThreeAtOnce_TablesAreMadeOnce()
    {
        await using var stage = new PostgresStage(postgres.Server);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(stage.OpenAsync)));

        Assert.Equal(1, await stage.AskAsync("select version from {s}.version"));
    }

    [Fact]
    public async Task Open_TablesOfANewerVersion_SaysBoth()
    {
        await using var stage = new PostgresStage(postgres.Server);
        await stage.OpenAsync();
        await stage.AskAsync("update {s}.version set version = 7");

        var error = await Assert.ThrowsAsync<UnitStoreException>(stage.OpenAsync);

        Assert.Contains("has tables of version 7, and this version of Dagstack.Extensions.Orchestration.PostgreSql knows 1. Update the package, or name another schema.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WithoutMigrating_TablesThatAreNotThere_AreNotMade()
    {
        await using var stage = new PostgresStage(postgres.Server, static options => options.Migrate = false);

        var error = await Assert.ThrowsAsync<UnitStoreException>(stage.OpenAsync);

        Assert.Contains("has no tables of units of work, and this version of Dagstack.Extensions.Orchestration.PostgreSql works with version 1. Nothing was changed", error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await stage.AskAsync("select count(*) from pg_namespace where nspname = '{s}'"));
    }

    [Theory]
    [InlineData(0, "has tables of version 0, and this version of Dagstack.Extensions.Orchestration.PostgreSql works with version 1. Nothing was changed")]
    [InlineData(7, "has tables of version 7, and this version of Dagstack.Extensions.Orchestration.PostgreSql knows 1. Update the package")]
    public async Task Open_WithoutMigrating_TablesOfAnotherVersion_SaysBoth(int version, string expected)
    {
        await using var stage = new PostgresStage(postgres.Server);
        await stage.OpenAsync();
        await stage.AskAsync(FormattableString.Invariant($"update {{s}}.version set version = {version}"));
        stage.Options.Migrate = false;

        var error = await Assert.ThrowsAsync<UnitStoreException>(stage.OpenAsync);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(version, await stage.AskAsync("select version from {s}.version"));
    }

    [Fact]
    public async Task Open_WithoutMigrating_AReaderIsEnoughToLook_AndNotToRun()
    {
        await using var stage = new PostgresStage(postgres.Server);
        await PostgresStage.EnqueueAsync(await stage.OpenAsync(), 1);
        stage.Options.Migrate = false;
        await using var store = new PostgreSqlUnitStore(stage.ConnectionString + ";Options=-c default_transaction_read_only=on", stage.Options, null);
        await store.OpenAsync(default);
        await using var placement = new LeasePlacement(store);

        var error = await Assert.ThrowsAsync<UnitStoreException>(() => placement.JoinAsync(default));

        Assert.Equal(1, Assert.Single(await store.CountAsync(default)).Queued);
        Assert.Contains("is read-only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NobodyListens_IsUnavailable_WithoutThePassword()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        await using var store = new PostgreSqlUnitStore($"Host=127.0.0.1;Port={port};Database=app;Username=me;Password=hush-hush", null, null);

        var error = await Assert.ThrowsAsync<UnitStoreUnavailableException>(() => store.OpenAsync(default));

        Assert.StartsWith($"PostgreSQL at 127.0.0.1:{port}, database 'app', schema 'dagstack_units', is out: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NoDatabase_SaysHowItIsMade()
    {
        var error = await OpenErrorAsync(postgres.Server.ConnectionString("nowhere"));

        Assert.Contains("create database \"nowhere\" owner \"postgres\";", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WrongPassword_SaysWhereToLook()
    {
        await postgres.Server.ExecuteAsync("create role locked login password 'right'");
        await postgres.Server.RequirePasswordAsync("locked");

        var error = await OpenErrorAsync(postgres.Server.ConnectionString(user: "locked") + ";Password=hush-hush");

        Assert.Contains("Look at the user and password of the connection string (the user is 'locked')", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NoRightToMakeASchema_SaysWhatAnAdministratorDoes_AndThatHelps()
    {
        await postgres.Server.ExecuteAsync("create role guest login");
        var place = postgres.Server.ConnectionString(user: "guest");

        var error = await OpenErrorAsync(place, "guests");
        Assert.Contains("permission denied", error.Message, StringComparison.Ordinal);
        var grants = error.Message[error.Message.IndexOf("create schema", StringComparison.Ordinal)..];
        await postgres.Server.ExecuteAsync(grants);

        await using var store = new PostgreSqlUnitStore(place, new() { Schema = "guests" }, null);
        await store.OpenAsync(default);
        Assert.Empty(await store.CountAsync(default));
    }

    [Fact]
    public async Task Open_TablesOfAnother_SaysWhichRightsAreMissing_AndTheGrantsHelp()
    {
        await using var stage = new PostgresStage(postgres.Server);
        await stage.OpenAsync();
        await postgres.Server.ExecuteAsync("create role visitor login");
        await stage.AskAsync("grant usage on schema {s} to visitor; grant select on all tables in schema {s} to visitor");

        var error = await OpenErrorAsync(postgres.Server.ConnectionString(user: "visitor"), stage.Options.Schema);
        Assert.Contains("the user 'visitor' has no right to ", error.Message, StringComparison.Ordinal);
        Assert.Contains("insert on unit", error.Message, StringComparison.Ordinal);
        await postgres.Server.ExecuteAsync(error.Message[error.Message.IndexOf("create schema", StringComparison.Ordinal)..]);

        await using var store = new PostgreSqlUnitStore(postgres.Server.ConnectionString(user: "visitor"), stage.Options, null);
        await store.OpenAsync(default);
        Assert.Equal(UnitWriteOutcome.Applied, await PostgresStage.WriteAsync(store, PostgresStage.New("p")));
        await postgres.Server.ExecuteAsync($"drop owned by visitor");
    }

    [Fact]
    public async Task Open_ReadOnly_SaysSo_BeforeAndAfterTheTablesAreThere()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var readOnly = stage.ConnectionString + ";Options=-c default_transaction_read_only=on";

        var before = await OpenErrorAsync(readOnly, stage.Options.Schema);
        await stage.OpenAsync();
        var after = await OpenErrorAsync(readOnly, stage.Options.Schema);

        Assert.Contains("is read-only", before.Message, StringComparison.Ordinal);
        Assert.Contains("'Target Session Attributes=primary'", after.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_TablesAreGone_SaysWhatToDo()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var store = await stage.OpenAsync();
        await stage.AskAsync("drop schema {s} cascade");

        var error = await Assert.ThrowsAsync<UnitStoreException>(() => PostgresStage.WriteAsync(store, PostgresStage.New("p")));

        Assert.Contains("Restart the application", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataSource_OfTheApplication_IsUsedAndNotDisposed()
    {
        await using var stage = new PostgresStage(postgres.Server);
        await using var source = NpgsqlDataSource.Create(stage.ConnectionString);
        await using (var store = new PostgreSqlUnitStore(source, stage.Options, null))
        {
            await store.OpenAsync(default);
            Assert.Equal(UnitWriteOutcome.Applied, await PostgresStage.WriteAsync(store, PostgresStage.New("p")));
        }

        await using var connection = await source.OpenConnectionAsync();
    }

    [Theory]
    [InlineData("", "Schema")]
    [InlineData("Units", "Schema")]
    [InlineData("pg_units", "Schema")]
    [InlineData("a\"; drop table x; --", "Schema")]
    [InlineData("a2345678901234567890123456789012345678901", "Schema")]
    public void Options_Schema_IsChecked(string schema, string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new PostgreSqlUnitStore("Host=x", new() { Schema = schema }, null));

        Assert.Contains($"PostgreSqlUnitStoreOptions.{name} is '{schema}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_DeadAfterLessThanTwoBeats_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new PostgreSqlUnitStore("Host=x", new() { Beat = TimeSpan.FromSeconds(3) }, null));

        Assert.Contains("DeadAfter is '00:00:04', and is to be at least twice Beat, which is 00:00:03", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PostgreSqlUnitStore("Host=x", new() { ParallelWrites = 0 }, null));
        Assert.Throws<ArgumentException>(() => new PostgreSqlUnitStore("Host=x", new() { Beat = TimeSpan.Zero }, null));
        Assert.Throws<ArgumentException>(() => new PostgreSqlUnitStore("Host=x", new() { KeepIdle = TimeSpan.FromDays(1) }, null));
        Assert.Contains("It looks like", Assert.Throws<ArgumentException>(() => new PostgreSqlUnitStore("no connection string", null, null)).Message, StringComparison.Ordinal);
    }

    private static async Task<UnitStoreException> OpenErrorAsync(string place, string schema = "dagstack_units")
    {
        await using var store = new PostgreSqlUnitStore(place, new() { Schema = schema }, null);
        var error = await Assert.ThrowsAsync<UnitStoreException>(() => store.OpenAsync(default));
        Assert.StartsWith("PostgreSQL at 127.0.0.1:", error.Message, StringComparison.Ordinal);
        return error;
    }
}
