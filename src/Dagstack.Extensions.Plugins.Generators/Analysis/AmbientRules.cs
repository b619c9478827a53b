namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Members of the framework by which a plugin would use what it was not given: time, chance, the environment, clients.</summary>
internal static class AmbientRules
{
    private const string Clock = "Take a Clock or TimeProvider in the constructor, declare the resource \"clock\" in the manifest, and use that";
    private const string Rng = "Take an Rng or Random in the constructor, declare the resource \"rng\" in the manifest, and use that";
    private const string Options = "Take IOptions<T> in the constructor and let the host's configuration say it, or read it in SetupAsync";
    private const string Folder = "Use full paths below PluginContext.Folder or the resource \"tmpdir\"";
    private const string Http = "Take an HttpClient in the constructor and declare the resource \"http_client\" in the manifest";

    private static readonly HashSet<string> s_environment = new(StringComparer.Ordinal)
    {
        "GetEnvironmentVariable", "GetEnvironmentVariables", "SetEnvironmentVariable", "ExpandEnvironmentVariables", "GetCommandLineArgs", "CommandLine",
        "MachineName", "UserName", "UserDomainName", "OSVersion", "ProcessId", "ProcessorCount", "SystemDirectory", "GetFolderPath",
    };

    /// <summary>Gets the rules by the full name of the type.</summary>
    public static IEnumerable<KeyValuePair<string, Func<MemberUse, Finding?>>> All { get; } = new Dictionary<string, Func<MemberUse, Finding?>>
    {
        ["System.DateTime"] = Now,
        ["System.DateTimeOffset"] = Now,
        ["System.TimeProvider"] = static use => use.Name == "System" ? Time("is the time of the machine, which no test can set") : null,
        ["System.Diagnostics.Stopwatch"] = static use => use.IsCreation || use.Name is "StartNew" or "GetTimestamp" ? Time("measures the time of the machine, which no test can set") : null,
        ["System.Threading.Timer"] = static use => use.IsCreation ? Time("runs by the time of the machine, which no test can set") : null,
        ["System.Timers.Timer"] = static use => use.IsCreation ? Time("runs by the time of the machine, which no test can set") : null,
        ["System.Threading.PeriodicTimer"] = static use => use.IsCreation && !use.Takes("TimeProvider") ? Waits("new PeriodicTimer(period, clock)") : null,
        ["System.Threading.Tasks.Task"] = static use => use.Name == "Delay" && !use.Takes("TimeProvider") && !use.IsForever() ? Waits("Task.Delay(delay, clock, cancellationToken)") : null,
        ["System.Threading.CancellationTokenSource"] = Source,
        ["System.Random"] = static use => use.Name == "Shared" || (use.IsCreation && use.Parameters.IsEmpty) ? Chance() : null,
        ["System.Guid"] = static use => use.Name is "NewGuid" or "CreateVersion7" ? Chance() : null,
        ["System.Security.Cryptography.RandomNumberGenerator"] = static _ => Chance(),
        ["System.Environment"] = OfEnvironment,
        ["System.IO.Directory"] = static use => use.Name is "GetCurrentDirectory" or "SetCurrentDirectory" ? Started() : null,
        ["System.Net.Http.HttpClient"] = Client,
        ["System.Net.Http.HttpClientHandler"] = Client,
        ["System.Net.Http.SocketsHttpHandler"] = Client,
        ["System.Net.WebClient"] = Client,
        ["System.Net.WebRequest"] = static use => use.Name is "Create" or "CreateHttp" ? OwnClient() : null,
    };

    private static Finding? Now(MemberUse use) => use.Name is "Now" or "UtcNow" or "Today" ? Time("reads the time of the machine, which no test can set") : null;

    private static Finding? Source(MemberUse use) =>
        use.IsCreation && !use.Parameters.IsEmpty && !use.Takes("TimeProvider") && !use.IsForever() ? Waits("new CancellationTokenSource(delay, clock)") : null;

    private static Finding? Client(MemberUse use) => use.IsCreation ? OwnClient() : null;

    private static Finding? OfEnvironment(MemberUse use) => use.Name switch
    {
        "TickCount" or "TickCount64" => Time("measures the time of the machine, which no test can set"),
        "CurrentDirectory" => Started(),
        _ when s_environment.Contains(use.Name) && use.Inside.Name != "SetupAsync" => new(Diagnostics.AmbientEnvironment, "reads or writes what the whole process shares", Options),
        _ => null,
    };

    private static Finding Time(string what) => new(Diagnostics.AmbientTime, what, Clock);

    private static Finding Waits(string call) => new(Diagnostics.AmbientTime, "waits by the time of the machine, which no test can set", $"Declare the resource \"clock\" in the manifest, take a TimeProvider in the constructor, and write {call}");

    private static Finding Chance() => new(Diagnostics.AmbientRandom, "is random in a way that no test can repeat", Rng);

    private static Finding Started() => new(Diagnostics.AmbientEnvironment, "depends on where the process was started", Folder);

    private static Finding OwnClient() => new(Diagnostics.OwnClient, "makes a client that the host neither configures nor closes", Http);
}
