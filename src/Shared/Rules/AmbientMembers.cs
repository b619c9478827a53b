namespace Dagstack.Extensions.Shared;

/// <summary>Members of the framework by which a plugin would use what it was not given.</summary>
internal static class AmbientMembers
{
    private const string Constructor = MemberRule<AmbientUse>.Constructor;
    private const string Clock = "System.TimeProvider";

    /// <summary>Gets the rules by the full name of the type.</summary>
    public static ILookup<string, MemberRule<AmbientUse>> ByType { get; } = new MemberRule<AmbientUse>[]
    {
        new(AmbientUse.ReadsTime, "System.DateTime", "Now", "UtcNow", "Today"),
        new(AmbientUse.ReadsTime, "System.DateTimeOffset", "Now", "UtcNow", "Today"),
        new(AmbientUse.IsTime, Clock, "System"),
        new(AmbientUse.MeasuresTime, "System.Diagnostics.Stopwatch", "StartNew", "GetTimestamp", Constructor),
        new(AmbientUse.ReadsTicks, "System.Environment", "TickCount", "TickCount64"),
        new(AmbientUse.RunsByTime, "System.Threading.Timer", Constructor),
        new(AmbientUse.RunsByTime, "System.Timers.Timer", Constructor),
        new(AmbientUse.RunsByPeriod, "System.Threading.PeriodicTimer", Constructor) { UnlessTakes = Clock },
        new(AmbientUse.Delays, "System.Threading.Tasks.Task", "Delay") { UnlessTakes = Clock },
        new(AmbientUse.CancelsLater, "System.Threading.CancellationTokenSource", Constructor) { WithParameters = true, UnlessTakes = Clock },
        new(AmbientUse.CancelsAfter, "System.Threading.CancellationTokenSource", "CancelAfter"),
        new(AmbientUse.Draws, "System.Random", "Shared"),
        new(AmbientUse.Draws, "System.Random", Constructor) { WithParameters = false },
        new(AmbientUse.Draws, "System.Guid", "NewGuid", "CreateVersion7"),
        new(AmbientUse.Draws, "System.Security.Cryptography.RandomNumberGenerator"),
        new(
            AmbientUse.ReadsEnvironment,
            "System.Environment",
            "GetEnvironmentVariable",
            "GetEnvironmentVariables",
            "SetEnvironmentVariable",
            "ExpandEnvironmentVariables",
            "GetCommandLineArgs",
            "CommandLine",
            "MachineName",
            "UserName",
            "UserDomainName",
            "OSVersion",
            "ProcessId",
            "ProcessorCount",
            "SystemDirectory",
            "GetFolderPath"),
        new(AmbientUse.DependsOnFolder, "System.Environment", "CurrentDirectory"),
        new(AmbientUse.DependsOnFolder, "System.IO.Directory", "GetCurrentDirectory", "SetCurrentDirectory"),
        new(AmbientUse.EndsProcess, "System.Environment", "Exit", "FailFast"),
        new(AmbientUse.UsesConsole, "System.Console"),
        new(AmbientUse.SharesState, "System.AppDomain", "SetData", "GetData"),
        new(AmbientUse.SharesState, "System.AppContext", "SetData", "GetData", "SetSwitch"),
    }.ToLookup(static rule => rule.Type, StringComparer.Ordinal);
}
