using Dagstack.Extensions.Plugins.Testing.Tests.Support;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Suite;

/// <summary>For each check, plugins that nearly fail it.</summary>
public sealed class NearMissTests
{
    private const string Worker = "worker";
    private const string Checkpointable = "[plugin.unit_of_work]\ndeclared = true\ncheckpointable = true";
    private const string InputHash = "[plugin.unit_of_work]\ndeclared = true\nidempotency_mode = \"input_hash\"";

    private static readonly (PluginCheck Check, string, string, string)[] s_all =
    [
        (PluginCheck.AmbientState, "Tables", "probe", ""),
        (PluginCheck.AmbientState, "InstanceCache", "probe", ""),
        (PluginCheck.AmbientState, "GivenTime", "probe", "clock"),
        (PluginCheck.AmbientState, "EnvironmentInSetup", "probe", ""),
        (PluginCheck.AmbientState, "JustifiedAmbient", "probe", ""),
        (PluginCheck.AmbientState, "InvariantFormat", "probe", ""),
        (PluginCheck.Serialization, "UtcTime", "reporter", ""),
        (PluginCheck.Serialization, "ShortDecimal", "reporter", ""),
        (PluginCheck.Serialization, "PlainSet", "reporter", ""),
        (PluginCheck.Serialization, "Chain", "reporter", ""),
        (PluginCheck.Lifecycle, "ClosedFile", "probe", "tmpdir"),
        (PluginCheck.Lifecycle, "Exclusive", "probe", ""),
        (PluginCheck.Lifecycle, "DisposedTimer", "probe", "clock"),
        (PluginCheck.Lifecycle, "DisposedSubscription", "probe", ""),
        (PluginCheck.Lifecycle, "RemovedHandler", "probe", ""),
        (PluginCheck.Lifecycle, "JoinedThread", "probe", ""),
        (PluginCheck.Lifecycle, "ListedParts", "lister", ""),
        (PluginCheck.Lifecycle, "CollectedParts", "lister", ""),
        (PluginCheck.Resources, "GivenHttpClient", "probe", "http_client"),
        (PluginCheck.Resources, "FileInTemp", "probe", "tmpdir"),
        (PluginCheck.Resources, "InMemory", "probe", ""),
        (PluginCheck.ExecutionModel, "Patient", Worker, "clock"),
        (PluginCheck.ExecutionModel, "Locker", "probe", ""),
        (PluginCheck.ExecutionModel, "SetupBlocker", "probe", ""),
        (PluginCheck.ExecutionModel, "Sleeper", "probe", "execution_model = \"thread_cpu_bound\""),
        (PluginCheck.Idempotency, "Remembered", "probe", "rng " + InputHash),
        (PluginCheck.Idempotency, "SeededByInput", "probe", InputHash),
        (PluginCheck.Idempotency, "EqualExceptions", "probe", InputHash),
        (PluginCheck.Idempotency, "CountedCalls", "probe", ""),
        (PluginCheck.Determinism, "DrawnInOrder", "probe", "rng"),
        (PluginCheck.Determinism, "SortedParallel", "probe", ""),
        (PluginCheck.Determinism, "TimeSuffix", "probe", "clock"),
        (PluginCheck.Sinks, "Resumes", Worker, Checkpointable),
        (PluginCheck.Units, "Resumes", Worker, Checkpointable),
        (PluginCheck.Units, "OnlyHooks", "pair", ""),
        (PluginCheck.Sinks, "FullRange", "probe", ""),
        (PluginCheck.Sinks, "NoSinks", "probe", ""),
        (PluginCheck.Fallback, "TakesEverything", "probe", "fallback = true"),
        (PluginCheck.Fallback, "CountsLines", "probe", "fallback = true"),
        (PluginCheck.Fallback, "ReadsWhatItMay", "probe", "fallback = true"),
        (PluginCheck.Fallback, "Encodes", "probe", "fallback = true"),
        (PluginCheck.Fallback, "NeedsText", "probe", ""),
    ];

    public static IEnumerable<object[]> Passing => LongTests.Some(s_all, static row => row.Check).Select(static row => new object[] { row.Item1, row.Item2, row.Item3, row.Item4 });

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task RunAsync_PluginThatNearlyBreaksAnInvariant_Passes(PluginCheck check, string className, string kind, string manifest)
    {
        using var suspect = new Suspect(className, kind, Suspect.Manifest(manifest));

        var report = await suspect.RunAsync();

        Assert.True(report.Ok, $"{check}: {report.FormatFailures()}");
        Assert.Empty(report.Skipped);
    }
}
