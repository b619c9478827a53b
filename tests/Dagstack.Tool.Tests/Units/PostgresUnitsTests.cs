using System.Text.Json;
using Dagstack.Extensions.Orchestration.Tests.Postgres;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Tests.Units;

/// <summary>Units that a host has made and runs, by their database.</summary>
[Collection(nameof(PostgresTests))]
public sealed class PostgresUnitsTests(SharedPostgres postgres)
{
    [Fact]
    public async Task ListAndShow_OfUnitsOfAHost_AreSaidAndSecretsAreNot()
    {
        await using var host = await PostgresUnitsHost.StartAsync(postgres.Server);
        var id = await host.EnqueueAsync("""{"document":"q3.pdf","login":{"password":"hunter2"},"keys":["k1"],"count":3}""");
        await host.Units.WaitAsync(id, TestContext.Current.CancellationToken);

        var list = await host.RunAsync("list", "--json");
        var none = await host.RunAsync("list", "--state", "failed", "--plugin", "chunker:units");
        var show = await host.RunAsync("show", id);

        Assert.Equal((0, string.Empty), (list.Code, list.Error));
        var report = JsonElement.Parse(list.Output);
        Assert.Equal(1, report.GetProperty("plugins")[0].GetProperty("succeeded").GetInt32());
        Assert.Equal(id, report.GetProperty("units")[0].GetProperty("unit_id").GetString());
        Assert.Contains("No unit is like that.", none.Output, StringComparison.Ordinal);
        Assert.Contains($"{id} of chunker:units: succeeded\n", show.Output, StringComparison.Ordinal);
        Assert.Contains("\"document\":\"q3.pdf\",\"login\":{\"password\":\"[MASKED]\"}", show.Output, StringComparison.Ordinal);
        Assert.Contains("\"count\":3", show.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", show.Output + list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OfAUnitThatRuns_FollowsItAndEndsAsItDoes()
    {
        await using var host = await PostgresUnitsHost.StartAsync(postgres.Server);
        var go = new TaskCompletionSource();
        host.Worker.Do = async (_, token) =>
        {
            await go.Task.WaitAsync(token);
            throw new InvalidOperationException("It broke.");
        };
        var id = await host.RunningAsync();
        using var output = new StringWriter();
        var watching = DagstackCommand.RunAsync(["units", "watch", id, "--postgres", host.Stage.ConnectionString, "--schema", host.Stage.Options.Schema], new(TextWriter.Synchronized(output), output, Screen: null), TestContext.Current.CancellationToken);
        await UnitsVerbTests.WaitUntilAsync(() => output.ToString().Contains("running", StringComparison.Ordinal) || watching.IsCompleted);

        go.SetResult();

        Assert.Equal(1, await watching);
        Assert.Contains($"{id} of chunker:units: failed", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("It broke.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_OnUnitsOfAHost_AreDoneByTheHost()
    {
        await using var host = await PostgresUnitsHost.StartAsync(postgres.Server);
        host.Worker.Do = static async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        var id = await host.RunningAsync();

        var cancelled = await host.RunAsync("cancel", id);
        Assert.Equal((0, string.Empty), (cancelled.Code, cancelled.Error));
        Assert.Equal(UnitState.Cancelled, (await host.Units.WaitAsync(id, TestContext.Current.CancellationToken)).State);
        host.Worker.Do = UnitChunker.Echo;

        var retried = await host.RunAsync("retry", id);
        Assert.Equal((0, $"{id} is queued again.\n", string.Empty), (retried.Code, retried.Output, retried.Error));
        Assert.Equal(UnitState.Succeeded, (await host.Units.WaitAsync(id, TestContext.Current.CancellationToken)).State);

        host.Worker.Do = static (_, _) => throw new InvalidOperationException("It broke.");
        var failed = await host.EnqueueAsync();
        Assert.Equal(UnitState.Failed, (await host.Units.WaitAsync(failed, TestContext.Current.CancellationToken)).State);
        host.Worker.Do = UnitChunker.Echo;
        var filled = await host.RunAsync("backfill", "--plugin", "chunker:units");
        Assert.Equal((0, string.Empty), (filled.Code, filled.Error));
        Assert.StartsWith("Queued again: 1.", filled.Output, StringComparison.Ordinal);
        Assert.Equal(UnitState.Succeeded, (await host.Units.WaitAsync(failed, TestContext.Current.CancellationToken)).State);

        Assert.Equal(1, (await host.RunAsync("cancel", failed)).Code);
        Assert.Equal(1, (await host.RunAsync("retry", "none")).Code);
    }

    [Theory]
    [InlineData(1, "There is no unit of work 'nothing'.", "show", "nothing")]
    [InlineData(1, "There is no unit of work 'nothing'.", "watch", "nothing")]
    [InlineData(1, "Write kind:name, such as chunker:fixed.", "list", "--plugin", "w")]
    [InlineData(1, "'dagstack units enqueue --url'", "enqueue", "chunker:units")]
    [InlineData(2, "Only failed, expired and cancelled units are run again.", "backfill", "--state", "running")]
    [InlineData(2, "What --after says is no place in a list of units.", "list", "--after", "there")]
    [InlineData(2, "--header goes with --url", "list", "--header", "X-User: ada")]
    [InlineData(2, "Leave one out.", "list", "--url", "http://localhost/plugins")]
    public async Task WhatGoesWrong_IsSaidWithWhatToDo(int code, string expected, params string[] arguments)
    {
        await using var stage = new PostgresStage(postgres.Server);
        await stage.OpenAsync();

        var ran = await Ran.Async(["units", .. arguments, "--postgres", stage.ConnectionString, "--schema", stage.Options.Schema]);

        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.Equal(code, ran.Code);
    }

    [Fact]
    public async Task Database_WithoutTables_IsLeftAsItIs()
    {
        await using var stage = new PostgresStage(postgres.Server);

        var ran = await Ran.Async("units", "list", "--postgres", stage.ConnectionString, "--schema", stage.Options.Schema);

        Assert.Equal(3, ran.Code);
        Assert.Contains($"schema '{stage.Options.Schema}', has no tables of units of work, and this version of Dagstack.Extensions.Orchestration.PostgreSql works with version 1. Nothing was changed", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0L, await stage.AskAsync("select count(*) from pg_namespace where nspname = '{s}'"));
    }

    [Theory]
    [InlineData(0, "has tables of version 0, and this version of Dagstack.Extensions.Orchestration.PostgreSql works with version 1.")]
    [InlineData(7, "has tables of version 7, and this version of Dagstack.Extensions.Orchestration.PostgreSql knows 1.")]
    public async Task Database_WithTablesOfAnotherVersion_IsLeftAsItIs(int version, string expected)
    {
        await using var stage = new PostgresStage(postgres.Server);
        await stage.OpenAsync();
        await stage.AskAsync(FormattableString.Invariant($"update {{s}}.version set version = {version}"));

        var ran = await Ran.Async("units", "list", "--postgres", stage.ConnectionString, "--schema", stage.Options.Schema);

        Assert.Equal(3, ran.Code);
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.Equal(version, await stage.AskAsync("select version from {s}.version"));
    }

    [Fact]
    public async Task WrongPassword_IsSaidWithoutIt()
    {
        await postgres.Server.ExecuteAsync("create role locked login password 'right'");
        await postgres.Server.RequirePasswordAsync("locked");
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunInAsync(folder.Path, [("DAGSTACK_UNITS_POSTGRES", postgres.Server.ConnectionString(user: "locked") + $";Password={UnitsHost.Secret}")], "units", "list");

        Assert.Equal((3, string.Empty), (ran.ExitCode, ran.Output));
        Assert.Contains("Look at the user and password of the connection string (the user is 'locked')", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(UnitsHost.Secret, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_NamesTheDatabase_UnlessTheCommandLineNamesAHost()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var id = Assert.Single(await PostgresStage.EnqueueAsync(await stage.OpenAsync(), 1));
        using var folder = new TempFolder();
        (string, string)[] environment = [("DAGSTACK_UNITS_POSTGRES", stage.ConnectionString)];

        var found = await DagstackProcess.RunInAsync(folder.Path, environment, "units", "show", id, "--schema", stage.Options.Schema);
        var host = await DagstackProcess.RunInAsync(folder.Path, environment, "units", "list", "--url", "no address");

        Assert.Equal((0, string.Empty), (found.ExitCode, found.Error));
        Assert.StartsWith($"{id} of {PostgresStage.Plugin}: queued\n", found.Output, StringComparison.Ordinal);
        Assert.Equal(2, host.ExitCode);
        Assert.StartsWith("What --url says", host.Error, StringComparison.Ordinal);
    }
}
