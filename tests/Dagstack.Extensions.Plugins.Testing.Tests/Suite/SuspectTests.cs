using System.Diagnostics;
using Dagstack.Extensions.Plugins.Testing.Tests.Support;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Suite;

/// <summary>For each check, plugins that fail it and nothing else.</summary>
public sealed class SuspectTests
{
    private const string Worker = "worker";
    private const string Checkpointable = "[plugin.unit_of_work]\ndeclared = true\ncheckpointable = true";
    private const string InputHash = "[plugin.unit_of_work]\ndeclared = true\nidempotency_mode = \"input_hash\"";

    private static readonly (PluginCheck Check, string, string, string, string)[] s_all =
    [
        // class, kind, manifest, place
        (PluginCheck.AmbientState, "StaticCounter", "probe", "", "StaticCounter.s_calls"),
        (PluginCheck.AmbientState, "StaticCache", "probe", "", "StaticCache.Run"),
        (PluginCheck.AmbientState, "MachineTime", "probe", "", "MachineTime.Run"),
        (PluginCheck.AmbientState, "MachineRandom", "probe", "", "MachineRandom.Run"),
        (PluginCheck.AmbientState, "MachineEnvironment", "probe", "", "MachineEnvironment.Run"),
        (PluginCheck.AmbientState, "WhereStarted", "probe", "", "WhereStarted.Run"),
        (PluginCheck.AmbientState, "Printer", "probe", "", "Printer.Run"),
        (PluginCheck.AmbientState, "PerThread", "probe", "", "PerThread.t_last"),
        (PluginCheck.AmbientState, "CultureFormat", "probe", "", "CultureFormat.Run"),
        (PluginCheck.AmbientState, "CultureInside", "probe", "", "CultureInside.Run"),
        (PluginCheck.AmbientState, "HashOfText", "probe", "", "HashOfText.Run"),
        (PluginCheck.AmbientState, "UnjustifiedAmbient", "probe", "", "UnjustifiedAmbient.Run"),
        (PluginCheck.Serialization, "NoTimeZone", "reporter", "", "NoTimeZone.Report"),
        (PluginCheck.Serialization, "NotANumber", "reporter", "", "NotANumber.Report"),
        (PluginCheck.Serialization, "LongDecimal", "reporter", "", "LongDecimal.Report"),
        (PluginCheck.Serialization, "SetWithComparer", "reporter", "", "SetWithComparer.Report"),
        (PluginCheck.Serialization, "Circle", "reporter", "", "Circle.Report"),
        (PluginCheck.Serialization, "HalfPair", "reporter", "", "HalfPair.Report"),
        (PluginCheck.Serialization, "OpenStream", "streamer", "", "OpenStream.Open"),
        (PluginCheck.Serialization, "NumberedIndex", "indexer", "", "NumberedIndex.Index"),
        (PluginCheck.Serialization, "MadeFunction", "factory", "", "MadeFunction.Make"),
        (PluginCheck.Lifecycle, "OpenFile", "probe", "tmpdir", "OpenFile.Run"),
        (PluginCheck.Lifecycle, "EndlessThread", "probe", "", "EndlessThread.SetupAsync"),
        (PluginCheck.Lifecycle, "RunningTimer", "probe", "clock", "RunningTimer.Run"),
        (PluginCheck.Lifecycle, "ProcessHandler", "probe", "", "ProcessHandler.SetupAsync"),
        (PluginCheck.Lifecycle, "ForgottenSubscription", "probe", "", "ForgottenSubscription.SetupAsync"),
        (PluginCheck.Lifecycle, "ChildProcess", "probe", "", "ChildProcess.SetupAsync"),
        (PluginCheck.Lifecycle, "YieldedParts", "lister", "", "YieldedParts.List"),
        (PluginCheck.Lifecycle, "QueriedParts", "lister", "", "QueriedParts.List"),
        (PluginCheck.Lifecycle, "NotReleased", "probe", "", "NotReleased.TeardownAsync"),
        (PluginCheck.Lifecycle, "BrokenTeardown", "probe", "", "BrokenTeardown.TeardownAsync"),
        (PluginCheck.Resources, "OwnHttpClient", "probe", "", "OwnHttpClient.Run"),
        (PluginCheck.Resources, "OwnSocket", "probe", "", "OwnSocket.Run"),
        (PluginCheck.Resources, "OwnFile", "probe", "", "OwnFile.Run"),
        (PluginCheck.Resources, "SystemTemp", "probe", "", "SystemTemp.Run"),
        (PluginCheck.ExecutionModel, "Sleeper", "probe", "", "Sleeper.Run"),
        (PluginCheck.ExecutionModel, "Waiter", Worker, "", "Waiter.WorkAsync"),
        (PluginCheck.ExecutionModel, "SyncOverAsync", "probe", "", "SyncOverAsync.Run"),
        (PluginCheck.ExecutionModel, "ResultOfTask", "probe", "", "ResultOfTask.Run"),
        (PluginCheck.ExecutionModel, "HiddenBlocker", "probe", "", "HiddenBlocker.Run"),
        (PluginCheck.Idempotency, "CountedCalls", "probe", InputHash, "CountedCalls.Run"),
        (PluginCheck.Idempotency, "RandomSuffix", "probe", "rng " + InputHash, "RandomSuffix.Run"),
        (PluginCheck.Idempotency, "TimeSuffix", "probe", "clock " + InputHash, "TimeSuffix.Run"),
        (PluginCheck.Determinism, "ObjectHash", "probe", "", "ObjectHash.Run"),
        (PluginCheck.Determinism, "AllocatedBytes", "probe", "", "AllocatedBytes.Run"),
        (PluginCheck.Determinism, "LoadedAssemblies", "probe", "", "LoadedAssemblies.Run"),
        (PluginCheck.Sinks, "PercentProgress", "probe", "", "PercentProgress.Run"),
        (PluginCheck.Sinks, "DividedByNothing", "probe", "", "DividedByNothing.Run"),
        (PluginCheck.Sinks, "UntypedEvent", "probe", "", "UntypedEvent.Run"),
        (PluginCheck.Sinks, "ObjectInProgress", "probe", "", "ObjectInProgress.Run"),
        (PluginCheck.Sinks, "ForgetsTheSum", Worker, Checkpointable, "ForgetsTheSum"),
        (PluginCheck.Sinks, "SavesTooEarly", Worker, Checkpointable, "SavesTooEarly.WorkAsync"),
        (PluginCheck.Sinks, "NeverSaves", Worker, Checkpointable, "dagstack.toml"),
        (PluginCheck.Units, "OnlyHooks", "pair", "[plugin.unit_of_work]\ndeclared = true", "dagstack.toml"),
        (PluginCheck.Units, "WholeUnit", "probe", "", "dagstack.toml"),
        (PluginCheck.Fallback, "NeedsText", "probe", "fallback = true", "NeedsText.Run"),
        (PluginCheck.Fallback, "NeedsShortText", "probe", "fallback = true", "NeedsShortText.Run"),
        (PluginCheck.Fallback, "ReadsTheFile", "probe", "fallback = true", "ReadsTheFile.Run"),
        (PluginCheck.Fallback, "NeedsPrintable", "probe", "fallback = true", "NeedsPrintable.Run"),
    ];

    public static IEnumerable<object[]> Failing => LongTests.Some(s_all, static row => row.Check).Select(static row => new object[] { row.Item1, row.Item2, row.Item3, row.Item4, row.Item5 });

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task RunAsync_PluginThatBreaksOneInvariant_FailsThatCheckOnly(PluginCheck check, string className, string kind, string manifest, string place)
    {
        using var suspect = new Suspect(className, kind, Suspect.Manifest(manifest));

        var report = await suspect.RunAsync();

        Assert.False(report.Ok);
        Assert.All(report.Failures, failure => Assert.Equal((check, CodeOf(check)), (failure.Check, failure.Code)));
        Assert.All(report.Failures, static failure => Assert.True(failure.Message.Length > 20 && failure.Remedy.Length > 20 && failure.Message[^1] is '.' or ':', failure.ToString()));
        var located = Assert.Single(report.Failures.Select(static failure => failure.Location.ToString()).Distinct());
        Assert.Contains(place, located, StringComparison.Ordinal);
        Assert.Empty(report.Skipped);
        if (place.Contains('.', StringComparison.Ordinal))
        {
            Assert.NotNull(report.Failures[0].Location.File);
        }
    }

    [Fact]
    public async Task RunAsync_HandlerThatIsLeft_SaysWhatHoldsTheLoadContext()
    {
        using var suspect = new Suspect("ProcessHandler");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Lifecycle).RunAsync(TestContext.Current.CancellationToken);

        Assert.Contains("ProcessExit", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_PluginThatDoesNotStartAgain_FailsItsLifecycleAndSaysWhatCannotBeCompared()
    {
        using var suspect = new Suspect("StartsOnce");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).RunAsync(TestContext.Current.CancellationToken);

        var failure = Assert.Single(report.Failures);
        Assert.Equal((PluginCheck.Lifecycle, "LeakDetected"), (failure.Check, failure.Code));
        Assert.Matches("^After its teardown the plugin does not start again: its setup threw .*It is taken\\. See to what it complains of; the log has the place where it threw\\.$", failure.Message);
        Assert.Equal([PluginCheck.AmbientState, PluginCheck.Determinism], report.Skipped.Select(static skip => skip.Check));
    }

    [Fact]
    public async Task RunAsync_PluginThatStartsHereOnly_HasAmbientState()
    {
        using var suspect = new Suspect("StartsHere");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).RunAsync(TestContext.Current.CancellationToken);

        var failure = Assert.Single(report.Failures);
        Assert.Equal((PluginCheck.AmbientState, "AmbientStateViolation", "Suspects.StartsHere.SetupAsync"), (failure.Check, failure.Code, $"{failure.Location.Type}.{failure.Location.Member}"));
        Assert.Contains("does not start in a fresh process", failure.Message, StringComparison.Ordinal);
        Assert.Contains("It is far away.", failure.Message, StringComparison.Ordinal);
        Assert.Equal([PluginCheck.Lifecycle], report.Skipped.Select(static skip => skip.Check));
    }

    [Fact]
    public async Task RunAsync_ChildrenThatGoOn_AreNotWaitedForAndThoseOfTheFreshProcessAreEnded()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/task"), "It looks for processes in /proc.");
        using var suspect = new Suspect("ChildProcess");
        try
        {
            var report = await PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Lifecycle).RunAsync(TestContext.Current.CancellationToken);

            Assert.Contains("child processes", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
            Assert.NotEmpty(Sleepers(ofFreshProcess: false));
            Assert.Empty(Sleepers(ofFreshProcess: true));
        }
        finally
        {
            Sleepers(ofFreshProcess: false).ForEach(static sleeper => sleeper.Kill());
        }
    }

    /// <summary>Finds the children that the suspect has started: by how long they sleep, and by the temporary folder of their parent.</summary>
    private static List<Process> Sleepers(bool ofFreshProcess) =>
        [.. Process.GetProcessesByName("sleep").Where(sleeper =>
            TextOf(sleeper, "cmdline").Contains("90.0137", StringComparison.Ordinal)
            && TextOf(sleeper, "environ") is { Length: > 0 } environment
            && environment.Contains("dagstack-runner-", StringComparison.Ordinal) == ofFreshProcess)];

    private static string TextOf(Process process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/{file}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static string CodeOf(PluginCheck check) => check switch
    {
        PluginCheck.AmbientState => "AmbientStateViolation",
        PluginCheck.Serialization => "SerializationError",
        PluginCheck.Lifecycle => "LeakDetected",
        PluginCheck.Resources => "ResourceViolation",
        PluginCheck.ExecutionModel => "ExecutionModelViolation",
        PluginCheck.Idempotency => "IdempotencyError",
        PluginCheck.Determinism => "DeterminismError",
        PluginCheck.Sinks => "SinkError",
        PluginCheck.Fallback => "FallbackError",
        PluginCheck.Units => "UnitOfWorkError",
        _ => "ManifestInvalid",
    };
}
