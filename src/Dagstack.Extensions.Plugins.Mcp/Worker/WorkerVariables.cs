using Dagstack.Extensions.Plugins.Mcp.Settings;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The variables by which the program of the host becomes a worker. They are gone as soon as it is one: what it starts in its turn is none.</summary>
internal static class WorkerVariables
{
    public const string Hooks = "DOTNET_STARTUP_HOOKS";
    public const string IsWorker = "DAGSTACK_WORKER";
    private const string ServerCollector = "DOTNET_gcServer";

    private static readonly StringComparison s_comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    // What the runtime of the host itself needs to start. Not what attaches something to it.
    private static readonly string[] s_ofRuntime =
    [
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY", "DOTNET_SYSTEM_GLOBALIZATION_APPLOCALICU", "DOTNET_ICU_VERSION_OVERRIDE",
        "DOTNET_ROLL_FORWARD", "DOTNET_ROLL_FORWARD_TO_PRERELEASE", "DOTNET_BUNDLE_EXTRACT_BASE_DIR", "DOTNET_RUNNING_IN_CONTAINER", "DOTNET_EnableDiagnostics",
    ];

    /// <summary>Adds them to the environment of a child.</summary>
    public static void AddTo(Dictionary<string, string> environment)
    {
        foreach (var name in s_ofRuntime)
        {
            if (!environment.ContainsKey(name) && Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }

        environment[Hooks] = typeof(WorkerVariables).Assembly.GetName().Name!;
        environment[IsWorker] = "1";

        // A heap per processor is for the host.
        environment.TryAdd(ServerCollector, "0");
    }

    /// <summary>Refuses those of a manifest that the host starts a worker by.</summary>
    /// <exception cref="SettingException">One is there.</exception>
    public static void Refuse(IEnumerable<string> names)
    {
        if (names.FirstOrDefault(static name => name.Equals(Hooks, s_comparison) || name.Equals(IsWorker, s_comparison)) is { } taken)
        {
            throw new SettingException($"'mcp_stdio.env.{taken}' cannot be set: the host starts the plugin's process by {taken}. Take it out of the manifest.");
        }
    }

    /// <summary>Tells whether this process is to be a worker, and takes the variables out of its environment.</summary>
    public static bool Take()
    {
        if (Environment.GetEnvironmentVariable(IsWorker) is null)
        {
            return false;
        }

        foreach (var name in new[] { Hooks, IsWorker, ServerCollector })
        {
            NativeVariables.Remove(name);
        }

        return true;
    }
}
