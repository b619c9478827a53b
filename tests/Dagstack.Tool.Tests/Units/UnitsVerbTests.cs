using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Spectre.Console;

namespace Dagstack.Tool.Tests.Units;

public sealed class UnitsVerbTests
{
    [Fact]
    public async Task List_OfAHost_ShowsCountsAndUnits()
    {
        await using var host = await UnitsHost.StartAsync();

        var ran = await host.RunAsync("list");

        Assert.Equal((0, string.Empty), (ran.Code, ran.Error));
        Assert.Equal("""
            PLUGIN         QUEUED  RUNNING  FAILED  EXPIRED  CANCELLED  SUCCEEDED  OLDEST QUEUED
            chunker:fixed  1       1        1       0        0          0          2026-03-01 12:00:00 UTC
            parser:lines   0       0        0       0        0          1

            UNIT  STATE      DONE  PLUGIN         PARTITION  TAKEN IN                 FAILURES
            d     succeeded        parser:lines              2026-03-01 12:00:00 UTC  0
            c     failed           chunker:fixed             2026-03-01 12:00:00 UTC  4
            b     running    25 %  chunker:fixed  acme       2026-03-01 12:00:00 UTC  0
            a     queued           chunker:fixed             2026-03-01 12:00:00 UTC  0

            """.ReplaceLineEndings("\n"), ran.Output);
    }

    [Fact]
    public async Task List_WithAFilterAndPages_ShowsThoseAlone()
    {
        await using var host = await UnitsHost.StartAsync();

        var failed = await host.RunAsync("list", "--state", "failed", "--state", "running", "--plugin", "chunker:fixed", "--partition", "acme", "--json");
        var first = await host.RunAsync("list", "--limit", "3");
        var rest = await host.RunAsync("list", "--limit", "3", "--after", "3", "--json");

        Assert.Equal(["b"], IdsOf(failed));
        Assert.Contains("There are more: --after 3", first.Output, StringComparison.Ordinal);
        Assert.Equal(["a"], IdsOf(rest));
    }

    [Fact]
    public async Task Show_OfAUnit_HasItsFactsAndNothingThatActsOnATerminal()
    {
        await using var host = await UnitsHost.StartAsync();

        var failed = await host.RunAsync("show", "c");
        var running = await host.RunAsync("show", "b", "--json");

        Assert.Equal(0, failed.Code);
        Assert.Contains("c of chunker:fixed: failed\n", failed.Output, StringComparison.Ordinal);
        Assert.Contains("  failures: 4\n", failed.Output, StringComparison.Ordinal);
        Assert.Contains("'dagstack units retry c' runs it again", failed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', failed.Output);
        var unit = JsonElement.Parse(running.Output);
        Assert.Equal(("b", "running", 0.25, "page 3", "host-1", "[MASKED]"), (unit.GetProperty("unit_id").GetString(), unit.GetProperty("state").GetString(), unit.GetProperty("fraction").GetDouble(), unit.GetProperty("message").GetString(), unit.GetProperty("node").GetString(), unit.GetProperty("args").GetProperty("password").GetString()));
    }

    [Theory]
    [InlineData(UnitState.Succeeded, 0)]
    [InlineData(UnitState.Failed, 1)]
    [InlineData(UnitState.Cancelled, 1)]
    public async Task Watch_OfAUnit_FollowsItAndEndsAsItDoes(UnitState end, int code)
    {
        await using var host = await UnitsHost.StartAsync();
        var watching = host.RunAsync("watch", "b");
        await WaitUntilAsync(() => host.Units.Watchers == 1);

        host.Units.Change("b", unit => (unit.State, unit.FinishedAt, unit.Output) = (end, unit.EnqueuedAt.AddMinutes(1), """{"pages":12}"""));
        var ran = await watching;

        Assert.Equal((code, string.Empty), (ran.Code, ran.Error));
        Assert.StartsWith("running 25 % page 3\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"b of chunker:fixed: {Output.Words.Of(end)}\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("""  output: {"pages":12}""", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ForAPerson_HasABar()
    {
        await using var host = await UnitsHost.StartAsync();
        using var output = new StringWriter();
        var screen = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, ColorSystem = ColorSystemSupport.Standard, Out = new AnsiConsoleOutput(output) });
        screen.Profile.Width = 100;
        var watching = DagstackCommand.RunAsync(["units", "watch", "b", "--url", host.Url, "--header", "X-User: ada"], new(output, output, screen), TestContext.Current.CancellationToken);
        await WaitUntilAsync(() => host.Units.Watchers == 1);

        host.Units.Change("b", static unit => unit.State = UnitState.Succeeded);

        Assert.Equal(0, await watching);
        Assert.Contains("━", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("b of chunker:fixed: succeeded", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WithJson_IsOneDocument()
    {
        await using var host = await UnitsHost.StartAsync();

        var ran = await host.RunAsync("watch", "c", "--json");

        Assert.Equal((1, "failed"), (ran.Code, JsonElement.Parse(ran.Output).GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Enqueue_WithAllThatMayBeSaid_TakesTheUnitInOnce()
    {
        await using var host = await UnitsHost.StartAsync();
        using var folder = new TempFolder();
        folder.Write("args.json", """{"text":"Hello"}""");
        string[] arguments = ["enqueue", "chunker:fixed", "--args-file", folder.Combine("args.json"), "--key", "k", "--partition", "acme", "--expires", "15m"];

        var first = await host.RunAsync(arguments);
        var second = await host.RunAsync([.. arguments, "--json"]);

        Assert.Equal((0, "unit-1\n", string.Empty), (first.Code, first.Output, first.Error));
        Assert.True(JsonElement.Parse(second.Output).GetProperty("deduplicated").GetBoolean());
        var (plugin, args, options) = host.Units.Enqueued[0];
        Assert.Equal(("chunker:fixed", """{"text":"Hello"}""", "k", "acme", TimeSpan.FromMinutes(15)), (plugin, args, options!.IdempotencyKey, options.PartitionKey, options.ExpiresAfter));
    }

    [Fact]
    public async Task Enqueue_AndWatch_EndsAsTheUnitDoes()
    {
        await using var host = await UnitsHost.StartAsync();
        var running = host.RunAsync("enqueue", "chunker:fixed", "--args", """{"text":"Hello"}""", "--watch");
        await WaitUntilAsync(() => host.Units.Watchers == 1);

        host.Units.Change("unit-1", static unit => (unit.State, unit.Error) = (UnitState.Failed, "It broke."));
        var ran = await running;

        Assert.Equal(1, ran.Code);
        Assert.StartsWith("unit-1\nqueued\nunit-1 of chunker:fixed: failed\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("  error: It broke.\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_OnUnits_AreDoneAndSaid()
    {
        await using var host = await UnitsHost.StartAsync();

        var cancelled = await host.RunAsync("cancel", "a");
        var retried = await host.RunAsync("retry", "c", "--json");
        var filled = await host.RunAsync("backfill", "--plugin", "chunker:fixed", "--state", "cancelled", "--since", "2026-01-01", "--until", "2027-01-01T00:00:00Z");

        Assert.Equal((0, "a is cancelled, or will be as soon as its plugin lets it.\n", string.Empty), (cancelled.Code, cancelled.Output, cancelled.Error));
        Assert.Equal((0, "queued"), (retried.Code, JsonElement.Parse(retried.Output).GetProperty("outcome").GetString()));
        Assert.Equal((0, "Queued again: 1. Left, since the same work waits, runs or is done already: 1.\n"), (filled.Code, filled.Output));
        Assert.Equal((new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), (host.Units.Backfilled!.Since!.Value, host.Units.Backfilled.Until!.Value));
    }

    /// <summary>Waits for something that comes at some time.</summary>
    internal static async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static IEnumerable<string> IdsOf(Ran ran) => JsonElement.Parse(ran.Output).GetProperty("units").EnumerateArray().Select(static unit => unit.GetProperty("unit_id").GetString()!);
}
