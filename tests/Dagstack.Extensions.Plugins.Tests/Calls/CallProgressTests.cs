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
