using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>Progress that a plugin reports during a call is told to the caller who asks for it.</summary>
public sealed class CallProgressTests
{
    [Fact]
    public async Task Progress_OfACall_IsToldToItsCallerAndToTheHost()
    {
        var (host, caller) = (new Sink(), new Caller());
        await using var provider = await TestProvider.StartAsync(o => o.Add("stage:a", new Stage("a")
        {
            OnHandle = text =>
            {
                host.Report(0.5, text);
                return text;
            },
            OnTell = async (text, _) =>
            {
                await Task.Yield();
                host.Report(1, text);
            },
        }));
        var stage = Stages.Of(provider)["a"];

        PluginCalls.With(stage, new() { Progress = caller }).Handle("mine");
        await PluginCalls.With(stage, new() { Progress = caller, Metadata = new Dictionary<string, object?> { ["a"] = 1 } }).TellAsync("too");
        stage.Handle("nobody's");

        Assert.Equal([(0.5, "mine"), (1, "too")], caller.Told);
        Assert.Equal(["mine", "too", "nobody's"], host.Told);
    }

    [Fact]
    public async Task Progress_SinkOfTheCallerThatThrows_IsLoggedOnceAndThePluginHearsNothing()
    {
        using var logs = new TestLogs();
        var host = new Sink();
        await using var provider = await TestProvider.StartAsync(
            o => o.Add("stage:a", new Stage("a")
            {
                OnHandle = text =>
                {
                    host.Report(0.5, text);
                    host.Report(1, text);
                    return text;
                },
                OnTell = async (text, _) =>
                {
                    await Task.Yield();
                    host.Report(1, text);
                },
            }),
            services => services.AddSingleton<ILoggerProvider>(logs));
        var stage = PluginCalls.With(Stages.Of(provider)["a"], new() { Progress = new Thrower() });

        Assert.Equal("mine", stage.Handle("mine"));
        Assert.Single(logs.Lines, static line => line.Contains("Progress of plugin stage:a was not told to the caller", StringComparison.Ordinal));
        await stage.TellAsync("too");

        Assert.Equal(["mine", "mine", "too"], host.Told);
        Assert.Equal(2, logs.Lines.Count(static line => line.Contains("[35]", StringComparison.Ordinal) && line.Contains("I do not want to know", StringComparison.Ordinal)));
    }

    private sealed class Thrower : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => throw new InvalidTimeZoneException("I do not want to know.");
    }

    private sealed class Caller : IProgress<ProgressReport>
    {
        public List<(double Fraction, string? Message)> Told { get; } = [];

        public void Report(ProgressReport value) => Told.Add((value.Fraction, value.Message));
    }

    private sealed class Sink() : PluginProgress(TimeProvider.System)
    {
        public List<string?> Told { get; } = [];

        protected override void ReportCore(ProgressReport report) => Told.Add(report.Message);

        protected override void EventCore(ProgressEvent progressEvent)
        {
        }
    }
}
