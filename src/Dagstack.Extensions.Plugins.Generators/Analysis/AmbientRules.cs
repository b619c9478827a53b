namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What is said of members by which a plugin would use what it was not given: time, chance, the environment, clients.</summary>
internal static class AmbientRules
{
    private const string Clock = "Take a Clock or TimeProvider in the constructor, declare the resource \"clock\" in the manifest, and use that";
    private const string Rng = "Take an Rng or Random in the constructor, declare the resource \"rng\" in the manifest, and use that";
    private const string Options = "Take IOptions<T> in the constructor and let the host's configuration say it, or read it in SetupAsync";
    private const string Folder = "Use full paths below PluginContext.Folder or the resource \"tmpdir\"";
    private const string Http = "Take an HttpClient in the constructor and declare the resource \"http_client\" in the manifest";

    /// <summary>Says what is wrong with a use. The suite sees more than is said here.</summary>
    public static Finding? Find(AmbientUse what, MemberUse use) => what switch
    {
        AmbientUse.ReadsTime => Time("reads the time of the machine, which no test can set"),
        AmbientUse.IsTime => Time("is the time of the machine, which no test can set"),
        AmbientUse.MeasuresTime or AmbientUse.ReadsTicks => Time("measures the time of the machine, which no test can set"),
        AmbientUse.RunsByTime => Time("runs by the time of the machine, which no test can set"),
        AmbientUse.RunsByPeriod => Waits("new PeriodicTimer(period, clock)"),
        AmbientUse.Delays when !use.IsForever() => Waits("Task.Delay(delay, clock, cancellationToken)"),
        AmbientUse.CancelsLater when !use.IsForever() => Waits("new CancellationTokenSource(delay, clock)"),
        AmbientUse.Draws => new(Diagnostics.AmbientRandom, "is random in a way that no test can repeat", Rng),
        AmbientUse.ReadsEnvironment when use.Inside.Name != "SetupAsync" => new(Diagnostics.AmbientEnvironment, "reads or writes what the whole process shares", Options),
        AmbientUse.DependsOnFolder => new(Diagnostics.AmbientEnvironment, "depends on where the process was started", Folder),
        _ => null,
    };

    /// <summary>Says what is wrong with a client of a plugin's own.</summary>
    public static Finding? Find(ClientUse what) => what is ClientUse.MakesHttpClient or ClientUse.MakesWebRequest
        ? new(Diagnostics.OwnClient, "makes a client that the host neither configures nor closes", Http)
        : null;

    private static Finding Time(string what) => new(Diagnostics.AmbientTime, what, Clock);

    private static Finding Waits(string call) => new(Diagnostics.AmbientTime, "waits by the time of the machine, which no test can set", $"Declare the resource \"clock\" in the manifest, take a TimeProvider in the constructor, and write {call}");
}
