using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>A host whose plugin is <c>nonsense.py</c>.</summary>
internal static class NonsenseHost
{
    public const string NeedsPython = "Needs python3.";

    /// <summary>How long an end may take of a server that reads what it is told, on a machine that is busy.</summary>
    private static readonly TimeSpan s_orderly = TimeSpan.FromSeconds(15);

    /// <summary>Whether the memory of this process can be looked at, and there is a Python.</summary>
    public static bool HasMemory => Children.HaveProc && CalcHost.HasPython;

    /// <param name="mode">How the server is greeted and listed.</param>
    /// <param name="isLogged">Whether the test reads the log, which is kept as a whole.</param>
    /// <param name="stdio">More lines of <c>[plugin.mcp_stdio]</c>.</param>
    public static Task<CalcHost> StartAsync(string mode = "plain", bool isLogged = true, string stdio = "") => CalcHost.StartAsync(new()
    {
        Command = $"""["python3", "nonsense.py", {JsonSerializer.Serialize(mode)}]""",
        Stdio = stdio,
        Mcp = static options => options.Restart.FirstDelay = TimeSpan.FromMinutes(5),
        Services = services => services.AddLogging(logging => logging.SetMinimumLevel(isLogged ? LogLevel.Trace : LogLevel.None)),
    });

    /// <summary>Ends a host, and sees that its plugin has ended as it should and nothing of it is left.</summary>
    public static async Task EndAsync(CalcHost host, PluginState state = PluginState.Stopped)
    {
        await host.StopAsync().WaitAsync(s_orderly);

        Assert.Equal(state, host.Status.State);
        if (Children.HaveProc)
        {
            Assert.Empty(Children.With(host.Folder));
        }
    }
}
