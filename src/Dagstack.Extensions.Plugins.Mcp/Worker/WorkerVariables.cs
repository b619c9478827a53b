namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The variables by which the program of the host becomes a worker. They are gone as soon as it is one: what it starts in its turn is none.</summary>
internal static class WorkerVariables
{
    public const string Hooks = "DOTNET_STARTUP_HOOKS";
    public const string IsWorker = "DAGSTACK_WORKER";
    private const string ServerCollector = "DOTNET_gcServer";

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

    /// <summary>Tells whether this process is to be a worker, and takes the variables out of its environment.</summary>
    public static bool Take()
    {
        if (Environment.GetEnvironmentVariable(IsWorker) is null)
        {
            return false;
        }

        foreach (var name in new[] { Hooks, IsWorker, ServerCollector })
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        return true;
    }
}
