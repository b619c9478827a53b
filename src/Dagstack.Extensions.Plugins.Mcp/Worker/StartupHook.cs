using Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>Where .NET enters this assembly before the program of the host, when the host has started it again as a worker.</summary>
/// <remarks>.NET looks for a class of this name, in no namespace, in the assembly that <c>DOTNET_STARTUP_HOOKS</c> names.</remarks>
#pragma warning disable CA1050, IDE0130 // So .NET wants it.
internal static class StartupHook
#pragma warning restore CA1050, IDE0130
{
    public static void Initialize()
    {
        if (WorkerVariables.Take())
        {
            WorkerMain.Run();
        }
    }
}
