using Dagstack.Extensions.Plugins.Testing.Il;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Members of the framework by which a plugin would read or write what it was not given.</summary>
internal static class AmbientRules
{
    private const string Clock = "Take a Clock or TimeProvider in the constructor, add \"clock\" to the manifest's resources, and use its Now, GetTimestamp or CreateTimer.";
    private const string Rng = "Take an Rng or Random in the constructor, add \"rng\" to the manifest's resources, and use its Next, NextUuid or Choice.";
    private const string Options = "Take IOptions<T> of a type of your own in the constructor, and let the host's configuration say it; or read it in SetupAsync and keep it.";
    private const string Log = "Take an ILogger<T> in the constructor and log instead.";
    private const string Folder = "Use full paths below the resource \"tmpdir\" or PluginContext.Folder.";

    private static readonly HashSet<string> s_environment = new(StringComparer.Ordinal)
    {
        "GetEnvironmentVariable", "GetEnvironmentVariables", "SetEnvironmentVariable", "ExpandEnvironmentVariables", "GetCommandLineArgs", "get_CommandLine",
        "get_MachineName", "get_UserName", "get_UserDomainName", "get_OSVersion", "get_ProcessId", "get_ProcessorCount", "get_SystemDirectory", "GetFolderPath",
    };

    public static IlComplaint? Find(IlMethod method, MemberName member) => member.Type switch
    {
        "System.DateTime" or "System.DateTimeOffset" when member.Name is "get_Now" or "get_UtcNow" or "get_Today" => new("reads the time of the machine", Clock),
        "System.TimeProvider" when member.Name == "get_System" => new("is the time of the machine", Clock),
        "System.Diagnostics.Stopwatch" when member.Name is "StartNew" or "GetTimestamp" or ".ctor" => new("measures the time of the machine", Clock),
        "System.Threading.Tasks.Task" when member.Name == "Delay" && !member.Takes("System.TimeProvider") => new("waits by the time of the machine", "Give it the resource \"clock\": Task.Delay(delay, clock, cancellationToken)."),
        "System.Threading.CancellationTokenSource" when (member.Name == ".ctor" && member.Parameters.Count > 0 && !member.Takes("System.TimeProvider")) || member.Name == "CancelAfter" => new("waits by the time of the machine", "Create it with a time and the resource \"clock\": new CancellationTokenSource(delay, clock)."),
        "System.Threading.Timer" or "System.Timers.Timer" when member.Name == ".ctor" => new("runs by the time of the machine", Clock),
        "System.Threading.PeriodicTimer" when member.Name == ".ctor" && !member.Takes("System.TimeProvider") => new("runs by the time of the machine", "Give it the resource \"clock\": new PeriodicTimer(period, clock)."),
        "System.Random" when member.Name == "get_Shared" || (member.Name == ".ctor" && member.Parameters.Count == 0) => new("is random in a way that no test can repeat", Rng),
        "System.Guid" when member.Name is "NewGuid" or "CreateVersion7" => new("is random in a way that no test can repeat", Rng),
        "System.Security.Cryptography.RandomNumberGenerator" => new("is random in a way that no test can repeat", Rng),
        "System.Environment" => OfEnvironment(method, member),
        "System.IO.Directory" when member.Name is "GetCurrentDirectory" or "SetCurrentDirectory" => new("depends on where the process was started", Folder),
        "System.Console" => new("belongs to the host's process", Log),
        "System.AppDomain" when member.Name is "SetData" or "GetData" => new("is state that the whole process shares", "Keep state in the plugin's instance."),
        "System.AppContext" when member.Name is "SetData" or "GetData" or "SetSwitch" => new("is state that the whole process shares", "Keep state in the plugin's instance."),
        _ => CultureRules.Find(method, member),
    };

    private static IlComplaint? OfEnvironment(IlMethod method, MemberName member) => member.Name switch
    {
        "get_TickCount" or "get_TickCount64" => new("reads the time of the machine", Clock),
        "get_CurrentDirectory" or "set_CurrentDirectory" => new("depends on where the process was started", Folder),
        "Exit" or "FailFast" => new("ends the host's process", "Throw an exception."),
        _ when s_environment.Contains(member.Name) && method.Member != nameof(IPluginSetup.SetupAsync) => new("reads or writes the environment of the process", Options),
        _ => null,
    };
}
