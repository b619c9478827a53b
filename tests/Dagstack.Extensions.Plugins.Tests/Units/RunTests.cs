using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Fixtures;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>What runs a unit of work, and what becomes of it.</summary>
public sealed class RunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TheOnlyHook_HasItsArgumentsItsMetadataAndItsResult()
    {
        object? unit = null;
        await using var provider = await UnitHost.StartAsync(new()
        {
            OnImport = (request, _) =>
            {
                unit = CallMetadata.Current.GetValueOrDefault(CallMetadata.UnitId);
                return Task.FromResult(new Imported(1, request.Pages));
            },
        });

        Assert.Equal("""{"from":1,"pages":3}""", await provider.RunAsync(UnitHost.One, UnitHost.Args(3), new("u7")));
        Assert.Equal("u7", unit);
        Assert.DoesNotContain(CallMetadata.UnitId, CallMetadata.Current.Keys);
    }

    [Fact]
    public async Task Run_PluginWithAUnitOfWork_IsRunByThatAndNotByTheHook()
    {
        UnitContext? seen = null;
        await using var provider = await UnitHost.StartAsync(new CodeUnits
        {
            OnImport = static (_, _) => throw new InvalidOperationException("The hook was called."),
            OnRun = (args, unit, _) =>
            {
                seen = unit;
                return new(args.GetProperty("anything"));
            },
        });

        Assert.Equal("[1]", await provider.RunAsync(UnitHost.One, JsonElement.Parse("""{"anything":[1]}"""), new("u8")));
        Assert.Equal(("u8", 1), (seen!.UnitId, seen.Attempt));
        Assert.Empty(provider.Units().Find("one").CheckArguments(JsonElement.Parse("""{"anything":[1]}""")));
    }

    [Fact]
    public async Task Run_ArgumentsThatDoNotFit_SaySo()
    {
        await using var provider = await UnitHost.StartAsync(new());

        var fault = await Assert.ThrowsAsync<PluginSerializationException>(() => provider.RunAsync(UnitHost.One, JsonElement.Parse("""{"pags":3}""")));

        Assert.Contains("pages", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhatThePluginThrows_ComesOutUnchanged()
    {
        var thrown = new InvalidDataException("no");
        await using var provider = await UnitHost.StartAsync(new() { OnImport = (_, _) => throw thrown });

        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(() => provider.RunAsync(UnitHost.One, UnitHost.Args(1))));
        Assert.Equal(1, provider.Registry.Describe(UnitHost.One)!.Calls.Failures);
    }

    [Fact]
    public async Task Run_CancelledByItsCaller_IsThatWhateverThePluginThrows()
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await UnitHost.StartAsync(new()
        {
            OnImport = async (_, token) =>
            {
                inside.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                throw new InvalidDataException("The file is half there.");
            },
        });
        using var cancellation = new CancellationTokenSource();

        var run = provider.RunAsync(UnitHost.One, UnitHost.Args(1), cancellationToken: cancellation.Token);
        await inside.Task.WaitAsync(Limits.Patience, Token);
        await cancellation.CancelAsync();

        Assert.Equal(cancellation.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => run)).CancellationToken);
        Assert.Equal(PluginState.Ready, provider.Status("importer:one").State);
    }

    [Fact]
    public async Task Run_MiddlewareAndTimeOfTheKind_MiddlewareWrapsAndNoTimeBounds()
    {
        var wrapped = new ConcurrentQueue<string>();
        await using var provider = await UnitHost.StartAsync(
            new()
            {
                OnImport = async (request, token) =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, token);
                    return new(0, request.Pages);
                },
            },
            o => o.ForKind("importer", static kind => kind.Timeout = TimeSpan.FromMilliseconds(1)).Use((call, next) =>
            {
                wrapped.Enqueue($"{call.Hook.WireName} {call.Metadata[CallMetadata.UnitId]}");
                return next(call);
            }));

        Assert.Equal("""{"from":0,"pages":2}""", await provider.RunAsync(UnitHost.One, UnitHost.Args(2)));
        Assert.Equal(["import u1"], wrapped);
    }

    [Fact]
    public async Task Run_Spans_AreOfTheHookOrOfTheUnitBelowThatOfTheCaller()
    {
        using var executor = new ActivitySource("Executor." + Guid.NewGuid());
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Dagstack.Plugins" || source == executor,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var provider = await UnitHost.StartAsync(new(), o => o.Add(UnitHost.ManifestOf(new("importer", "two")), new CodeUnits { OnRun = static (_, _, _) => new((JsonElement?)null) }));

        using (var around = executor.StartActivity("run"))
        {
            await provider.RunAsync(UnitHost.One, UnitHost.Args(1), new("s1"));
            await provider.RunAsync(new("importer", "two"), UnitHost.Args(1), new("s2"));
            var ours = spans.Where(span => span.TraceId == around!.TraceId).ToList();
            Assert.Equal([("importer:one import", "s1"), ("importer:two unit", "s2")], ours.Select(static span => (span.OperationName, (string)span.GetTagItem("plugin.metadata.unit_id")!)));
            Assert.All(ours, span => Assert.Equal(around!.SpanId, span.ParentSpanId));
        }
    }

    [Fact]
    public async Task Run_UnitsThatBlockTheirThreads_KeepNobodyFromRunning()
    {
        using var open = new ManualResetEventSlim();
        await using var provider = await UnitHost.StartAsync(new() { OnImport = (request, _) => Task.FromResult(new Imported(open.Wait(Limits.Patience, Token) ? 1 : 0, request.Pages)) });

        var runs = Enumerable.Range(0, 64).Select(number => provider.RunAsync(UnitHost.One, UnitHost.Args(1), new("b" + number))).ToList();
        await Wait.UntilAsync(() => provider.Status("importer:one").CallsInFlight == 64);
        open.Set();

        Assert.All(await Task.WhenAll(runs), static output => Assert.Equal("""{"from":1,"pages":1}""", output));
    }
}
