using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>Spans and measurements of calls, while somebody listens.</summary>
public sealed class TelemetryTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly string _name = "t" + Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Spans_OfEveryShape_HaveTheTagsAndTheMetadata()
    {
        await using var provider = await StartAsync();
        var stage = Stages.Of(provider)[_name];
        var spans = new ConcurrentQueue<Activity>();
        using (Listen(spans))
        {
            using var scope = CallMetadata.Begin(CallMetadata.TenantId, "t1");
            stage.Handle("x");
            await stage.CleanAsync("x", "-", _cancellation);
            await stage.Split("a b", _cancellation).ToListAsync(_cancellation);
        }

        stage.Handle("nobody listens");
        Assert.Equal([$"stage:{_name} handle", $"stage:{_name} clean_async", $"stage:{_name} split"], spans.Select(static span => span.OperationName));
        Assert.All(spans, span =>
        {
            Assert.Equal(("stage", _name, "in_process", "t1"), (span.GetTagItem("plugin.kind"), span.GetTagItem("plugin.name"), span.GetTagItem("plugin.runtime"), span.GetTagItem("plugin.metadata.tenant_id")));
            Assert.Equal(ActivityStatusCode.Unset, span.Status);
        });
    }

    [Fact]
    public async Task Spans_OfACallThatFails_HaveTheError()
    {
        await using var provider = await StartAsync(static _ => throw new InvalidOperationException("no"));
        var spans = new ConcurrentQueue<Activity>();
        using (Listen(spans))
        {
            Assert.Throws<InvalidOperationException>(() => Stages.Of(provider)[_name].Handle("x"));
            await provider.Registry.TeardownAsync(_cancellation);
            Assert.Throws<PluginUnavailableException>(() => Stages.Of(provider)[_name].Handle("x"));
        }

        Assert.Equal([(ActivityStatusCode.Error, "System.InvalidOperationException"), (ActivityStatusCode.Error, "PluginUnavailable")], spans.Select(static span => (span.Status, span.GetTagItem("error.type") as string)));
        Assert.Equal("no", spans.First().StatusDescription);
    }

    [Fact]
    public async Task Spans_OfAPluginThatCallsAnother_AreItsChildren()
    {
        TestProvider provider = null!;
        provider = await TestProvider.StartAsync(o => o
            .Add("stage:" + _name, new Stage(_name) { OnHandle = text => Stages.Of(provider)["inner-" + _name].Handle(text) })
            .Add("stage:inner-" + _name, new Stage("inner")));
        await using var _ = provider;
        var spans = new ConcurrentQueue<Activity>();
        using (Listen(spans))
        {
            Stages.Of(provider)[_name].Handle("x");
        }

        Assert.Equal(spans.Last().SpanId, spans.First().ParentSpanId);
    }

    [Fact]
    public async Task Measurements_CallsFailuresDurationAndGauges()
    {
        var inside = new TaskCompletionSource();
        var release = new TaskCompletionSource<int>();
        await using var provider = await StartAsync(
            static text => text == "bad" ? throw new IOException("no") : text,
            _ =>
            {
                inside.SetResult();
                return release.Task;
            });
        var measured = new ConcurrentQueue<(string Name, double Value, string? Error, string? State)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Dagstack.Plugins")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument.Name, value, tags));
        listener.Start();

        var stage = Stages.Of(provider)[_name];
        stage.Handle("x");
        Assert.Throws<IOException>(() => stage.Handle("bad"));
        var call = stage.CountAsync("x", cancellationToken: _cancellation);
        await inside.Task;
        listener.RecordObservableInstruments();
        release.SetResult(1);
        await call;

        Assert.Equal(3, measured.Where(static one => one.Name == "dagstack.plugin.calls").Sum(static one => one.Value));
        Assert.Equal("System.IO.IOException", Assert.Single(measured, static one => one.Name == "dagstack.plugin.call.failures").Error);
        Assert.Equal(3, measured.Count(static one => one.Name == "dagstack.plugin.call.duration" && one.Value is >= 0 and < 60));
        Assert.Equal(1, Assert.Single(measured, static one => one.Name == "dagstack.plugin.calls.active").Value);
        Assert.Contains(measured, static one => one is { Name: "dagstack.plugins", State: "ready", Value: >= 1 });

        void Keep(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = new Dictionary<string, object?>(tags.ToArray());
            if (all.GetValueOrDefault("plugin.name") as string == _name || name == "dagstack.plugins")
            {
                measured.Enqueue((name, value, all.GetValueOrDefault("error.type") as string, all.GetValueOrDefault("plugin.state") as string));
            }
        }
    }

    private ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Dagstack.Plugins",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if ((span.GetTagItem("plugin.name") as string)?.Contains(_name, StringComparison.Ordinal) == true)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private Task<TestProvider> StartAsync(Func<string, string>? handle = null, Func<CancellationToken, Task<int>>? count = null) =>
        TestProvider.StartAsync(o => o.Add("stage:" + _name, new Stage(_name) { OnHandle = handle, OnCount = count ?? (static _ => Task.FromResult(1)) }));
}
